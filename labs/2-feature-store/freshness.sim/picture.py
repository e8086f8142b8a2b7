"""The picture: each burst as a line from its first payment to its last."""

from bursts import BURSTS, DAY, HOUR, MINUTE
from units import duration


def chart(caught):
    """Each burst as a line from its first payment to its last, on a scale of time that grows."""
    points = []
    for burst, number in zip(BURSTS, caught):
        until = burst.times()[number - 1] - burst.start if number else burst.seconds
        length = {"burst": burst.card, "start": 1, "end": burst.seconds}
        points.append({**length, "until": until, "seen": number is not None})
    return {
        "type": "chart",
        "alt": describe(caught),
        "spec": {
            "width": 560,
            "height": 240,
            "data": {"values": points},
            "encoding": {"y": burst_axis()},
            # All of the burst in grey; above it the part in which payments went through.
            "layer": [
                line_to("end", "var(--mlp-line)"),
                line_to("until", "var(--mlp-accent)"),
                stopped(),
                never_stopped(),
            ],
        },
    }


def describe(caught):
    parts = []
    for burst, number in zip(BURSTS, caught):
        outcome = "not seen" if number is None else f"seen at payment {number}"
        parts.append(f"{duration(burst.seconds)} {outcome}")
    return f"Ten bursts by their length: {', '.join(parts)}."


def burst_axis():
    return {
        "field": "burst",
        "type": "nominal",
        "title": None,
        "sort": [burst.card for burst in BURSTS],
        "axis": {"domain": False, "ticks": False},
    }


def time_axis(field):
    words = "{'1':'1 s','10':'10 s','60':'1 min','600':'10 min','3600':'1 h','36000':'10 h'}"
    return {
        "field": field,
        "type": "quantitative",
        "title": "time since the first payment, until stopped (dot) or never (cross)",
        "scale": {"type": "log", "domain": [1, 2 * DAY], "nice": False},
        "axis": {
            "values": [1, 10, MINUTE, 10 * MINUTE, HOUR, 10 * HOUR],
            "labelExpr": f"{words}[format(datum.value, 'd')]",
            "domain": False,
            "ticks": False,
            "gridDash": [2, 4],
        },
    }


def line_to(field, color):
    return {
        "mark": {"type": "rule", "color": color, "strokeWidth": 3},
        "encoding": {"x": time_axis("start"), "x2": {"field": field}},
    }


def stopped():
    return {
        "transform": [{"filter": "datum.seen"}],
        "mark": {
            "type": "point",
            "fill": "var(--mlp-accent)",
            "stroke": "var(--mlp-accent)",
            "opacity": 1,
            "size": 90,
        },
        "encoding": {"x": time_axis("until")},
    }


def never_stopped():
    return {
        "transform": [{"filter": "!datum.seen"}],
        "mark": {"type": "text", "text": "\N{MULTIPLICATION X}", "align": "left", "dx": 3},
        "encoding": {"x": time_axis("until")},
    }
