# fails: unsorted_input
def pit_join(labels, rows, ttl):
    answers = []
    for entity, ts in labels:
        answer = None
        for row in rows:
            if row["entity"] != entity:
                continue
            if row["event_ts"] > ts:
                break
            if row["created_ts"] <= ts and ts - row["event_ts"] <= ttl:
                answer = row["value"]
        answers.append(answer)
    return answers
