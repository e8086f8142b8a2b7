from collections import Counter


def skew_report(served, recomputed, tolerance):
    """One walk over the rows; unknown values are left out of them first."""
    differing = Counter()
    for ours, theirs in zip(map(known, served), map(known, recomputed)):
        for name in {**ours, **theirs}:
            both = name in ours and name in theirs
            if not both or abs(ours[name] - theirs[name]) > tolerance:
                differing[name] += 1
    names = dict.fromkeys(name for row in served + recomputed for name in row)
    return {name: differing[name] / len(served) for name in names}


def known(row):
    known_values = {}
    for name, value in row.items():
        if value is not None and value == value:
            known_values[name] = value
    return known_values
