import random
from datetime import UTC, datetime, timedelta

from labkit.asking import EntryPoint, expect
from labkit.differential import expect_agreement, pick
from mlplat_core import Entity, FeatureStore, FeatureView, Field, WindowAggregation


def describe_shape(yours, wanted):
    """What to say about something that is no number of events."""
    if isinstance(yours, list | set | tuple | dict):
        return "count_last returns how many there are, not the events themselves: take len()."
    return ""


PARAMETERS = ("events", "now", "window")
COUNT_LAST = EntryPoint("count_last", PARAMETERS, "the number of events", describe_shape)


def event(name, ts):
    return {"id": name, "ts": ts}


# The events of the task; the starter has the same ones.
EVENTS = [
    event("a", 10),
    event("b", 250),
    event("c", 290),
    event("b", 250),
    event("d", 310),
]


def count(events, now=310, window=300):
    return COUNT_LAST.call(events, now=now, window=window)


# --- The checks, from the basic mistake to the subtle one. ---


def check_counts_inside(learner):
    """Counts what happened in the last window"""
    three = [event("a", 100), event("b", 250), event("c", 305)]

    def why(yours):
        if yours == 1:
            return (
                "At a bucket's edge your window forgets what happened a minute ago: 250 lies only "
                "60 seconds before 310. The window has to slide along with now."
            )
        return "All three events lie within the 300 seconds before 310."

    expect(learner, count(three), 3, why)
    old = [event("z", 5), *three]
    expect(
        learner,
        count(old),
        3,
        "The event at 5 is 305 seconds old, longer ago than the window reaches.",
    )


def check_left_edge_closed(learner):
    """Counts an event exactly one window ago"""
    why = (
        "An event exactly one window ago still counts: now - window <= ts. It is a convention, "
        "and training and serving must share it."
    )
    expect(learner, count([event("a", 10), event("b", 250)]), 2, why)


def check_right_edge_open(learner):
    """Leaves out an event at this very moment"""
    why = (
        "You counted the event at now. That is the payment you are about to score: counted in, "
        "it hands the model a piece of its own answer. ts < now."
    )
    expect(learner, count([event("b", 250), event("d", 310)]), 1, why)


def check_no_future_events(learner):
    """Leaves out events from the future"""
    why = (
        "You counted an event after now. Replayed for training, the table holds it; at the "
        "checkout it has not happened yet."
    )
    expect(learner, count([event("b", 250), event("e", 311), event("f", 400)]), 1, why)


def check_duplicates_once(learner):
    """Counts an event once, however often it is delivered"""
    retried = [event("b", 250), event("c", 290), event("b", 250)]
    why = (
        "Event b was delivered twice, because a stream repeats what it is not sure of. It is "
        "still one payment."
    )
    expect(learner, count(retried), 2, why)
    same_second = [event("b", 250), event("c", 250)]
    why = "Two payments in one second are two events. The id tells them apart, not the time."
    expect(learner, count(same_second), 2, why)


def check_unordered(learner):
    """Does not depend on the order of events"""
    why = "Events arrive in no particular order, so an old or a new one is no reason to stop."
    for late in (
        [event("b", 250), event("a", 5), event("c", 290)],
        [event("b", 250), event("d", 310), event("c", 290)],
    ):
        expect(learner, count(late), 2, why)
    expect(
        learner,
        count(EVENTS[::-1]),
        3,
        "These are the events of the task from the last to the first: still a, b and c.",
    )


def check_empty(learner):
    """Answers 0 where nothing happened"""
    why = "A card without payments made 0 of them. That is a fact, and no error: answer 0."

    def expect_nothing(events):
        expect(learner, COUNT_OR_NONE.call(events, now=310, window=300), 0, why, when_raising=why)

    expect_nothing([])
    expect_nothing([event("d", 310)])


# Nothing, too, is an answer here, and a wrong one.
COUNT_OR_NONE = EntryPoint("count_last", PARAMETERS, "0 where nothing happened", describe_shape)


def check_agrees_with_the_platform(learner):
    """Agrees with the platform on 300 seeded cases"""
    rng = random.Random(23)
    expect_agreement(
        learner,
        [crowded_minutes(rng) for _ in range(300)],
        platform_count,
        named="the platform",
        leave_out={"events": 0},
    )


def crowded_minutes(rng):
    """Events on the edges, in the future and delivered twice are frequent."""
    now, window = pick(rng, range(4, 12)), pick(rng, (1, 3, 5, 8, 12))
    times = {}
    events = []
    for _ in range(pick(rng, range(9))):
        name = pick(rng, "abcdefg")
        ts = times.setdefault(name, pick(rng, (max(0, now - window), now, *range(14))))
        events.append(event(name, ts))
    return count(events, now, window)


def platform_count(events, now, window):
    """What a feature of mlplat_core says: seconds become real moments, the id a column."""
    last = WindowAggregation("last", None, "count", timedelta(seconds=window))
    card = Entity("card", join_keys=["card"])
    store = FeatureStore(clock=lambda: at(1000))
    store.apply(FeatureView("payments", [card], [Field("id", str)], aggregations=[last]))
    # The platform answers null for a card it never heard of; ours has paid before.
    rows = [
        {
            "card": "c1",
            "id": each["id"],
            "event_timestamp": at(each["ts"]),
            "created_timestamp": at(each["ts"]),
        }
        for each in [event("long ago", -1000), *events]
    ]
    store.push("payments", rows)
    answer = store.get_online_features(["payments:last"], [{"card": "c1"}], now=at(now))
    return answer.rows[0]["last"]


def at(seconds):
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
