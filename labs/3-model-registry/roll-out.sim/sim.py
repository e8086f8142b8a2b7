"""What does a bad version cost by the way it is rolled out, and what does a small canary see?"""

from fractions import Fraction

from expectation import (
    customers_taken,
    exact,
    hours_exposed,
    hours_until_it_shows,
    loss,
    payments,
    percent,
    sample_size,
    wanted_size,
)
from picture import chart
from wording import euros, hours, in_hours, in_percent, share_text

# Who gets the version, after how many hours somebody notices, and how that is called.
ROLL_OUTS = [
    (100, 72, "to everybody, noticed after 3 days"),
    (100, 24, "to everybody, noticed after a day"),
    (100, 2, "to everybody, an alarm after 2 hours"),
    (5, 2, "canary of 5 %, an alarm after 2 hours"),
    (5, Fraction(1, 2), "canary of 5 %, rolled back by itself after 30 minutes"),
    (0, 0, "in shadow only"),
]
SHARES = (1, 2, 5, 10, 25, 50)
RISES = ((2, 3), (1, 2), (Fraction("0.1"), Fraction("0.2")))


def initial(params):
    """There is nothing to remember: the view follows from the sliders alone."""
    return {}


def act(state, action, params):
    return state


def view(state, params):
    share, noticed_after = percent(params["share"]), exact(params["detect"])
    return [
        loss_sentence(params, share, noticed_after),
        loss_table(params, share, noticed_after),
        size_sentence(params, share),
        chart(params, share, noticed_after),
        share_table(params, share),
        size_table(params),
    ]


# --- What it costs until somebody notices. ---


def loss_sentence(params, share, noticed_after):
    exposed = hours_exposed(params, noticed_after)
    if share == 0:
        text = "In shadow nobody gets the new version's answers: it **costs nothing**."
        return {"type": "text", "text": text}
    undone = f"Undone after {in_hours(exposed)}, the new version"
    result = costs(loss(params, share, exposed), mark="**")
    if share == 1:
        return {"type": "text", "text": f"Everybody gets the new version. {undone} {result}."}
    whom = (
        f"A canary of {share_text(share)} takes {customers_taken(share)} of 1,000 customers, "
        "always the same ones."
    )
    instead = f"given to everybody, it {costs(loss(params, 1, exposed))}"
    return {"type": "text", "text": f"{whom} {undone} {result}; {instead}."}


def costs(lost, mark=""):
    verb = "saves" if lost < 0 else "costs"
    return f"{verb} {mark}{euros(abs(lost))} euros{mark}"


def loss_table(params, share, noticed_after):
    known = [(percent(each), Fraction(late), name) for each, late, name in ROLL_OUTS]
    yours = (share, noticed_after, f"yours: {share_text(share)}, noticed after {hours_of(params)}")
    return {
        "type": "table",
        "caption": "What the new version costs, by the way it is rolled out",
        "columns": columns("roll-out", "share, %", "hours", "expected loss, euros"),
        "rows": [loss_row(params, *each) for each in (*known, yours)],
        "current": len(known),
    }


def hours_of(params):
    return in_hours(exact(params["detect"]))


def loss_row(params, share, noticed_after, name):
    exposed = hours_exposed(params, noticed_after)
    lost = euros(loss(params, share, exposed))
    return [name, in_percent(share), hours(exposed) if share else "any", lost]


# --- What a canary sees, and when. ---


def size_sentence(params, share):
    size, shown = wanted_size(params), hours_until_it_shows(params, share)
    rise = f"{params['alarming']:g} % errors from {params['today']:g} %"
    if size is None:
        text = f"There is **no rise to look for**: choose more than {params['today']:g} % errors."
        return {"type": "text", "text": text, "tone": "bad"}
    text = f"To tell {rise}, each side needs **{requests(size)}**. "
    if shown is None:
        missing = "gets an answer of the new version" if share == 0 else "is left with the old one"
        return {"type": "text", "text": f"{text}That never happens: nobody {missing}."}
    lost = loss(params, share, hours_exposed(params, shown))
    return {
        "type": "text",
        "text": (
            f"{text}With {share_text(share)} both have them after {in_hours(shown)}; undone "
            f"then, the new version {costs(lost)}."
        ),
    }


def requests(number):
    return "1 request" if number == 1 else f"{number:,} requests"


def share_table(params, share):
    shown = sorted({*map(percent, SHARES), share})
    return {
        "type": "table",
        "caption": "How long until the rise shows, and what it has cost when it is undone",
        "columns": columns("canary, %", "requests a day", "hours until it shows", "lost, euros"),
        "rows": [share_row(params, each) for each in shown],
        "current": shown.index(share),
    }


def share_row(params, share):
    each_day = f"{int(payments(params) * share):,}"
    until = hours_until_it_shows(params, share)
    if until is None:
        lost = "0" if share == 0 else "no end"
        return [in_percent(share), each_day, {"text": "never", "tone": "bad"}, lost]
    lost = euros(loss(params, share, hours_exposed(params, until)))
    return [in_percent(share), each_day, hours(until), lost]


def size_table(params):
    yours = percent(params["today"]), percent(params["alarming"])
    rises = sorted({*((percent(p), percent(q)) for p, q in RISES), yours})
    return {
        "type": "table",
        "caption": "Requests that each side needs (95 %, power 80 %)",
        "columns": columns("errors of today, %", "worth an alarm, %", "requests on each side"),
        "rows": [[in_percent(p), in_percent(q), size_cell(sample_size(p, q))] for p, q in rises],
        "current": rises.index(yours),
    }


def size_cell(size):
    return {"text": "no rise", "tone": "bad"} if size is None else f"{size:,}"


def columns(first, *numbers):
    right = [{"label": label, "align": "right"} for label in numbers]
    return [{"label": first, "align": "left"}, *right]
