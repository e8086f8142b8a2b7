# fails: p100_is_max
import math


def percentile(values, q):
    if not values:
        raise ValueError("no values")
    return values[max(0, math.ceil(q / 100 * len(values)) - 1)]
