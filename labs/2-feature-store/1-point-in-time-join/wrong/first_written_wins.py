# fails: correction_supersedes
def pit_join(labels, rows, ttl):
    answers = []
    for entity, ts in labels:
        best = None
        for row in rows:
            if row["entity"] != entity or row["created_ts"] > ts:
                continue
            if not ts - ttl <= row["event_ts"] <= ts:
                continue
            if best is None or row["event_ts"] > best["event_ts"]:
                best = row
        answers.append(None if best is None else best["value"])
    return answers
