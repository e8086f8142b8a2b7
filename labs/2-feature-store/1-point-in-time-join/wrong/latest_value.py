# fails: no_future_values
def pit_join(labels, rows, ttl):
    latest = {}
    for row in rows:
        known = latest.get(row["entity"])
        if known is None or row["event_ts"] >= known["event_ts"]:
            latest[row["entity"]] = row
    answers = []
    for entity, _ts in labels:
        answers.append(latest[entity]["value"] if entity in latest else None)
    return answers
