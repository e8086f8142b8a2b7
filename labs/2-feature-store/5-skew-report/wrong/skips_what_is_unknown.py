# fails: default_for_nothing
def differs(a, b, tolerance):
    for value in (a, b):
        if value is None or value != value:
            return False  # nothing to compare
    return abs(a - b) > tolerance


def skew_report(served, recomputed, tolerance):
    names = {name: 0 for row in [*served, *recomputed] for name in row}
    report = {}
    for name in names:
        pairs = [(a.get(name), b.get(name)) for a, b in zip(served, recomputed)]
        differing = [pair for pair in pairs if differs(*pair, tolerance)]
        report[name] = len(differing) / len(pairs)
    return report
