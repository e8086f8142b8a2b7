import math


def percentile(values, q):
    """The share of the values, rounded up to a whole rank."""
    n = len(values)
    if n == 0:
        raise ValueError("no values")
    return sorted(values)[max(0, math.ceil(q / 100 * n) - 1)]
