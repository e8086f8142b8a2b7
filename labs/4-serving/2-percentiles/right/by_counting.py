def percentile(values, q):
    """Go up until enough of the values are no greater."""
    for candidate in sorted(values):
        at_or_below = sum(1 for value in values if value <= candidate)
        if 100 * at_or_below >= q * len(values):
            return candidate
    raise ValueError("there are no values")
