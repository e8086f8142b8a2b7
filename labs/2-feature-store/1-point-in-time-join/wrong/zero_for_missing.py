# fails: ttl_expires
def pit_join(labels, rows, ttl):
    answers = []
    for entity, ts in labels:
        value = 0
        newest = (-1, -1)
        for row in rows:
            stamp = (row["event_ts"], row["created_ts"])
            if row["entity"] != entity or max(stamp) > ts:
                continue
            if ts - row["event_ts"] <= ttl and stamp > newest:
                newest = stamp
                value = row["value"]
        answers.append(value)
    return answers
