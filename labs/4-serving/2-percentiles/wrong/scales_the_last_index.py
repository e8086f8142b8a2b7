# fails: p99
def percentile(values, q):
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) * q // 100]
