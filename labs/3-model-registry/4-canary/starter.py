MINIMUM = 1000  # requests that the canary needs
Z_LIMIT = 1.96  # so many spreads are more than chance
GUARD_RAIL = 0.05  # the share of errors nobody may exceed


def canary(control_errors, control_n, canary_errors, canary_n):
    """What to do with the canary: promote, wait or roll back?"""
    # TODO(too_little_traffic_waits): is this enough to judge by?
    control_rate = control_errors / control_n
    canary_rate = canary_errors / canary_n
    # TODO(both_bad_still_rolls_back): what if both are bad?
    # TODO(clearly_worse_rolls_back, noise_does_not_roll_back): how
    # far apart may they be by chance?
    # TODO(zero_errors_no_crash): and if there are no errors at all?
    if canary_rate > control_rate:
        return "rollback"
    # TODO(better_is_promoted): only what is worse goes back
    return "promote"


print(canary(20, 1000, 3, 50))  # wanted: wait
print(canary(200, 10000, 330, 10000))  # wanted: rollback
print(canary(20, 1000, 24, 1000))  # wanted: promote
