# fails: input_not_mutated
def pit_join(labels, rows, ttl):
    rows.sort(key=lambda row: (row["event_ts"], row["created_ts"]))
    answers = []
    for entity, ts in labels:
        answer = None
        for row in rows:
            if row["entity"] != entity or row["created_ts"] > ts:
                continue
            if ts - ttl <= row["event_ts"] <= ts:
                answer = row["value"]
        answers.append(answer)
    return answers
