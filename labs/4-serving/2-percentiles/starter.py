from labkit.display import show


def percentile(values, q):
    """The value at or below which q percent of the values lie."""
    # TODO(empty_raises, single): how many values are there?
    # TODO(unsorted, p100_is_max, p0_is_min): which comes first, and last?
    # TODO(p50, p99, tail_visible): which of them is the answer?
    return sum(values) / len(values)


# A hundred recorded calls of each service, in milliseconds.
LEDGER = """
48 43 34 40 44 46 45 48 39 47 46 47 43 42 37 33 36 33 39 43 36 38 39 42 41 35
36 40 44 41 36 44 42 36 45 38 38 35 35 38 33 34 37 40 34 37 33 32 39 36 47 44
41 33 47 35 36 34 44 33 47 48 44 45 43 42 43 36 33 37 37 33 41 37 42 45 46 38
38 43 42 45 46 38 47 41 37 36 41 46 43 43 38 34 36 48 33 42 38 47
"""
CATALOGUE = """
105 16 15 11 90 14 16 13 14 108 13 15 12 18 18 18 18 15 15 15 12 12 14 101 109
92 103 15 15 103 18 94 12 101 15 91 17 13 99 15 94 90 98 18 15 109 12 17 107 19
94 16 88 13 13 106 16 16 89 90 110 94 18 95 105 18 15 103 18 15 14 15 12 11 15
12 18 102 11 19 18 16 18 12 16 18 14 12 88 19 11 13 17 11 98 11 12 18 15 13
"""
PROFILES = """
908 28 27 30 19 28 24 25 23 22 27 22 18 24 27 27 16 17 27 18 18 15 28 21 30 30
18 21 21 17 29 27 20 20 19 25 19 23 20 18 23 23 16 23 28 23 21 26 19 24 16 17
30 25 28 26 23 26 26 18 18 22 21 24 29 23 21 21 28 27 21 22 18 18 25 15 19 26
25 15 29 25 17 16 20 15 23 18 18 15 25 28 887 25 26 26 30 18 23 21
"""
SERVICES = {"ledger": LEDGER, "catalogue": CATALOGUE, "profiles": PROFILES}
table = []
for name, recorded in SERVICES.items():
    calls = [int(word) for word in recorded.split()]
    row = {"service": name, "mean": sum(calls) / len(calls)}
    for q in (50, 95, 99):
        row[f"P{q}"] = percentile(calls, q)
    table.append(row)
show(table, "Three services, in milliseconds")
