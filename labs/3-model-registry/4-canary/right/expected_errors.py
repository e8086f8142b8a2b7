from math import sqrt


def canary(control_errors, control_n, canary_errors, canary_n):
    """Counts: how many errors would the canary have by its share?"""
    if canary_n < 1000:
        return "wait"
    if 20 * canary_errors > canary_n:
        return "rollback"
    n = control_n + canary_n
    errors = control_errors + canary_errors
    expected = errors * canary_n / n
    variance = expected * (control_n / n) * (1 - errors / n)
    surplus = canary_errors - expected
    beyond_chance = surplus > 1.96 * sqrt(variance)
    return "rollback" if beyond_chance else "promote"
