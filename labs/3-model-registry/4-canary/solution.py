MINIMUM = 1000  # requests that the canary needs
Z_LIMIT = 1.96  # so many spreads are more than chance
GUARD_RAIL = 0.05  # the share of errors nobody may exceed


def canary(control_errors, control_n, canary_errors, canary_n):
    """What to do with the canary: promote, wait or roll back?"""
    if canary_n < MINIMUM:
        return "wait"
    canary_rate = canary_errors / canary_n
    if canary_rate > GUARD_RAIL:
        return "rollback"
    p = (control_errors + canary_errors) / (control_n + canary_n)
    spread = (p * (1 - p) * (1 / control_n + 1 / canary_n)) ** 0.5
    # Multiplied and not divided: with no errors the spread is 0.
    # No abs(): a canary that is better has a negative difference.
    worse_by = canary_rate - control_errors / control_n
    if worse_by > Z_LIMIT * spread:
        return "rollback"
    return "promote"


print(canary(20, 1000, 3, 50))  # wanted: wait
print(canary(200, 10000, 330, 10000))  # wanted: rollback
print(canary(20, 1000, 24, 1000))  # wanted: promote
