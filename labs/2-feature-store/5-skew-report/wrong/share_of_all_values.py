# fails: differing_values
def skew_report(served, recomputed, tolerance):
    names = {name: 0 for row in [*served, *recomputed] for name in row}
    report = dict(names)
    compared = 0
    for ours, theirs in zip(served, recomputed):
        for name in names:
            compared += 1
            a, b = ours.get(name), theirs.get(name)
            unknown = [value is None or value != value for value in (a, b)]
            if any(unknown):
                report[name] += not all(unknown)
            elif abs(a - b) > tolerance:
                report[name] += 1
    return {name: count / compared for name, count in report.items()}
