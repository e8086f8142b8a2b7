# fails: p0_is_min
import math


def percentile(values, q):
    if not values:
        raise ValueError("no values")
    return sorted(values)[math.ceil(q / 100 * len(values)) - 1]
