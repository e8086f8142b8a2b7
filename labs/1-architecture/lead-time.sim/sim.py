"""From how many engineers on do several deploy lanes beat one, and what do calls cost?"""

from fractions import Fraction
from math import floor

DAY_MINUTES = 480
TABLE_ENGINEERS = (3, 5, 12, 14, 16, 20, 21, 30, 50, 100)
TABLE_CALLS = (1, 5, 20, 50)
CURVE_POINTS = 60
MONTH_MINUTES = 30 * 24 * 60
DASHED = {"color": "var(--mlp-soft)", "strokeDash": [6, 4]}
PLAIN = {"color": "var(--mlp-accent)"}


def initial(params):
    """There is nothing to remember: the view follows from the sliders alone."""
    return {}


def act(state, action, params):
    return state


def view(state, params):
    point = crossing_point(params)
    return [
        lead_time_sentence(params, point),
        chart(params, point),
        lead_time_table(params),
        availability_sentence(params),
        availability_table(params),
    ]


# --- The model. A lead time is in minutes, or None for a saturated lane. ---


def one_lane(params, engineers):
    """Lead time when all changes pass through one lane."""
    return queue(params, engineers)


def many_lanes(params, engineers):
    """Lead time when every service has a lane, and some changes cross a boundary."""
    queued = queue(params, engineers, lanes=int(params["services"]))
    return None if queued is None else queued + talking(params)


def queue(params, engineers, lanes=1):
    """The M/M/1 queue: the fewer changes a lane could do besides, the longer each takes."""
    done = DAY_MINUTES / exact(params["pipeline"])
    spare = done - engineers * exact(params["changes"]) / lanes
    return DAY_MINUTES / spare if spare > 0 else None


def talking(params):
    """What crossing boundaries adds to the average change; one service has none."""
    if int(params["services"]) == 1:
        return Fraction(0)
    return exact(params["crossing"]) / 100 * exact(params["coordination"])


def services_win(params, engineers):
    one, many = one_lane(params, engineers), many_lanes(params, engineers)
    return many is not None and (one is None or many < one)


def crossing_point(params):
    """The smallest number of engineers with which services are faster; None for one service.

    With two services or more there always is one: at the latest where one lane saturates.
    """
    if int(params["services"]) == 1:
        return None
    engineers = 1
    while not services_win(params, engineers):
        engineers += 1
    return engineers


def required_calls(params):
    depth = int(params["depth"])
    return depth - floor(depth * exact(params["optional"]) / 100 + Fraction(1, 2))


def available(params, calls):
    """Share of requests for which all the required calls answer."""
    return (exact(params["availability"]) / 100) ** calls


def exact(number):
    """A slider's value without the noise of binary fractions."""
    return Fraction(round(number * 1000), 1000)


# --- Sentences and tables. ---


def lead_time_sentence(params, point):
    engineers = int(params["engineers"])
    one, many = one_lane(params, engineers), many_lanes(params, engineers)
    who, lanes = f"With {people(engineers)}", services_in_words(params)
    if many is None:
        text = f"{who} **both ways are saturated**: every day more changes arrive than leave."
        return {"type": "text", "text": text, "tone": "bad"}
    if one is None:
        text = (
            f"{who} **one lane is saturated**: every day more changes arrive than leave. "
            f"Through {lanes} a change takes {tenths(many)} minutes."
        )
    else:
        text = (
            f"{who} a change takes {tenths(one)} minutes through one lane and {tenths(many)} "
            f"through {lanes}: **{verdict(one, many)}**."
        )
    outlook = "" if point is None else f"Services win from {people(point)} on."
    return {"type": "text", "text": f"{text} {outlook}".strip()}


def verdict(one, many):
    if one == many:
        return "it makes no difference"
    return "services are faster" if many < one else "one lane is faster"


def services_in_words(params):
    services = int(params["services"])
    return "one service" if services == 1 else f"{services} services"


def people(number):
    return "one engineer" if number == 1 else f"{number} engineers"


def lead_time_table(params):
    current = int(params["engineers"])
    shown = sorted({*TABLE_ENGINEERS, current})
    return {
        "type": "table",
        "caption": "Lead time of one change in minutes, by the number of engineers",
        "columns": columns("engineers", "one lane", services_in_words(params)),
        "rows": [
            [str(each), cell(one_lane(params, each)), cell(many_lanes(params, each))]
            for each in shown
        ],
        "current": shown.index(current),
    }


