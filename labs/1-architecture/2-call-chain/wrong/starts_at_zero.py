# fails: empty
def chain(stages):
    latency_ms = 0
    availability = 0.0
    for stage in stages:
        latency_ms += max(ms for ms, _, _ in stage)
        for _, share, required in stage:
            if required:
                availability *= share
    return latency_ms, availability
