# fails: duplicates_once
def count_last(events, now, window):
    count = 0
    for event in events:
        if now - window <= event["ts"] < now:
            count += 1
    return count
