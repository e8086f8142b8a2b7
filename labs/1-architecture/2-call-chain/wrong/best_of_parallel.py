# fails: parallel_required_also_multiplies
def chain(stages):
    latency_ms = 0
    availability = 1.0
    for stage in stages:
        latency_ms += max(ms for ms, _, _ in stage)
        required = [share for _, share, needed in stage if needed]
        availability *= max(required, default=1.0)
    return latency_ms, availability
