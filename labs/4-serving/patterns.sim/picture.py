"""What do the five patterns look like over the number of requests?"""

from burst import DEADLINE, all_answers
from wording import duration, requests

POINTS = 37  # six to a power of ten
TIMES = (0.01, 0.1, 1, 10, 100, 1000, 10_000)
COUNTS = (1, 10, 100, 1000, 10_000, 100_000, 1_000_000)
DASHES = {
    "synchronous": [1, 0],
    "micro-batches": [8, 3],
    "nearline": [2, 3],
    "two-stage": [8, 3, 2, 3],
    "batch job": [14, 4],
}


def chart(n, chosen, workers, day_old, *, with_deadline):
    layers = [each_line(chosen, curve(workers, day_old)), here(n)]
    if with_deadline:
        layers.insert(0, limit())
    return {
        "type": "chart",
        "alt": describe(n, workers, day_old),
        "spec": {
            "width": 560,
            "height": 260,
            "encoding": {"x": requests_axis(), "y": time_axis()},
            "layer": layers,
        },
    }


def curve(workers, day_old):
    points = []
    for number in range(POINTS):
        n = round(10 ** (number / 6))
        for name, answers in all_answers(n, workers, day_old).items():
            points.append({"requests": n, "pattern": name, "last": round(answers.last, 4)})
    return points


def each_line(chosen, points):
    """Dashes tell the patterns apart, so that no colour has to; the chosen one is accented."""
    names = list(DASHES)
    return {
        "data": {"values": points},
        "mark": {"type": "line"},
        "encoding": {
            "strokeDash": {
                "field": "pattern",
                "type": "nominal",
                "scale": {"domain": names, "range": list(DASHES.values())},
                "legend": {
                    "title": None,
                    "orient": "bottom",
                    "columns": 3,
                    "symbolType": "stroke",
                    "symbolSize": 900,
                    "symbolStrokeColor": "var(--mlp-ink)",
                    "labelColor": "var(--mlp-ink)",
                    "labelFontSize": 13,
                    "labelLimit": 200,
                },
            },
            "color": {
                "condition": {
                    "test": f"datum.pattern == '{chosen}'",
                    "value": "var(--mlp-accent)",
                },
                "value": "var(--mlp-soft)",
            },
            "strokeWidth": {
                "condition": {"test": f"datum.pattern == '{chosen}'", "value": 3.5},
                "value": 1.8,
            },
        },
    }


def here(n):
    """A thin upright line at the chosen number of requests."""
    return {
        "data": {"values": [{"requests": n}]},
        "mark": {"type": "rule", "color": "var(--mlp-edge)"},
        "encoding": {"y": None},
    }


def limit():
    return {
        "data": {"values": [{"last": DEADLINE}]},
        "mark": {"type": "rule", "color": "var(--mlp-bad)", "strokeDash": [3, 3]},
        "encoding": {"x": None},
    }


def requests_axis():
    words = (
        "{'1':'1','10':'10','100':'100','1000':'1,000','10000':'10,000',"
        "'100000':'100,000','1000000':'1 M'}"
    )
    return {
        "field": "requests",
        "type": "quantitative",
        "title": "requests at once",
        "scale": {"type": "log", "domain": [1, 1_000_000], "nice": False},
        "axis": {
            "values": list(COUNTS),
            "labelExpr": f"{words}[format(datum.value, 'd')]",
            "labelOverlap": False,
            "grid": False,
            "domain": False,
            "ticks": False,
        },
    }


def time_axis():
    words = (
        "{'0.01':'10 ms','0.1':'100 ms','1':'1 s','10':'10 s','100':'100 s',"
        "'1000':'17 min','10000':'3 h'}"
    )
    return {
        "field": "last",
        "type": "quantitative",
        "title": "until the last answer",
        "scale": {"type": "log", "domain": [0.01, 30_000], "nice": False},
        "axis": {
            "values": list(TIMES),
            "labelExpr": f"{words}[toString(datum.value)]",
            "domain": False,
            "ticks": False,
            "gridDash": [2, 4],
        },
    }


def describe(n, workers, day_old):
    times = [
        f"{name} {duration(each.last)}" for name, each in all_answers(n, workers, day_old).items()
    ]
    return (
        "Five lines of the time until the last answer over one to a million requests. "
        f"For {requests(n)}: {', '.join(times)}."
    )
