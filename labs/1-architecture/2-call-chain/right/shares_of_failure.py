from functools import reduce


def after(request, stage):
    """What (latency, failing share) becomes when one more stage follows."""
    latency_ms, failing = request
    for _, share, required in stage:
        if required:
            failing += (1 - failing) * (1 - share)
    return latency_ms + sorted(stage)[-1][0], failing


def chain(stages):
    """Count what goes wrong instead of what goes right."""
    latency_ms, failing = reduce(after, stages, (0, 0.0))
    return latency_ms, 1 - failing
