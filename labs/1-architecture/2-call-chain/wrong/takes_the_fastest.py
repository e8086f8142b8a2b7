# fails: parallel_is_max
def chain(stages):
    latency_ms = 0
    availability = 1.0
    for stage in stages:
        latency_ms += min(ms for ms, _, _ in stage)
        for _, share, required in stage:
            if required:
                availability *= share
    return latency_ms, availability
