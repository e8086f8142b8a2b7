NAN = float("nan")


def differs(ours, theirs, tolerance):
    """True unless the served and the recomputed value agree."""
    # First what is unknown: every comparison with NaN is false, so a
    # subtraction would find that 0 and "unknown" agree.
    unknown = [value is None or value != value for value in (ours, theirs)]
    if any(unknown):
        return not all(unknown)
    return abs(ours - theirs) > tolerance


def skew_report(served, recomputed, tolerance):
    """{feature: share of rows where it differs}, for every feature."""
    names = {name: 0 for row in [*served, *recomputed] for name in row}
    pairs = list(zip(served, recomputed))
    report = {}
    for name in names:
        differing = 0
        for ours, theirs in pairs:
            differing += differs(ours.get(name), theirs.get(name), tolerance)
        report[name] = differing / len(pairs)
    return report


served = [
    {"amount": 1250.0, "hour": 10, "refunds": 1},
    {"amount": 30.0, "hour": 0, "refunds": 0},
    {"amount": 499.0, "hour": 15, "refunds": 0},
    {"amount": 7.5, "hour": 22, "refunds": 2},
]
recomputed = [
    {"amount": 12.5, "hour": 9, "refunds": 1},
    {"amount": 30.0, "hour": 23, "refunds": NAN},
    {"amount": 4.99, "hour": 14, "refunds": 0},
    {"amount": 7.5, "hour": 21, "refunds": 2},
]
print(skew_report(served, recomputed, tolerance=0.01))
# wanted: {'amount': 0.5, 'hour': 1.0, 'refunds': 0.25}
