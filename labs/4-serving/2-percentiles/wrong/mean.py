# fails: p50
def percentile(values, q):
    if not values:
        raise ValueError("no values")
    return sum(values) / len(values)
