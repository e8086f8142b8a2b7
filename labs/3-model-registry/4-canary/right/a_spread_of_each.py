def variance(errors, n):
    rate = errors / n
    return rate * (1 - rate) / n


def canary(control_errors, control_n, canary_errors, canary_n):
    """Each side has a spread of its own, and their squares add up."""
    if canary_n < 1000:
        return "wait"
    difference = canary_errors / canary_n - control_errors / control_n
    total = variance(control_errors, control_n)
    total += variance(canary_errors, canary_n)
    if canary_errors / canary_n > 0.05:
        return "rollback"
    if difference > 0 and difference**2 > 1.96**2 * total:
        return "rollback"
    return "promote"
