def may_answer(row, entity, ts, ttl):
    """True when the label (entity, ts) may be given this row's value."""
    # Two clocks, two conditions. Age runs from the moment a value became
    # true, not from its arrival; a negative age lies in the future.
    age = ts - row["event_ts"]
    known = row["created_ts"] <= ts
    return row["entity"] == entity and known and 0 <= age <= ttl


def pit_join(labels, rows, ttl):
    """For each label, the newest value that was true and known then."""
    answers = []
    for entity, ts in labels:
        left = [row for row in rows if may_answer(row, entity, ts, ttl)]
        # The newest moment wins; of several rows about one moment, the one
        # that arrived last, because it corrects the others.
        left.sort(key=lambda row: (row["event_ts"], row["created_ts"]))
        answers.append(left[-1]["value"] if left else None)
    return answers


rows = [
    {"entity": "u1", "event_ts": 10, "created_ts": 10, "value": 1},
    {"entity": "u1", "event_ts": 30, "created_ts": 30, "value": 3},
    {"entity": "u1", "event_ts": 50, "created_ts": 50, "value": 5},
    {"entity": "u2", "event_ts": 20, "created_ts": 20, "value": 2},
]
print(pit_join([("u1", 45)], rows, ttl=100))  # wanted: [3]
