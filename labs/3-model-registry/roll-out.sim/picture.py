"""How does what is lost grow, for everybody and in a canary, until it is rolled back?"""

from expectation import hours_exposed, hours_until_it_shows, loss
from wording import euros, in_hours, share_text

EVERYBODY = {"color": "var(--mlp-soft)", "strokeDash": [6, 4]}
CANARY = {"color": "var(--mlp-accent)"}


def chart(params, share, noticed_after):
    """Two straight lines from the release on; each ends where that roll-out is undone."""
    noticed = hours_exposed(params, noticed_after)
    shown = hours_until_it_shows(params, share)
    last = noticed if shown is None else hours_exposed(params, shown)
    everybody = end(params, 1, noticed, "everybody")
    canary = end(params, share, last, share_text(share))
    across = max(noticed, last) * 21 / 20
    return {
        "type": "chart",
        "alt": describe(everybody, canary),
        "spec": {
            "width": 560,
            "height": 220,
            "encoding": {
                "x": axis("hours", "hours since the release", [0, float(across)], grid=False),
                "y": axis("euros", "lost so far, euros", room(everybody, canary), gridDash=[2, 4]),
            },
            "layer": [
                *line(everybody, across, EVERYBODY),
                # For everybody, the two are one and the same line.
                *(line(canary, across, CANARY) if share < 1 else []),
            ],
        },
    }


def end(params, share, hours, name):
    """Where a roll-out is undone, with its name and what it has cost."""
    lost = loss(params, share, hours)
    return {
        "hours": float(hours),
        "euros": round(float(lost), 2),
        "label": f"{name}: {euros(lost)}",
        "told": f"{name}, {euros(lost)} euros after {in_hours(hours)}",
    }


def line(point, across, look):
    """The line with its end as a dot, and beside the dot what it stands for."""
    at_the_right = point["hours"] > across * 3 / 5
    words = {"type": "text", "color": look["color"], "fontWeight": 650, "dy": -10}
    words |= {"align": "right", "dx": -4} if at_the_right else {"align": "left", "dx": 8}
    start = {"hours": 0, "euros": 0}
    return [
        {"data": {"values": [start, point]}, "mark": {"type": "line", **look}},
        {
            "data": {"values": [point]},
            "mark": {
                "type": "point",
                "color": look["color"],
                "filled": True,
                "size": 80,
                "opacity": 1,
            },
        },
        {
            "data": {"values": [point]},
            "mark": words,
            "encoding": {"text": {"field": "label"}},
        },
    ]


def room(everybody, canary):
    """From the lowest to the highest euro, with space for the words above."""
    low = min(0, everybody["euros"], canary["euros"])
    high = max(0, everybody["euros"], canary["euros"])
    space = max((high - low) * 0.18, 1)
    return [low, high + space]


def axis(field, title, domain, **look):
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": domain, "nice": False},
        "axis": {"tickCount": 5, "domain": False, "ticks": False, "format": ",d", **look},
    }


def describe(everybody, canary):
    return (
        "Two straight lines of what is lost since the release, each up to where it is undone: "
        f"{everybody['told']}; {canary['told']}."
    )
