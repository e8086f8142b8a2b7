# fails: tail_visible
import math


def percentile(values, q):
    if not values:
        raise ValueError("no values")
    ordered = sorted(set(values))
    return ordered[max(0, math.ceil(q / 100 * len(ordered)) - 1)]
