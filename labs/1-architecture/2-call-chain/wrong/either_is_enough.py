# fails: parallel_required_also_multiplies
def chain(stages):
    latency_ms = 0
    availability = 1.0
    for stage in stages:
        latency_ms += max(ms for ms, _, _ in stage)
        nothing_works = 1.0
        for _, share, required in stage:
            if required:
                nothing_works *= 1 - share
        if any(required for _, _, required in stage):
            availability *= 1 - nothing_works
    return latency_ms, availability
