# fails: optional_does_not_count
def chain(stages):
    latency_ms = 0
    availability = 1.0
    for stage in stages:
        required = [(ms, share) for ms, share, needed in stage if needed]
        latency_ms += max((ms for ms, _ in required), default=0)
        for _, share in required:
            availability *= share
    return latency_ms, availability
