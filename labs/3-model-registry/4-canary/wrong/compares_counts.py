# fails: clearly_worse_rolls_back
from math import sqrt


def canary(control_errors, control_n, canary_errors, canary_n):
    if canary_n < 1000:
        return "wait"
    if canary_errors > 0.05 * canary_n:
        return "rollback"
    surplus = canary_errors - control_errors
    if surplus > 1.96 * sqrt(canary_errors + control_errors):
        return "rollback"
    return "promote"
