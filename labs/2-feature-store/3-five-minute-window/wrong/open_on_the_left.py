# fails: left_edge_closed
def count_last(events, now, window):
    seen = set()
    for event in events:
        age = now - event["ts"]
        if 0 < age < window:
            seen.add(event["id"])
    return len(seen)
