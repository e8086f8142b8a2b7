"""Which bursts of fraud does a feature show in time, and how many writes does that cost?

The ten bursts go through a real feature store. On every event, a read asks for the window of the
last day; otherwise a job asks for it at every refresh, publishes the answer, and reads get that.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from mlplat_core import Entity, FeatureStore, FeatureView, Field, WindowAggregation

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60

REFRESH_S = {
    "every 24 hours": DAY,
    "every hour": HOUR,
    "every minute": MINUTE,
    "on every event": None,
}
MIDNIGHT = datetime(2026, 3, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Burst:
    """What one stolen card does: payments at equal distances, the first at `start`."""

    card: str
    start: int
    seconds: int
    payments: int

    def times(self):
        gaps = self.payments - 1
        return [self.start + self.seconds * number // gaps for number in range(self.payments)]


# Start (hour, minute, second) and length in seconds, from a script's haste to a patient thief.
BURSTS = [
    Burst(f"card {number}", hour * HOUR + minute * MINUTE + second, length, payments)
    for number, (hour, minute, second, length, payments) in enumerate(
        [
            (14, 20, 10, 40, 12),
            (3, 12, 40, 3 * MINUTE, 10),
            (11, 5, 15, 7 * MINUTE, 14),
            (20, 40, 30, 12 * MINUTE, 11),
            (9, 18, 20, 25 * MINUTE, 16),
            (15, 35, 5, 50 * MINUTE, 12),
            (1, 25, 50, 95 * MINUTE, 10),
            (12, 10, 0, 4 * HOUR, 15),
            (6, 45, 30, 15 * HOUR, 13),
            (16, 30, 20, 30 * HOUR, 14),
        ],
        1,
    )
]


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


# --- What the payments of each burst were served. ---


@lru_cache
def counts_read(refresh):
    """For each burst, what an online read said at each of its payments; once per choice.

    The choices share nothing but the bursts, so the slowest is worth remembering.
    """
    interval = REFRESH_S[refresh]
    return tuple(tuple(serve(burst, interval)) for burst in BURSTS)


def serve(burst, interval):
    store = new_store()
    counts = []
    published = None
    for second in burst.times():
        asked = [{"card": burst.card}]
        if interval is None:
            answer = store.get_online_features(["payments:last_day"], asked, now=at(second))
            counts.append(answer.rows[0]["last_day"] or 0)
        else:
            # A job that found nothing new since its last run writes nothing.
            due = second // interval * interval
            if counts and due != published:
                publish(store, burst.card, due)
                published = due
            answer = store.get_online_features(["published:count"], asked, now=at(second))
            counts.append(answer.rows[0]["count"] or 0)
        store.push("payments", [{"card": burst.card, **known_at(second)}])
    return counts


def new_store():
    card = Entity("card", join_keys=["card"])
    last_day = WindowAggregation("last_day", None, "count", timedelta(days=1))
    # Two days later than the last payment: the store may be asked about any moment before.
    store = FeatureStore(clock=lambda: at(4 * DAY))
    store.apply(
        [
            FeatureView("payments", [card], [Field("shop", str)], aggregations=[last_day]),
            FeatureView("published", [card], [Field("count", int)], ttl=timedelta(days=2)),
        ]
    )
    return store


def publish(store, card, second):
    """One run of the job: the window as of that moment goes to the online store."""
    asked = [{"card": card, "event_timestamp": at(second)}]
    [row] = store.get_historical_features(asked, ["payments:last_day"]).rows
    published = {"card": card, "count": row["last_day"] or 0, **known_at(second)}
    store.push("published", [published], to="offline")
    store.materialize_incremental(at(second), feature_views=["published"])


def known_at(second):
    return {"event_timestamp": at(second), "created_timestamp": at(second)}


def at(second):
    return MIDNIGHT + timedelta(seconds=second)


def seen_at(counts, needed):
    """The number of the first payment that was served a count of at least `needed`, or None."""
    return next((number for number, count in enumerate(counts, 1) if count >= needed), None)


# --- What it costs. ---


def writes_a_day(refresh, params):
    """Writes to the online store: one for each event, or one for each card that has news."""
    events, cards = int(params["events"]) * 1000, int(params["cards"]) * 1000
    interval = REFRESH_S[refresh]
    if interval is None:
        return events
    runs = DAY // interval
    with_news = cards * (1 - (1 - 1 / cards) ** (events / runs))
    return min(events, runs * with_news)


def rounded(number):
    """Three digits are more than the formula is worth."""
    unit = 10 ** max(0, len(str(round(number))) - 3)
    return f"{round(number / unit) * unit:,}"


# --- The view. ---


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


def clock(second):
    return f"{second // HOUR:02}:{second % HOUR // MINUTE:02}"


def duration(seconds):
    if seconds < MINUTE:
        return f"{seconds} s"
    if seconds < 2 * HOUR:
        return f"{seconds // MINUTE} min"
    return f"{seconds // HOUR} h"


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
