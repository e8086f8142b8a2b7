# fails: noise_does_not_roll_back
def canary(control_errors, control_n, canary_errors, canary_n):
    if canary_n < 1000:
        return "wait"
    canary_rate = canary_errors / canary_n
    if canary_rate > 0.05:
        return "rollback"
    if canary_rate > control_errors / control_n:
        return "rollback"
    return "promote"
