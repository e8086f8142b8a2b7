# fails: within_tolerance
def differs(a, b, tolerance):
    unknown = [value is None or value != value for value in (a, b)]
    if any(unknown):
        return not all(unknown)
    return abs(a - b) >= tolerance


def skew_report(served, recomputed, tolerance):
    names = {name: 0 for row in [*served, *recomputed] for name in row}
    report = {}
    for name in names:
        pairs = [(a.get(name), b.get(name)) for a, b in zip(served, recomputed)]
        differing = [pair for pair in pairs if differs(*pair, tolerance)]
        report[name] = len(differing) / len(pairs)
    return report
