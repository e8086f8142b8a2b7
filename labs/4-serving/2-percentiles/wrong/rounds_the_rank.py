# fails: agrees_with_the_definition
def percentile(values, q):
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    rank = int(q / 100 * len(ordered) + 0.5)
    return ordered[max(0, rank - 1)]
