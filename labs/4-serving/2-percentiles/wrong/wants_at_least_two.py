# fails: single
import math


def percentile(values, q):
    if len(values) < 2:
        raise ValueError("too few values")
    return sorted(values)[max(0, math.ceil(q / 100 * len(values)) - 1)]
