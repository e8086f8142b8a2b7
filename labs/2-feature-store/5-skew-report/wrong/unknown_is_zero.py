# fails: default_for_nothing
def differs(a, b, tolerance):
    numbers = []
    for value in (a, b):
        unknown = value is None or value != value
        numbers.append(0 if unknown else value)
    return abs(numbers[0] - numbers[1]) > tolerance


def skew_report(served, recomputed, tolerance):
    names = {name: 0 for row in [*served, *recomputed] for name in row}
    report = {}
    for name in names:
        pairs = [(a.get(name), b.get(name)) for a, b in zip(served, recomputed)]
        differing = [pair for pair in pairs if differs(*pair, tolerance)]
        report[name] = len(differing) / len(pairs)
    return report
