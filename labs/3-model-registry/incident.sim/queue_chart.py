"""How many payments wait at the review desk, as a line beside the one of a usual afternoon?"""

from review_desk import waiting
from shift import NOTHING_PUSHED
from words import clock

EVERY = 2  # minutes between two points
MOST = 60  # payments, the end of the axis
APART = 8  # payments, the height of a name
NOW, USUAL = "this afternoon", "without the push"


def chart(deployed, until):
    minutes = range(0, until + 1, EVERY)
    lines = {NOW: waiting(deployed, minutes), USUAL: waiting(NOTHING_PUSHED, minutes)}
    values = [
        {"minute": minute, "waiting": number, "line": name}
        for name, numbers in lines.items()
        for minute, number in zip(minutes, numbers)
    ]
    changes = [minute for minute, _ in deployed[1:] if minute <= until]
    return {
        "type": "chart",
        "alt": told(lines, until, changes),
        "spec": {
            "width": 460,
            "height": 190,
            "layer": [
                line(values, NOW, "var(--mlp-accent)", []),
                line(values, USUAL, "var(--mlp-soft)", [5, 4]),
                names(lines, until),
                rules(changes),
            ],
        },
    }


def told(lines, until, changes):
    now, usual = (numbers[-1] for numbers in lines.values())
    marked = f" The model was changed at {', '.join(map(clock, changes))}." if changes else ""
    return (
        f"Lines of how many payments wait at the desk from 14:00 to {clock(until)}: {now} in the "
        f"end, at most {max(lines[NOW])}; without the push {usual}, at most {max(lines[USUAL])}."
        f"{marked}"
    )


def minute_axis():
    return {
        "field": "minute",
        "type": "quantitative",
        "title": None,
        # Room to the right of 18:10 for the words at the end of the lines.
        "scale": {"domain": [0, 340], "nice": False},
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
        "title": "payments waiting at the desk",
        "scale": {"domain": [0, MOST]},
        "axis": {"values": [0, 20, 40, 60], "domain": False, "ticks": False, "gridDash": [2, 4]},
    }


def line(values, name, colour, dash):
    return {
        "data": {"values": [each for each in values if each["line"] == name]},
        "mark": {"type": "line", "color": colour, "strokeDash": dash},
        "encoding": {"x": minute_axis(), "y": waiting_axis()},
    }


def names(lines, until):
    """Each line's name at its end; where they end close together, the names keep apart."""
    low, high = sorted(lines, key=lambda name: lines[name][-1])
    at_low = max(lines[low][-1], APART / 4)
    at_high = max(lines[high][-1], at_low + APART)
    ends = [
        {"minute": until, "waiting": height, "line": name}
        for name, height in ((low, at_low), (high, at_high))
    ]
    return {
        "data": {"values": ends},
        "mark": {"type": "text", "align": "left", "dx": 6},
        "encoding": {"x": minute_axis(), "y": waiting_axis(), "text": {"field": "line"}},
    }


def rules(changes):
    """Where the learner changed what runs."""
    return {
        "data": {"values": [{"minute": minute} for minute in changes]},
        "mark": {"type": "rule", "color": "var(--mlp-soft)", "strokeDash": [2, 3]},
        "encoding": {"x": minute_axis()},
    }
