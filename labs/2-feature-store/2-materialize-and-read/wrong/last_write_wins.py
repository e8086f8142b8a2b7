# fails: out_of_order_does_not_overwrite
def materialize(kv, rows, now):
    for row in rows:
        if row["event_ts"] <= now:
            kv.data[row["entity"]] = (row["event_ts"], row["value"])


def get_online(kv, keys, now, max_age, default):
    answers = {}
    for key, entry in zip(keys, kv.mget(keys)):
        if entry is None:
            answers[key] = (default, "missing")
        elif now - entry[0] > max_age:
            answers[key] = (entry[1], "stale")
        else:
            answers[key] = (entry[1], "fresh")
    return answers
