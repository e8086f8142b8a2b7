# fails: no_rows
def skew_report(served, recomputed, tolerance):
    weight = 1 / len(served)
    report = {name: 0 for row in [*served, *recomputed] for name in row}
    for ours, theirs in zip(served, recomputed):
        for name in report:
            a, b = ours.get(name), theirs.get(name)
            unknown = [value is None or value != value for value in (a, b)]
            if any(unknown):
                report[name] += weight * (not all(unknown))
            elif abs(a - b) > tolerance:
                report[name] += weight
    return report
