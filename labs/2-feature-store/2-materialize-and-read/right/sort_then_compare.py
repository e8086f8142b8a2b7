from operator import itemgetter


def materialize(kv, rows, now):
    """Choose the newest row of each entity first, then write once."""
    due = [row for row in rows if row["event_ts"] <= now]
    newest = {}
    for row in sorted(due, key=itemgetter("event_ts")):
        newest[row["entity"]] = (row["event_ts"], row["value"])
    for entity, entry in newest.items():
        held = kv.data.get(entity)
        if held is None or entry[0] > held[0]:
            kv.data[entity] = entry


def get_online(kv, keys, now, max_age, default):
    found = dict(zip(keys, kv.mget(list(keys))))
    return {key: judge(found[key], now - max_age, default) for key in keys}


def judge(entry, oldest, default):
    if entry is None:
        return default, "missing"
    event_ts, value = entry
    return value, "stale" if event_ts < oldest else "fresh"
