# fails: no_future_values
def is_valid(row, entity, ts, ttl):
    return (
        row["entity"] == entity
        and row["event_ts"] <= ts
        and row["created_ts"] <= ts
        and ts - row["event_ts"] <= ttl
    )


def pit_join(labels, rows, ttl):
    answers = []
    for entity, ts in labels:
        valid = (row for row in rows if is_valid(row, entity, ts, ttl))
        first = next(valid, None)
        answers.append(None if first is None else first["value"])
    return answers
