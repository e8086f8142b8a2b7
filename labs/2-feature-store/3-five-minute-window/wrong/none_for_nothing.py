# fails: empty
def count_last(events, now, window):
    ids = {e["id"] for e in events if now - window <= e["ts"] < now}
    if ids:
        return len(ids)
