from math import isnan


def known(value):
    return value is not None and not isnan(value)


def agree(pair, tolerance):
    numbers = list(filter(known, pair))
    if len(numbers) == 2:
        return abs(numbers[0] - numbers[1]) <= tolerance
    return not numbers


def skew_report(served, recomputed, tolerance):
    """Column by column."""
    names = sorted(set().union(*served, *recomputed))
    return {name: share(name, served, recomputed, tolerance) for name in names}


def share(name, served, recomputed, tolerance):
    column = [(a.get(name), b.get(name)) for a, b in zip(served, recomputed)]
    agreeing = [pair for pair in column if agree(pair, tolerance)]
    return 1 - len(agreeing) / len(column)
