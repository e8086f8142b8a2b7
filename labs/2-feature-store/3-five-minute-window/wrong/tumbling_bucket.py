# fails: counts_inside
def count_last(events, now, window):
    start = now - now % window
    seen = {e["id"] for e in events if start <= e["ts"] < now}
    return len(seen)
