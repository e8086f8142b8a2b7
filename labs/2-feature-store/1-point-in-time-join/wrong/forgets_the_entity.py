# fails: only_this_entity
def pit_join(labels, rows, ttl):
    ordered = sorted(rows, key=lambda row: (row["event_ts"], row["created_ts"]))
    answers = []
    for _entity, ts in labels:
        answer = None
        for row in ordered:
            known = row["event_ts"] <= ts and row["created_ts"] <= ts
            if known and ts - row["event_ts"] <= ttl:
                answer = row["value"]
        answers.append(answer)
    return answers
