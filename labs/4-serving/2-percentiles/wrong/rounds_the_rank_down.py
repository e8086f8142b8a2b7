# fails: p50
def percentile(values, q):
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[max(0, int(q / 100 * len(ordered)) - 1)]
