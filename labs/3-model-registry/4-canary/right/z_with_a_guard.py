from math import sqrt


def canary(control_errors, control_n, canary_errors, canary_n):
    """The z value itself, where there is one."""
    if min(control_n, canary_n) < 1000:
        return "wait"
    canary_rate = canary_errors / canary_n
    control_rate = control_errors / control_n
    p = (control_errors + canary_errors) / (control_n + canary_n)
    spread = sqrt(p * (1 - p) * (1 / control_n + 1 / canary_n))
    z = (canary_rate - control_rate) / spread if spread else 0
    return "rollback" if canary_rate > 0.05 or z > 1.96 else "promote"
