ARRIVAL, QUESTION = 0, 1


def pit_join(labels, rows, ttl):
    """Replay history once: rows arrive, labels ask, in order of time."""
    timeline = []
    for row in rows:
        usable_from = max(row["event_ts"], row["created_ts"])
        timeline.append((usable_from, ARRIVAL, row))
    for place, (_, ts) in enumerate(labels):
        timeline.append((ts, QUESTION, place))
    timeline.sort(key=lambda entry: entry[:2])

    best = {}
    answers = [None] * len(labels)
    for ts, kind, what in timeline:
        if kind == ARRIVAL:
            rank = (what["event_ts"], what["created_ts"])
            held = best.get(what["entity"])
            if held is None or rank >= held[0]:
                best[what["entity"]] = (rank, what["value"])
            continue
        held = best.get(labels[what][0])
        if held is not None and ts - held[0][0] <= ttl:
            answers[what] = held[1]
    return answers
