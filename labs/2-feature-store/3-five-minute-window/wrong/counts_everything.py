# fails: counts_inside
def count_last(events, now, window):
    return len({event["id"] for event in events if event["ts"] < now})
