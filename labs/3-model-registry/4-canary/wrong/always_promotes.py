# fails: clearly_worse_rolls_back
def canary(control_errors, control_n, canary_errors, canary_n):
    if canary_n < 1000:
        return "wait"
    return "promote"
