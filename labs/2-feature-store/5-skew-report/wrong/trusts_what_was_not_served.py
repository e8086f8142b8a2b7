# fails: nothing_served
def differs(served, recomputed, tolerance):
    if served is None:
        return False  # nothing served, nothing wrong
    if recomputed is None or recomputed != recomputed:
        return served == served
    return not abs(served - recomputed) <= tolerance


def skew_report(served, recomputed, tolerance):
    names = {name: 0 for row in [*served, *recomputed] for name in row}
    report = {}
    for name in names:
        pairs = [(a.get(name), b.get(name)) for a, b in zip(served, recomputed)]
        differing = [pair for pair in pairs if differs(*pair, tolerance)]
        report[name] = len(differing) / len(pairs)
    return report
