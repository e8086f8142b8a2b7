# fails: agrees_with_the_platform
def pit_join(labels, rows, ttl):
    answers = []
    for entity, ts in labels:
        known = [
            row
            for row in rows
            if row["entity"] == entity
            and row["created_ts"] <= ts
            and ts - ttl <= row["event_ts"] <= ts
        ]
        known.sort(key=lambda row: (row["created_ts"], row["event_ts"]))
        answers.append(known[-1]["value"] if known else None)
    return answers
