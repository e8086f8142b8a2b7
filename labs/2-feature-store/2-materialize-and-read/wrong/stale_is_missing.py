# fails: stale_is_flagged
def materialize(kv, rows, now):
    for row in rows:
        held = kv.data.get(row["entity"])
        if held is not None and held[0] > row["event_ts"]:
            continue
        if row["event_ts"] <= now:
            kv.data[row["entity"]] = (row["event_ts"], row["value"])


def get_online(kv, keys, now, max_age, default):
    answers = {}
    for key, entry in zip(keys, kv.mget(keys)):
        if entry is None or now - entry[0] > max_age:
            answers[key] = (default, "missing")
        else:
            answers[key] = (entry[1], "fresh")
    return answers
