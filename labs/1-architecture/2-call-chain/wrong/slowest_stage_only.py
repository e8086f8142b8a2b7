# fails: stages_add
def chain(stages):
    latency_ms = 0
    availability = 1.0
    for stage in stages:
        for ms, share, required in stage:
            latency_ms = max(latency_ms, ms)
            if required:
                availability *= share
    return latency_ms, availability
