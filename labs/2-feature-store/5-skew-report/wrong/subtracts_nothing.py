# fails: nothing_served
def differs(ours, theirs, tolerance):
    if theirs != theirs:
        return ours == ours
    return abs(ours - theirs) > tolerance


def skew_report(served, recomputed, tolerance):
    counts = {name: 0 for row in served for name in row}
    for ours, theirs in zip(served, recomputed):
        for name in ours:
            if name not in theirs:
                counts[name] += 1
            elif differs(ours[name], theirs[name], tolerance):
                counts[name] += 1
    return {name: count / len(served) for name, count in counts.items()}
