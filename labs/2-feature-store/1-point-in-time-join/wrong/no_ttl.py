# fails: ttl_expires
def pit_join(labels, rows, ttl):
    answers = []
    for entity, ts in labels:
        newest = None
        for row in rows:
            if row["entity"] != entity:
                continue
            if row["event_ts"] > ts or row["created_ts"] > ts:
                continue
            stamp = (row["event_ts"], row["created_ts"])
            if newest is None or stamp > newest[0]:
                newest = (stamp, row["value"])
        answers.append(None if newest is None else newest[1])
    return answers
