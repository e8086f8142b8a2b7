"""Which bursts of fraud does a feature show in time, and how many writes does that cost?

The ten bursts go through a real feature store. On every event, a read asks for the window of the
last day; otherwise a job asks for it at every refresh, publishes the answer, and reads get that.
"""

from bursts import BURSTS, DAY
from picture import chart
from served import REFRESH_S, counts_read, seen_at
from units import clock, duration, rounded


def initial(params):
    """There is nothing to remember: the view follows from the controls alone."""
    return {}


def act(state, action, params):
    return state


def view(state, params):
    refresh, needed = params["refresh"], int(params["needed"])
    caught = [seen_at(counts, needed) for counts in counts_read(refresh)]
    return [
        sentence(refresh, caught, params),
        chart(caught),
        comparison(refresh, params),
        burst_table(caught, needed),
    ]


def writes_a_day(refresh, params):
    """Writes to the online store: one for each event, or one for each card that has news."""
    events, cards = int(params["events"]) * 1000, int(params["cards"]) * 1000
    interval = REFRESH_S[refresh]
    if interval is None:
        return events
    runs = DAY // interval
    with_news = cards * (1 - (1 - 1 / cards) ** (events / runs))
    return min(events, runs * with_news)


def sentence(refresh, caught, params):
    seen = sum(number is not None for number in caught)
    told = "none of ten bursts is seen" if not seen else f"**{seen} of 10 bursts** are seen"
    if seen == 1:
        told = "**1 of 10 bursts** is seen"
    writes = rounded(writes_a_day(refresh, params))
    text = f"Refreshed {refresh}, {told} in time. It takes about **{writes} writes** a day."
    tone = "good" if seen >= 8 else "bad" if seen <= 2 else None
    return {"type": "text", "text": text, "tone": tone}


def comparison(refresh, params):
    rows = []
    for choice in REFRESH_S:
        caught = [seen_at(counts, int(params["needed"])) for counts in counts_read(choice)]
        seen = [burst for burst, number in zip(BURSTS, caught) if number is not None]
        shortest = duration(min(burst.seconds for burst in seen)) if seen else "none"
        writes = rounded(writes_a_day(choice, params))
        rows.append([choice, str(len(seen)), shortest, writes])
    return {
        "type": "table",
        "caption": "The four ways to refresh: bursts seen in time, and writes a day",
        "columns": [
            {"label": "refreshed", "align": "left"},
            {"label": "seen, of 10", "align": "right"},
            {"label": "shortest seen", "align": "right"},
            {"label": "writes a day", "align": "right"},
        ],
        "rows": rows,
        "current": list(REFRESH_S).index(refresh),
    }


def burst_table(caught, needed):
    rows = []
    for burst, number in zip(BURSTS, caught):
        if number is None:
            outcome = {"text": f"no, all {burst.payments} went through", "tone": "bad"}
        else:
            outcome = {"text": f"at payment {number} of {burst.payments}", "tone": "good"}
        rows.append([burst.card, clock(burst.start), duration(burst.seconds), outcome])
    return {
        "type": "table",
        "caption": f"The ten bursts, and when a read first said {needed} payments or more",
        "columns": [
            {"label": "burst", "align": "left"},
            {"label": "begins", "align": "right"},
            {"label": "lasts", "align": "right"},
            {"label": "seen", "align": "right"},
        ],
        "rows": rows,
    }