def columns(first, *numbers):
    right = [{"label": label, "align": "right"} for label in numbers]
    return [{"label": first, "align": "left"}, *right]


def cell(minutes):
    if minutes is None:
        return {"text": "saturated", "tone": "bad"}
    return tenths(minutes)


def availability_sentence(params):
    depth, required = int(params["depth"]), required_calls(params)
    calls = "one call" if depth == 1 else f"{depth} calls"
    if required == 0:
        text = f"A request makes {calls} and can do without: **no call can stop it**."
    else:
        needs = "needs every one" if required == depth else f"needs {required} of them"
        share = available(params, required)
        text = (
            f"A request makes {calls} and {needs}, so it succeeds in **{percent(share)} %** of "
            f"cases and fails for {failing(share)} a month."
        )
    return {"type": "text", "text": text}


def availability_table(params):
    required = required_calls(params)
    shown = sorted({*TABLE_CALLS, required})
    shares = [available(params, calls) for calls in shown]
    return {
        "type": "table",
        "caption": f"Required calls of {params['availability']:g} % each: all of them must answer",
        "columns": columns("required calls", "available, %", "failing, a month"),
        "rows": [
            [str(calls), percent(share), failing(share)]
            for calls, share in zip(shown, shares, strict=True)
        ],
        "current": shown.index(required),
    }


def percent(share):
    """Two decimals, so that 99.50 and 98.02 can be told apart."""
    hundredths = round_half_up(share * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def failing(share):
    minutes = (1 - share) * MONTH_MINUTES
    return f"{tenths(minutes / 60)} hours" if minutes >= 90 else f"{tenths(minutes)} minutes"


def tenths(number):
    rounded = round_half_up(number * 10)
    return f"{rounded // 10}.{rounded % 10}"


def round_half_up(number):
    return floor(number + Fraction(1, 2))


# --- The chart: two curves over the number of engineers, cut off where they leave it. ---


def chart(params, point):
    last = last_engineers(params, point)
    top = top_minutes(params, last)
    return {
        "type": "chart",
        "alt": describe(params, point, last),
        "spec": {
            "width": 560,
            "height": 220,
            "encoding": {
                "x": axis("engineers", "engineers", last, grid=False),
                "y": axis("minutes", "lead time, minutes", float(top), gridDash=[2, 4]),
            },
            "layer": [
                here(int(params["engineers"])),
                *line("one lane", curve(one_lane, params, last, top), DASHED),
                *line(services_in_words(params), curve(many_lanes, params, last, top), PLAIN),
            ],
        },
    }


def last_engineers(params, point):
    """The right end: the chosen number and the crossing point both have room."""
    return min(100, max(24, 2 * (point or 0), int(params["engineers"]) * 5 // 4))


def top_minutes(params, last):
    """The upper end: well above what services take, wherever they take a time at all."""
    times = [many_lanes(params, engineers) for engineers in (1, int(params["engineers"]), last)]
    known = [minutes for minutes in times if minutes is not None]
    return max(60, *(2 * minutes for minutes in known)) if known else Fraction(240)


def curve(lead_time, params, last, top):
    """Points from left to right, up to where the curve leaves the picture."""
    points = []
    for number in range(1, CURVE_POINTS + 1):
        engineers = Fraction(last * number, CURVE_POINTS)
        minutes = lead_time(params, engineers)
        if minutes is None or minutes > top:
            break
        points.append({"engineers": float(engineers), "minutes": round(float(minutes), 2)})
    return points


def line(name, points, look):
    """The curve, with its name above its end."""
    words = {"type": "text", "text": name, "color": look["color"], "fontWeight": 650}
    return [
        {"data": {"values": points}, "mark": {"type": "line", **look}},
        {
            "data": {"values": points[-1:]},
            "mark": {**words, "align": "right", "dx": -6, "dy": -8},
        },
    ]


def here(engineers):
    """A thin upright line at the chosen number of engineers."""
    return {
        "data": {"values": [{"engineers": engineers}]},
        "mark": {"type": "rule", "color": "var(--mlp-edge)"},
        "encoding": {"y": None},
    }


def axis(field, title, end, **look):
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, end], "nice": False},
        "axis": {"tickCount": 5, "domain": False, "ticks": False, "format": "d", **look},
    }


def describe(params, point, last):
    if point is None:
        return f"One curve of the lead time for up to {last} engineers: one service is one lane."
    return (
        f"Two curves of the lead time for up to {last} engineers: one lane is faster at first and "
        f"bends upwards; {services_in_words(params)} stay flat and win from {people(point)} on."
    )
