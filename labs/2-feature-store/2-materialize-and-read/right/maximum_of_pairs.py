def materialize(kv, rows, now):
    """A pair with a later time is the greater pair."""
    for row in rows:
        if row["event_ts"] > now:
            continue
        entry = (row["event_ts"], row["value"])
        held = kv.data.setdefault(row["entity"], entry)
        kv.data[row["entity"]] = max(held, entry, key=lambda pair: pair[0])


def get_online(kv, keys, now, max_age, default):
    keys = list(keys)
    answers = dict.fromkeys(keys, (default, "missing"))
    entries = kv.mget(keys)
    for key, entry in zip(keys, entries):
        if entry is not None and now - entry[0] > max_age:
            answers[key] = (entry[1], "stale")
        elif entry is not None:
            answers[key] = (entry[1], "fresh")
    return answers
