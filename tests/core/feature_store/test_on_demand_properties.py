"""The laws of on-demand views: they add nothing but their function to what the store knows."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from events import event, events_view, window
from hypothesis import given, settings
from hypothesis import strategies as st
from on_demand_views import compare, comparing
from timeline import Row, at, row, store_of

from mlplat_core import FeatureStore
from mlplat_core.feature_store.dtypes import to_stored

STEPS = st.integers(0, 9)
USERS = st.sampled_from(["u1", "u2"])
SNAPSHOTS = st.lists(
    st.builds(row, STEPS, st.none() | st.integers(0, 5), STEPS, USERS), max_size=12
)
EVENTS = st.lists(st.builds(event, STEPS, st.just(1.0), STEPS, USERS), max_size=12)
AMOUNTS = st.lists(
    st.none() | st.integers(-5, 5) | st.floats(allow_nan=True), min_size=3, max_size=3
)
ASKED = [(user, hour) for user in ("u1", "u2", "u3") for hour in range(-1, 12)]
SOURCES = ["stats:count", "txns:events_3h"]
FEATURES = ["compared:busy", "stats:count", "compared:ratio", "compared:known"]
NAMES = ["busy", "count", "ratio", "known"]


def store_with(snapshots: list[Row], events: list[Row], path: Path | None = None) -> FeatureStore:
    """A store that knows both views and the on-demand view over them."""
    store = store_of(path=path)
    store.apply([comparing(), events_view([window("events_3h", None, "count", 3)])])
    store.push("stats", snapshots)
    store.push("txns", events)
    return store


def trained(store: FeatureStore, amounts: list[Any]) -> list[tuple[Row, Any]]:
    """Features and statuses of every user and hour in a training set."""
    asked = [
        {"user_id": user, "event_timestamp": at(hour), "amount": amounts[hour % 3]}
        for user, hour in ASKED
    ]
    found = store.get_historical_features(asked, FEATURES)
    return [
        ({name: each[name] for name in NAMES}, status)
        for each, status in zip(found.rows, found.statuses, strict=True)
    ]


def served(store: FeatureStore, amounts: list[Any]) -> list[tuple[Row, Any]]:
    """Features and statuses of every user and hour online."""
    answers = []
    for user, hour in ASKED:
        asked = {"user_id": user, "amount": amounts[hour % 3]}
        found = store.get_online_features(FEATURES, [asked], now=at(hour))
        answers.append(({name: found.rows[0][name] for name in NAMES}, found.statuses[0]))
    return answers


@settings(max_examples=150, deadline=None)
@given(SNAPSHOTS, EVENTS, AMOUNTS)
def test_what_is_computed_for_serving_is_what_is_computed_for_training(
    snapshots: list[Row], events: list[Row], amounts: list[Any]
) -> None:
    """At every moment, for every request, and as the function says of the sources alone."""
    store = store_with(snapshots, events)

    training = trained(store, amounts)

    assert served(store, amounts) == training
    for (user, hour), (values, statuses) in zip(ASKED, training, strict=True):
        asked = {"user_id": user, "event_timestamp": at(hour)}
        inputs = store.get_historical_features([asked], SOURCES).rows[0]
        inputs["amount"] = to_stored("float64", amounts[hour % 3])
        expected = {**compare(inputs), "count": inputs["count"]}
        expected["ratio"] = to_stored("float64", expected["ratio"])
        assert values == expected
        for name in ("busy", "ratio", "known"):
            assert statuses[name] == ("NULL_VALUE" if values[name] is None else "PRESENT")


@settings(max_examples=20, deadline=None)
@given(SNAPSHOTS, EVENTS, AMOUNTS)
def test_a_file_computes_like_memory(
    snapshots: list[Row], events: list[Row], amounts: list[Any]
) -> None:
    """Both storages give every answer alike, on both sides."""
    memory, file = store_with(snapshots, events), store_with(snapshots, events, Path(":memory:"))

    assert trained(file, amounts) == trained(memory, amounts)
    assert served(file, amounts) == served(memory, amounts)
    file.close()


@settings(max_examples=80, deadline=None)
@given(SNAPSHOTS, EVENTS, AMOUNTS, st.integers(0, 9), st.integers(0, 9))
def test_what_is_learnt_later_changes_nothing(
    snapshots: list[Row], events: list[Row], amounts: list[Any], hour: int, known: int
) -> None:
    """A row and an event that come later leave what was computed before them alone."""
    store = store_with(snapshots, events)
    before = served(store, amounts)

    store.push("stats", [row(hour, 99, created=known)])
    store.push("txns", [event(hour, 99.0, created=known)])

    for (user, moment), was, now in zip(ASKED, before, served(store, amounts), strict=True):
        if user != "u1" or moment < max(hour, known):
            assert now[0] == was[0]


RUNS = st.lists(st.tuples(SNAPSHOTS, EVENTS, st.integers(0, 12)), min_size=1, max_size=4)


@settings(max_examples=80, deadline=None)
@given(RUNS, AMOUNTS)
def test_incremental_runs_compute_what_one_full_materialization_computes(
    runs: list[tuple[list[Row], list[Row], int]], amounts: list[Any]
) -> None:
    """From snapshots that came late or early; events need no run, so they come on top of any."""
    stepwise, at_once = store_with([], []), store_with([], [])
    for snapshots, events, end in runs:
        for store in (stepwise, at_once):
            store.push("stats", snapshots, to="offline")
            store.push("txns", events, to="offline")
        stepwise.materialize_incremental(at(end))
    at_once.materialize(at(-1), at(max(end for _, _, end in runs)))

    assert served(stepwise, amounts) == served(at_once, amounts)


@settings(max_examples=60, deadline=None)
@given(SNAPSHOTS, EVENTS, AMOUNTS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    snapshots: list[Row], events: list[Row], amounts: list[Any], rng: random.Random
) -> None:
    """Of rows that differ in key or in one of their times."""
    times = [(r["user_id"], r["event_timestamp"], r["created_timestamp"]) for r in snapshots]
    distinct = [each for n, each in enumerate(snapshots) if times[n] not in times[:n]]

    forwards = store_with(distinct, events)
    shuffled = store_with(rng.sample(distinct, len(distinct)), rng.sample(events, len(events)))

    assert served(shuffled, amounts) == served(forwards, amounts)
    assert trained(shuffled, amounts) == trained(forwards, amounts)
