def may_answer(row, entity, ts, ttl):
    """True when the label (entity, ts) may be given this row's value."""
    # TODO(only_this_entity): whose rows may take part?
    # TODO(no_future_values, same_instant_counts): what was true at ts?
    # TODO(late_arriving_row_was_not_known_yet): and what was known?
    # TODO(ttl_expires, ttl_boundary_inclusive): what is too old?
    return True


def pit_join(labels, rows, ttl):
    """For each label, the newest value that was true and known then."""
    answers = []
    for entity, ts in labels:
        left = [row for row in rows if may_answer(row, entity, ts, ttl)]
        # TODO(missing_is_none_not_0): what if no row is left?
        # TODO(unsorted_input, correction_supersedes): which row wins?
        newest = max(left, key=lambda row: row["event_ts"])
        answers.append(newest["value"])
    # TODO(input_not_mutated): labels and rows belong to the caller.
    return answers


rows = [
    {"entity": "u1", "event_ts": 10, "created_ts": 10, "value": 1},
    {"entity": "u1", "event_ts": 30, "created_ts": 30, "value": 3},
    {"entity": "u1", "event_ts": 50, "created_ts": 50, "value": 5},
    {"entity": "u2", "event_ts": 20, "created_ts": 20, "value": 2},
]
print(pit_join([("u1", 45)], rows, ttl=100))  # wanted: [3]
