# fails: missing_is_none_not_0
def pit_join(labels, rows, ttl):
    history = {}
    for row in rows:
        history.setdefault(row["entity"], []).append(row)
    for entity_rows in history.values():
        entity_rows.sort(key=lambda row: (row["event_ts"], row["created_ts"]))

    answers = []
    for entity, ts in labels:
        answer = None
        for row in history[entity]:
            known = row["event_ts"] <= ts and row["created_ts"] <= ts
            if known and ts - row["event_ts"] <= ttl:
                answer = row["value"]
        answers.append(answer)
    return answers
