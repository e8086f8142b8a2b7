# fails: agrees_with_the_rules
from math import sqrt


def canary(control_errors, control_n, canary_errors, canary_n):
    if canary_n < 1000:
        return "wait"
    canary_rate = canary_errors / canary_n
    control_rate = control_errors / control_n
    if canary_rate > 0.05:
        return "rollback"
    low = canary_rate - 1.96 * half(canary_rate, canary_n)
    if low > control_rate + 1.96 * half(control_rate, control_n):
        return "rollback"
    return "promote"


def half(rate, n):
    return sqrt(rate * (1 - rate) / n)
