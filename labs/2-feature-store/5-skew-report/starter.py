NAN = float("nan")


def differs(ours, theirs, tolerance):
    """True unless the served and the recomputed value agree."""
    # TODO(default_for_nothing, nothing_served): one may be unknown
    # TODO(both_unknown): or both
    # TODO(within_tolerance): up to and including the tolerance
    return abs(ours - theirs) > tolerance


def skew_report(served, recomputed, tolerance):
    """{feature: share of rows where it differs}, for every feature."""
    counts = {}
    # TODO(every_feature, absent_features): which names are there?
    for ours, theirs in zip(served, recomputed):
        for name in ours:
            if differs(ours[name], theirs[name], tolerance):
                counts[name] = counts.get(name, 0) + 1
    # TODO(differing_values, planted_bugs): a share is not a count
    # TODO(no_rows): and may have nothing to be a share of
    return counts


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
