# fails: unsorted
import math


def percentile(values, q):
    if not values:
        raise ValueError("no values")
    values.sort()
    return values[max(0, math.ceil(q / 100 * len(values)) - 1)]
