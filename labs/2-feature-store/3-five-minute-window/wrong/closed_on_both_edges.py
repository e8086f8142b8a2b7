# fails: right_edge_open
def count_last(events, now, window):
    seen = set()
    for event in events:
        if now - window <= event["ts"] <= now:
            seen.add(event["id"])
    return len(seen)
