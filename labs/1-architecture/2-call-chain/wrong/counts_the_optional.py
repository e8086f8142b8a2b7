# fails: optional_does_not_count
def chain(stages):
    latency_ms = 0
    availability = 1.0
    for stage in stages:
        latency_ms += max(ms for ms, _, _ in stage)
        for _, share, _ in stage:
            availability *= share
    return latency_ms, availability
