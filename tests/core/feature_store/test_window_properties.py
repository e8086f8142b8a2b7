"""The laws of event windows, for any events in any order.

Times lie on a coarse grid, so that equal stamps, edges of windows and late events meet often.
"""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

from events import WINDOWS, brute_force, event, events_view, served, trained
from hypothesis import given, settings
from hypothesis import strategies as st
from timeline import Row, at, store_of

from mlplat_core import FeatureStore

HOURS = range(-1, 12)
STEPS = st.integers(0, 9)
USERS = ("u1", "u2")
# Sums of these depend on the order of additions, unless they are rounded only once.
AMOUNTS = st.none() | st.sampled_from([0.1, 0.2, 0.3, 1e16, -1e16, 3.0])
EVENTS = st.lists(
    st.builds(
        lambda row, items, shop: {**row, "items": items, "shop": shop},
        st.builds(event, STEPS, AMOUNTS, STEPS, st.sampled_from(USERS)),
        st.none() | st.integers(-3, 3),
        st.none() | st.sampled_from("ab"),
    ),
    max_size=20,
)
MOMENTS = [(hour, user) for user in (*USERS, "u3") for hour in HOURS]


def both_sides(store: FeatureStore) -> list[object]:
    """Every answer of the store, which must not depend on the side."""
    online = [served(store, *moment) for moment in MOMENTS]
    assert online == [trained(store, *moment) for moment in MOMENTS]
    return [*online]


def store_with(rows: list[Row], path: Path | None = None, hours: float = 100) -> FeatureStore:
    """A store to which the events were pushed one by one."""
    store = store_of(events_view(), path=path, hours=hours)
    for each in rows:
        store.push("txns", [each])
    return store


def without_ties(rows: list[Row]) -> list[Row]:
    """The first event of each user and pair of times: only `last` could tell the others apart."""
    first: dict[object, Row] = {}
    for each in rows:
        first.setdefault(
            (each["user_id"], each["event_timestamp"], each["created_timestamp"]), each
        )
    return list(first.values())


@settings(max_examples=150, deadline=None)
@given(EVENTS)
def test_both_sides_answer_as_the_definition_says(rows: list[Row]) -> None:
    """At every moment, online and in training: values, statuses and edges."""
    store = store_with(rows)

    for hour, user in MOMENTS:
        values, statuses = served(store, hour, user)
        assert (values, statuses) == trained(store, hour, user)
        expected = brute_force(rows, hour, user)
        if isinstance(expected, str):
            assert statuses == {expected}
        else:
            assert values == expected
            assert {type(value) for value in values.values()} == set(map(type, expected.values()))
            nulls = {"NULL_VALUE" if value is None else "PRESENT" for value in values.values()}
            assert statuses == nulls


@settings(max_examples=25, deadline=None)
@given(EVENTS)
def test_a_file_answers_like_memory(rows: list[Row]) -> None:
    """Both storages give every answer alike."""
    file = store_with(rows, Path(":memory:"))

    assert both_sides(file) == both_sides(store_with(rows))
    file.close()


@settings(max_examples=80, deadline=None)
@given(EVENTS)
def test_replaying_the_log_to_a_moment_serves_what_was_served_then(rows: list[Row]) -> None:
    """Only a key that nobody had heard of by then is NOT_FOUND in the one, NOT_YET in the other."""
    whole = store_with(rows)

    for hour in HOURS:
        known = [each for each in rows if each["created_timestamp"] <= at(hour)]
        replayed = store_with(known, hours=hour)
        for user in USERS:
            values, statuses = served(replayed, hour, user)
            then = trained(whole, hour, user)
            assert values == then[0]
            assert statuses == then[1] or (statuses, then[1]) == ({"NOT_FOUND"}, {"NOT_YET"})


@settings(max_examples=80, deadline=None)
@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(rows: list[Row], rng: random.Random) -> None:
    """Sums of floats included: what left a window, and what came when, leaves no trace."""
    distinct = without_ties(rows)

    shuffled = store_with(rng.sample(distinct, len(distinct)))

    assert both_sides(shuffled) == both_sides(store_with(distinct))


@settings(max_examples=80, deadline=None)
@given(EVENTS, st.builds(event, STEPS, st.just(1e9), STEPS, st.sampled_from(USERS)))
def test_what_is_learnt_later_changes_nothing(rows: list[Row], extra: Row) -> None:
    """An event at t or later, or known after t, leaves what was answered at t alone."""
    store = store_with(rows)
    before = [served(store, *moment) for moment in MOMENTS]

    store.push("txns", [extra])

    for (hour, user), was in zip(MOMENTS, before, strict=True):
        counts = extra["event_timestamp"] < at(hour) and extra["created_timestamp"] <= at(hour)
        if user != extra["user_id"] or not counts:
            now = served(store, hour, user)
            assert now == was or (was[1], now[1]) == ({"NOT_FOUND"}, {"NOT_YET"})


@settings(max_examples=60, deadline=None)
@given(EVENTS)
def test_a_stream_that_delivers_twice_changes_nothing(rows: list[Row]) -> None:
    """Also much later, and in another order: an event is known by its whole row."""
    once = store_with(rows)
    twice = store_with(rows)

    result = twice.push("txns", rows[::-1])

    assert (result.appended, result.unchanged) == (0, len(rows))
    assert both_sides(twice) == both_sides(once)


@settings(max_examples=120, deadline=None)
@given(EVENTS, st.integers(0, 4), st.lists(st.integers(0, 20), max_size=4))
def test_lateness_does_not_depend_on_how_a_stream_is_cut(
    rows: list[Row], lateness: int, cuts: list[int]
) -> None:
    """What is kept is what a loop over the rows keeps, in one push or in several."""
    view = events_view(WINDOWS[:1], lateness)
    kept: list[Row] = []
    for n, each in enumerate(rows):
        newest = max([row["event_timestamp"] for row in rows[:n]], default=at(-99))
        if each in kept or each["event_timestamp"] >= newest - view.allowed_lateness:
            kept.append(each)
    edges = [0, *sorted(cut for cut in cuts if cut < len(rows)), len(rows)]
    pieces, at_once = store_of(view), store_of(view)

    results = [pieces.push("txns", rows[a:b]) for a, b in pairwise(edges)]
    result = at_once.push("txns", rows)

    dropped = len(rows) - len(kept)
    assert result.dropped_late == sum(each.dropped_late for each in results) == dropped
    assert pieces.freshness("txns").dropped_late == dropped
    for store in (pieces, at_once):
        for hour, user in MOMENTS:
            asked = [{"user_id": user}]
            found = store.get_online_features(["txns:events_3h"], asked, now=at(hour))
            expected = brute_force(kept, hour, user)
            value = None if isinstance(expected, str) else expected["events_3h"]
            assert found.rows[0]["events_3h"] == value
