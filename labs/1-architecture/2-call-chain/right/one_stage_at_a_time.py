from math import prod


def slowest(stage):
    return max(ms for ms, _, _ in stage)


def all_work(stage):
    return prod(share for _, share, required in stage if required)


def chain(stages):
    """First each stage by itself, then the stages together."""
    latency_ms = sum(slowest(stage) for stage in stages)
    return latency_ms, prod(map(all_work, stages), start=1.0)
