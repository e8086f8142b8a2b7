# fails: nothing_from_the_future
def materialize(kv, rows, now):
    newest = {}
    for row in sorted(rows, key=lambda row: row["event_ts"]):
        newest[row["entity"]] = (row["event_ts"], row["value"])
    for entity, entry in newest.items():
        held = kv.data.get(entity)
        if entry[0] <= now and (held is None or held[0] <= entry[0]):
            kv.data[entity] = entry


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
