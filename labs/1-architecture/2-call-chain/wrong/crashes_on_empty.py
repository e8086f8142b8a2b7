# fails: empty
from functools import reduce
from operator import mul


def chain(stages):
    latency_ms = 0
    shares = []
    for stage in stages:
        latency_ms += max(ms for ms, _, _ in stage)
        shares += [share for _, share, required in stage if required]
    return latency_ms, reduce(mul, shares)
