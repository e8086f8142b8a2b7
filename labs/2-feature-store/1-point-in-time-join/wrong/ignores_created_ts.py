# fails: late_arriving_row_was_not_known_yet
def pit_join(labels, rows, ttl):
    answers = []
    for entity, ts in labels:
        mine = [row for row in rows if row["entity"] == entity]
        past = [row for row in mine if ts - ttl <= row["event_ts"] <= ts]
        past.sort(key=lambda row: row["event_ts"])
        answers.append(past[-1]["value"] if past else None)
    return answers
