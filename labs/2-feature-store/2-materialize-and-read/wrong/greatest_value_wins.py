# fails: latest_wins
def materialize(kv, rows, now):
    for row in rows:
        held = kv.data.get(row["entity"])
        if row["event_ts"] > now:
            continue
        if held is None or row["value"] > held[1]:
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
