"""The laws of the feature store, for any rows in any order.

The first is the one that matters: what is served at a moment is what a training set has for it.
Times lie on a coarse grid, so that ties, boundaries, late data and expiry meet often.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from timeline import FEATURES, Row, at, online, row, store_of, view_of

from mlplat_core import FeatureStore, FeatureView

HOURS = range(-1, 12)
STEPS = st.integers(0, 9)
USERS = ("u1", "u2")
ROWS = st.lists(
    st.builds(row, STEPS, st.none() | st.integers(0, 5), STEPS, st.sampled_from(USERS)),
    max_size=24,
)
VIEWS = st.builds(
    view_of, st.none() | st.integers(1, 6), st.sampled_from(["inclusive", "exclusive"])
)
ASKED = [
    {"user_id": user, "event_timestamp": at(hour)} for user in (*USERS, "u3") for hour in HOURS
]
MOMENTS = [(entry["user_id"], entry["event_timestamp"]) for entry in ASKED]
Answers = list[tuple[Any, str]]


def history(store: FeatureStore) -> Answers:
    """What a training set has for every user and hour."""
    result = store.get_historical_features(ASKED, FEATURES[:1])
    pairs = zip(result.rows, result.statuses, strict=True)
    return [(found["count"], str(status["count"])) for found, status in pairs]


def served(store: FeatureStore) -> Answers:
    """What is served to every user at every hour."""
    return [online(store, hour, user) for user in (*USERS, "u3") for hour in HOURS]


@settings(max_examples=400, deadline=None)
@given(VIEWS, ROWS)
def test_what_is_served_is_what_is_trained_on(view: FeatureView, rows: list[Row]) -> None:
    """At every moment the online value and status are those of the point-in-time join."""
    store = store_of(view)
    for each in rows:
        store.push("stats", [each])

    assert served(store) == history(store)


@settings(max_examples=250, deadline=None)
@given(VIEWS, ROWS)
def test_replaying_the_log_to_a_moment_serves_what_was_served_then(
    view: FeatureView, rows: list[Row]
) -> None:
    """A store that has only what was known at t serves at t what the whole log says about t.

    Only a key that nobody had heard of by then is NOT_FOUND in the one and NOT_YET in the other:
    the status may say that there is a future, the value never does.
    """
    whole = store_of(view)
    whole.push("stats", rows)
    expected = dict(zip(MOMENTS, history(whole), strict=True))

    for hour in HOURS:
        replayed = store_of(view, hours=hour)
        replayed.push("stats", [each for each in rows if each["created_timestamp"] <= at(hour)])
        for user in USERS:
            answer = online(replayed, hour, user)
            then = expected[user, at(hour)]
            assert answer == then or (answer[1], then[1]) == ("NOT_FOUND", "NOT_YET")


@settings(max_examples=30, deadline=None)
@given(VIEWS, ROWS)
def test_a_file_answers_like_memory(view: FeatureView, rows: list[Row]) -> None:
    """Both storages give every answer alike, online and offline."""
    memory, file = store_of(view), store_of(view, path=Path(":memory:"))
    for store in (memory, file):
        for start in range(0, len(rows), 5):
            store.push("stats", rows[start : start + 5])

    assert (served(file), history(file)) == (served(memory), history(memory))
    file.close()


RUNS = st.lists(st.tuples(ROWS, st.integers(0, 12)), min_size=1, max_size=4)


@settings(max_examples=300, deadline=None)
@given(VIEWS, RUNS)
def test_incremental_runs_equal_one_full_materialization(
    view: FeatureView, runs: list[tuple[list[Row], int]]
) -> None:
    """Rows that arrive late, early or out of order between runs are all served in the end."""
    stepwise, at_once = store_of(view), store_of(view)
    for rows, end in runs:
        for store in (stepwise, at_once):
            store.push("stats", rows, to="offline")
        stepwise.materialize_incremental(at(end))
    at_once.materialize(at(-1), at(max(end for _, end in runs)))

    assert served(stepwise) == served(at_once)


@settings(max_examples=200, deadline=None)
@given(VIEWS, ROWS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_matters_only_for_full_ties(
    view: FeatureView, rows: list[Row], rng: random.Random
) -> None:
    """Rows that differ in key or in one of their times may be pushed in any order."""
    times = [(r["user_id"], r["event_timestamp"], r["created_timestamp"]) for r in rows]
    distinct = [each for n, each in enumerate(rows) if times[n] not in times[:n]]
    forwards, shuffled = store_of(view), store_of(view)

    forwards.push("stats", distinct)
    for each in rng.sample(distinct, len(distinct)):
        shuffled.push("stats", [each])

    assert served(shuffled) == served(forwards)
    assert history(shuffled) == history(forwards)


@settings(max_examples=150, deadline=None)
@given(VIEWS, ROWS, st.randoms(use_true_random=False))
def test_given_the_sequence_the_order_of_materialization_does_not_matter(
    view: FeatureView, rows: list[Row], rng: random.Random
) -> None:
    """Hour by hour in any order, with repetitions, serves what one run serves."""
    pieces, at_once = store_of(view), store_of(view)
    for store in (pieces, at_once):
        store.push("stats", rows, to="offline")

    for hour in [*rng.sample(range(10), 10), *rng.choices(range(10), k=3)]:
        pieces.materialize(at(hour), at(hour))
    at_once.materialize(at(0), at(9))

    assert served(pieces) == served(at_once)


@settings(max_examples=200, deadline=None)
@given(VIEWS, ROWS, st.builds(row, STEPS, st.just(99), STEPS, st.sampled_from(USERS)))
def test_what_is_learnt_later_changes_nothing(
    view: FeatureView, rows: list[Row], extra: Row
) -> None:
    """A row that happened or became known after t leaves the value served at t alone."""
    store = store_of(view)
    store.push("stats", rows)
    before = served(store)

    store.push("stats", [extra])

    known = max(extra["event_timestamp"], extra["created_timestamp"])
    for asked, was, now in zip(ASKED, before, served(store), strict=True):
        if known > asked["event_timestamp"] or extra["user_id"] != asked["user_id"]:
            assert now == was or (was[1], now) == ("NOT_FOUND", (None, "NOT_YET"))


@settings(max_examples=100, deadline=None)
@given(VIEWS, ROWS)
def test_a_stream_that_delivers_twice_changes_nothing(view: FeatureView, rows: list[Row]) -> None:
    """Every row that comes again at once is recognised, and the answers stay as they were."""
    store = store_of(view)
    for each in rows:
        store.push("stats", [each])
        assert store.push("stats", [each]).unchanged == 1
    once = store_of(view)
    for each in rows:
        once.push("stats", [each])

    assert (served(store), history(store)) == (served(once), history(once))


@settings(max_examples=200, deadline=None)
@given(VIEWS, ROWS, st.sampled_from(USERS), st.integers(-1, 11))
def test_an_explanation_names_the_row_that_answers(
    view: FeatureView, rows: list[Row], user: str, hour: int
) -> None:
    """Its winner and status are those of the join, and every row of the key has one verdict."""
    store = store_of(view)
    store.push("stats", rows)

    explained = store.explain("stats", {"user_id": user, "event_timestamp": at(hour)})

    value, status = online(store, hour, user)
    winner = explained.winner
    if winner is None:
        assert status == explained.status
    else:
        assert (explained.status, winner.values.get("count")) == ("PRESENT", value)
    assert [c.verdict for c in explained.candidates].count("WON") == (winner is not None)
    ranks = [(c.event_timestamp, c.created_timestamp, c.sequence) for c in explained.candidates]
    assert ranks == sorted(ranks, reverse=True)
