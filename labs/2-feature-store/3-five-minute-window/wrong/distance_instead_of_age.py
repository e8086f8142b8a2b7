# fails: no_future_events
def count_last(events, now, window):
    seen = set()
    for event in events:
        if 0 < abs(now - event["ts"]) <= window:
            seen.add(event["id"])
    return len(seen)
