# fails: p50
import math


def percentile(values, q):
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    rank = min(len(ordered), math.ceil(q * len(ordered)))
    return ordered[max(0, rank - 1)]
