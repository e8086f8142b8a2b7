# fails: absent_features
def differs(a, b, tolerance):
    unknown = [value is None or value != value for value in (a, b)]
    if any(unknown):
        return not all(unknown)
    return abs(a - b) > tolerance


def skew_report(served, recomputed, tolerance):
    report = {}
    for name in served[0] if served else ():
        pairs = [(a.get(name), b.get(name)) for a, b in zip(served, recomputed)]
        differing = [pair for pair in pairs if differs(*pair, tolerance)]
        report[name] = len(differing) / len(pairs)
    return report
