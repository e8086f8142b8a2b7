# fails: right_edge_open
def count_last(events, now, window):
    return len({e["id"] for e in events if e["ts"] >= now - window})
