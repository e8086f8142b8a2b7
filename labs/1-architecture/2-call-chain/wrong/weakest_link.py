# fails: availability_multiplies
def chain(stages):
    latency_ms = 0
    availability = 1.0
    for stage in stages:
        latency_ms += max(ms for ms, _, _ in stage)
        for _, share, required in stage:
            if required:
                availability = min(availability, share)
    return latency_ms, availability
