# fails: better_is_promoted
from math import sqrt


def canary(control_errors, control_n, canary_errors, canary_n):
    if canary_n < 1000:
        return "wait"
    canary_rate = canary_errors / canary_n
    control_rate = control_errors / control_n
    if control_rate > 0.05:
        return "rollback"
    p = (control_errors + canary_errors) / (control_n + canary_n)
    spread = sqrt(p * (1 - p) * (1 / control_n + 1 / canary_n))
    if canary_rate - control_rate > 1.96 * spread:
        return "rollback"
    return "promote"
