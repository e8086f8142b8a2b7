# fails: empty
def count_last(events, now, window):
    ids = {event["id"]: event["ts"] for event in events}
    inside = [ts for ts in ids.values() if now - window <= ts < now]
    share = len(inside) / len(ids)
    return round(share * len(ids))
