# fails: agrees_with_the_platform
def pit_join(labels, rows, ttl):
    answers = []
    for entity, ts in labels:
        # What has arrived has surely happened, so one comparison will do.
        arrived = [row for row in rows if row["created_ts"] <= ts]
        arrived.sort(key=lambda row: (row["event_ts"], row["created_ts"]))
        answer = None
        for row in arrived:
            if row["entity"] == entity and ts - row["event_ts"] <= ttl:
                answer = row["value"]
        answers.append(answer)
    return answers
