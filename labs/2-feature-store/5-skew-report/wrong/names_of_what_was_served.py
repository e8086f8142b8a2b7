# fails: absent_features
def skew_report(served, recomputed, tolerance):
    counts = {name: 0 for row in served for name in row}
    for ours, theirs in zip(served, recomputed):
        for name in counts:
            a, b = ours.get(name), theirs.get(name)
            unknown = [value is None or value != value for value in (a, b)]
            if any(unknown):
                counts[name] += not all(unknown)
            elif abs(a - b) > tolerance:
                counts[name] += 1
    return {name: count / len(served) for name, count in counts.items()}
