# fails: differing_values
def skew_report(served, recomputed, tolerance):
    report = {}
    for name in served[0] if served else ():
        ours = sum(row[name] for row in served) / len(served)
        theirs = sum(row[name] for row in recomputed) / len(recomputed)
        report[name] = 1.0 if abs(ours - theirs) > tolerance else 0.0
    return report
