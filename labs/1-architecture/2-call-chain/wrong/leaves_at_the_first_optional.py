# fails: agrees_with_the_reference
def chain(stages):
    latency_ms = 0
    availability = 1.0
    for stage in stages:
        latency_ms += max(ms for ms, _, _ in stage)
        for _, share, required in stage:
            if not required:
                break
            availability *= share
    return latency_ms, availability
