# fails: unsorted
import math


def percentile(values, q):
    if not values:
        raise ValueError("no values")
    if q == 100:
        return max(values)
    if q == 0:
        return min(values)
    return values[math.ceil(q / 100 * len(values)) - 1]
