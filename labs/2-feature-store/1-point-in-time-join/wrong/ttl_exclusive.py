# fails: ttl_boundary_inclusive
def pit_join(labels, rows, ttl):
    answers = []
    for entity, ts in labels:
        fresh = [
            row
            for row in rows
            if row["entity"] == entity
            and ts - ttl < row["event_ts"] <= ts
            and row["created_ts"] <= ts
        ]
        fresh.sort(key=lambda row: (row["event_ts"], row["created_ts"]))
        answers.append(fresh[-1]["value"] if fresh else None)
    return answers
