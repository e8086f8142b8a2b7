# fails: one_round_trip
def materialize(kv, rows, now):
    for row in rows:
        held = kv.data.get(row["entity"])
        if held is not None and held[0] > row["event_ts"]:
            continue
        if row["event_ts"] <= now:
            kv.data[row["entity"]] = (row["event_ts"], row["value"])


def get_online(kv, keys, now, max_age, default):
    answers = {}
    for key in keys:
        if key not in kv.data:
            answers[key] = (default, "missing")
            continue
        event_ts, value = kv.data[key]
        old = now - event_ts > max_age
        answers[key] = (value, "stale" if old else "fresh")
    return answers
