# fails: unordered
def count_last(events, now, window):
    seen = set()
    for event in events:
        if event["ts"] >= now:
            break
        if event["ts"] >= now - window:
            seen.add(event["id"])
    return len(seen)
