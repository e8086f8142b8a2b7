# fails: p50
import math


def percentile(values, q):
    if not values:
        raise ValueError("no values")
    print(sorted(values)[max(0, math.ceil(q / 100 * len(values)) - 1)])
