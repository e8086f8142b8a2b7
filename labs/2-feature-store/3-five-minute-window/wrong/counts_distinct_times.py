# fails: duplicates_once
def count_last(events, now, window):
    times = {event["ts"] for event in events}
    return sum(1 for ts in times if now - window <= ts < now)
