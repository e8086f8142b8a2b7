# fails: same_instant_counts
def pit_join(labels, rows, ttl):
    answers = []
    for entity, ts in labels:
        before = [
            row
            for row in rows
            if row["entity"] == entity
            and row["event_ts"] < ts
            and row["created_ts"] < ts
            and ts - row["event_ts"] <= ttl
        ]
        before.sort(key=lambda row: (row["event_ts"], row["created_ts"]))
        answers.append(before[-1]["value"] if before else None)
    return answers
