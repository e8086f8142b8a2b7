# fails: every_feature
def skew_report(served, recomputed, tolerance):
    report = {}
    for ours, theirs in zip(served, recomputed):
        for name in {**ours, **theirs}:
            a, b = ours.get(name), theirs.get(name)
            unknown = [value is None or value != value for value in (a, b)]
            if any(unknown):
                differs = not all(unknown)
            else:
                differs = abs(a - b) > tolerance
            if differs:
                report[name] = report.get(name, 0) + 1 / len(served)
    return report
