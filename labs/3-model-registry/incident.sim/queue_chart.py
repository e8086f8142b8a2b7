"""How many payments wait at the review desk, as a line beside the one of a usual afternoon?"""

from review_desk import waiting
from shift import NOTHING_PUSHED
from words import clock

EVERY = 2  # minutes between two points
MOST = 60  # payments, the end of the axis
APART = 8  # payments, the height of a name
NOW, USUAL = "this afternoon", "without the push"


def chart(deployed, until):
    """Every round has the same layers, so that the page redraws nothing but what changed."""
    minutes = range(0, until + 1, EVERY)
    lines = {NOW: waiting(deployed, minutes), USUAL: waiting(NOTHING_PUSHED, minutes)}
    changes = [minute for minute, _ in deployed[1:] if minute <= until]
    rows = [*points(lines, minutes), *names(lines, until), *marks(changes)]
    layers = [
        line(NOW, "var(--mlp-accent)", [1, 0]),
        line(USUAL, "var(--mlp-soft)", [5, 4]),
        labels(),
        changes_marked(),
    ]
    return {
        "type": "chart",
        "alt": told(lines, until, changes),
        "spec": {
            "title": heading(),
            "width": 460,
            "height": 190,
            "data": {"values": rows},
            "encoding": {"x": minute_axis()},
            "layer": layers,
        },
    }


def points(lines, minutes):
    return [
        {"what": name, "minute": minute, "waiting": number}
        for name, numbers in lines.items()
        for minute, number in zip(minutes, numbers)
    ]


def marks(changes):
    return [{"what": "change", "minute": minute} for minute in changes]


def told(lines, until, changes):
    now, usual = (numbers[-1] for numbers in lines.values())
    marked = f" The model was changed at {', '.join(map(clock, changes))}." if changes else ""
    return (
        f"Lines of how many payments wait at the desk from 14:00 to {clock(until)}: {now} in the "
        f"end, at most {max(lines[NOW])}; without the push {usual}, at most {max(lines[USUAL])}."
        f"{marked}"
    )


def names(lines, until):
    """Each line's name at its end; where they end close together, the names keep apart."""
    low, high = sorted(lines, key=lambda name: lines[name][-1])
    at_low = max(lines[low][-1], APART / 4)
    at_high = max(lines[high][-1], at_low + APART)
    return [
        {"what": "name", "minute": until, "waiting": height, "name": name}
        for name, height in ((low, at_low), (high, at_high))
    ]


def heading():
    """What is counted, above the picture: beside the axis a phone has no room for it."""
    look = {"color": "var(--mlp-soft)", "fontSize": 13, "fontWeight": "normal"}
    return {"text": "payments waiting at the desk", "anchor": "start", "offset": 14, **look}


def minute_axis():
    return {
        "field": "minute",
        "type": "quantitative",
        "title": None,
        # Room to the right of 18:10 for the names at the end of the lines.
        "scale": {"domain": [0, 360], "nice": False},
        "axis": {
            "values": [0, 60, 120, 180, 240],
            "labelExpr": "(14 + datum.value / 60) + ':00'",
            "grid": False,
        },
    }


def waiting_axis():
    return {
        "field": "waiting",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, MOST]},
        "axis": {"values": [0, 20, 40, 60], "domain": False, "ticks": False, "gridDash": [2, 4]},
    }


def line(name, colour, dash):
    return {
        "transform": [{"filter": {"field": "what", "equal": name}}],
        "mark": {"type": "line", "color": colour, "strokeDash": dash},
        "encoding": {"y": waiting_axis()},
    }


def labels():
    return {
        "transform": [{"filter": {"field": "what", "equal": "name"}}],
        "mark": {"type": "text", "align": "left", "dx": 6},
        "encoding": {"y": waiting_axis(), "text": {"field": "name"}},
    }


def changes_marked():
    """Where the learner changed what runs."""
    return {
        "transform": [{"filter": {"field": "what", "equal": "change"}}],
        "mark": {"type": "rule", "color": "var(--mlp-soft)", "strokeDash": [2, 3]},
    }
