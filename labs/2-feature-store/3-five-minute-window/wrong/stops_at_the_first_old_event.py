# fails: unordered
def count_last(events, now, window):
    seen = set()
    for event in reversed(events):
        if event["ts"] < now - window:
            break
        if event["ts"] < now:
            seen.add(event["id"])
    return len(seen)
