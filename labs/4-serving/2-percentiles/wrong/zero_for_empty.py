# fails: empty_raises
import math


def percentile(values, q):
    if not values:
        return 0
    return sorted(values)[max(0, math.ceil(q / 100 * len(values)) - 1)]
