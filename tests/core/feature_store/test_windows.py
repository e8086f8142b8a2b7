"""What windows answer, from the outside: one small case for every promise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from events import REFERENCES, WINDOWS, event, events_view, served, trained, value, window
from timeline import MICROSECOND, USER, MakeStore, Row, at

from mlplat_core import (
    DefinitionError,
    Entity,
    FeatureView,
    Field,
    RequestError,
    point_in_time_join,
)
from mlplat_core.feature_store.storage.ports import FeatureRow
from mlplat_core.feature_store.windows.index import add_rows

COUNT = "txns:events_3h"


@pytest.mark.parametrize(
    ("age", "counted"),
    [
        (timedelta(0), 0),
        (MICROSECOND, 1),
        (timedelta(hours=3), 1),
        (timedelta(hours=3) + MICROSECOND, 0),
    ],
    ids=["now", "just before", "as old as the window", "older"],
)
def test_a_window_includes_its_start_and_not_its_end(
    make_store: MakeStore, age: timedelta, counted: int
) -> None:
    """The event that is being scored is never in its own window."""
    store = make_store(events_view())
    early = event(1)
    store.push("txns", [early, {**event(9), "event_timestamp": at(10) - age}])

    assert value(store, "events_3h") == counted


def test_nulls_are_skipped_by_all_but_the_plain_count(make_store: MakeStore) -> None:
    """A column's count is the number of its values."""
    store = make_store(events_view())
    store.push("txns", [event(8, None), event(8.5, 4.0), event(9, None), event(9.5, 1.0)])

    found = served(store, 10)[0]

    assert {name: found[name] for name in found if name.startswith(("amount", "events"))} == {
        "events_3h": 4,
        "events_1h": 2,
        "amount_count_3h": 2,
        "amount_sum_3h": 5.0,
        "amount_mean_3h": 2.5,
        "amount_min_3h": 1.0,
        "amount_max_3h": 4.0,
        "amount_last_3h": 1.0,
    }
    assert trained(store, 10)[0] == found


def test_an_empty_window_of_a_known_key_counts_nothing(make_store: MakeStore) -> None:
    """Counts and sums are zero, of the column's type, and all else is null."""
    store = make_store(events_view())
    store.push("txns", [event(1)])
    asked = [{"user_id": "u1"}]

    found = store.get_online_features(REFERENCES, asked, now=at(50))

    for each in WINDOWS:
        zero = 0.0 if each.name == "amount_sum_3h" else 0
        expected = zero if each.function in ("count", "sum") else None
        answer = found.rows[0][each.name]
        assert (answer, type(answer)) == (expected, type(expected))
        assert found.statuses[0][each.name] == ("NULL_VALUE" if expected is None else "PRESENT")
        assert found.event_timestamps[0][each.name] is None
    assert trained(store, 50)[0] == served(store, 50)[0]


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([], "NOT_FOUND"),
        ([event(9, user="u2")], "NOT_FOUND"),
        ([event(10)], "NOT_YET"),
        ([event(11)], "NOT_YET"),
        ([event(9, created=11)], "NOT_YET"),
        ([event(1, created=11), event(2, created=11)], "NOT_YET"),
        ([event(1), event(2, created=11)], "PRESENT"),
        ([event(9, created=10)], "PRESENT"),
    ],
)
def test_a_key_that_cannot_be_known_yet_has_no_values(
    make_store: MakeStore, rows: list[Row], status: str
) -> None:
    """Not even a zero, which would tell training that the key exists."""
    store = make_store(events_view(WINDOWS[:1]))
    store.push("txns", rows)
    asked = [{"user_id": "u1", "event_timestamp": at(10)}]

    online = store.get_online_features([COUNT], [{"user_id": "u1"}], now=at(10))
    offline = store.get_historical_features(asked, [COUNT])

    assert online.statuses == offline.statuses == [{"events_3h": status}]
    assert (online.rows[0]["events_3h"] is None) == (status != "PRESENT")


def test_training_may_look_at_what_was_not_known_yet(make_store: MakeStore) -> None:
    """As for other views, and as a mistake to be made on purpose."""
    store = make_store(events_view(WINDOWS[:1]))
    store.push("txns", [event(9, created=20)])
    asked = [{"user_id": "u1", "event_timestamp": at(hour)} for hour in (9, 10, 15)]

    found = store.get_historical_features(asked, [COUNT], as_known=False)

    assert [row["events_3h"] for row in found.rows] == [None, 1, 0]


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        ([event(8, 1.0), event(9, 2.0)], 2.0),
        ([event(9, 2.0), event(8, 1.0, created=9.5)], 2.0),
        ([event(9, 1.0, created=9.5), event(9, 2.0, created=9.2)], 1.0),
        ([event(9, 1.0), event(9, 2.0)], 2.0),
        ([event(8, 1.0), event(9, None)], 1.0),
    ],
    ids=["newest", "late", "known last", "appended last", "not null"],
)
def test_the_last_value_is_that_of_the_newest_event(
    make_store: MakeStore, rows: list[Row], last: float
) -> None:
    """Of equally new ones, of that which became known last, then of that appended last."""
    store = make_store(events_view())
    store.push("txns", rows)

    assert value(store, "amount_last_3h") == last


def test_two_different_events_of_one_moment_both_count(make_store: MakeStore) -> None:
    """There are no corrections of events: a row is the same event only if all of it is the same."""
    store = make_store(events_view())
    rows = [event(9, 1.0), event(9, 2.0), event(9, 2.0, created=9.5), event(9, 1.0)]

    result = store.push("txns", rows)

    assert (result.appended, result.unchanged) == (3, 1)
    assert value(store, "amount_sum_3h") == 5.0


def test_an_undated_event_that_comes_again_is_the_same(make_store: MakeStore) -> None:
    """Although the clock has moved on, and another event has come between."""
    store = make_store(events_view())
    undated = {**event(9), "created_timestamp": None}
    store.push("txns", [undated, {**undated, "amount": 2.0}])

    store.clock.hours = 200  # type: ignore[attr-defined]

    assert store.push("txns", [undated]).unchanged == 1
    assert store.push("txns", [{**undated, "amount": 3.0}]).appended == 1


def test_events_are_served_from_the_log(make_store: MakeStore) -> None:
    """So a push for training only is served as well, and there is nothing to materialize."""
    store = make_store(events_view())
    store.push("txns", [event(9)], to="offline")

    assert value(store, "events_3h") == 1
    assert store.materialize(at(0), at(50)).rows == 0
    assert store.materialize_incremental(at(50), feature_views=["txns"]).rows == 0


def test_the_event_time_is_that_of_the_newest_event_in_a_window(make_store: MakeStore) -> None:
    """Of the longest window, for all features of the view."""
    store = make_store(events_view())
    store.push("txns", [event(8), event(7.5), event(11), event(9, created=12)])

    found = store.get_online_features(REFERENCES, [{"user_id": "u1"}], now=at(10))

    assert set(found.event_timestamps[0].values()) == {at(8)}


def test_windows_join_with_other_views(make_store: MakeStore) -> None:
    """By full names, in the order asked for, with composite keys."""
    entities = [USER, Entity("shop", ["shop_id"])]
    pairs = FeatureView(
        "pairs", entities, [Field("v", int)], aggregations=[window("n", None, "count", 3)]
    )
    store = make_store()
    store.apply([pairs, FeatureView("more", [USER], [Field("n", int)])])
    key = {"user_id": "1", "shop_id": "11"}
    store.push("pairs", [{**key, "event_timestamp": at(9), "created_timestamp": at(9)}])
    store.push("more", [{"user_id": "1", "event_timestamp": at(1), "n": 7}])
    asked = [{"user_id": user, "shop_id": shop} for user, shop in (("1", "11"), ("11", "1"))]
    features = ["more:n", "pairs:n"]

    online = store.get_online_features(features, asked, now=at(100), full_feature_names=True)
    then = store.get_historical_features(
        [{**each, "event_timestamp": at(10)} for each in [*asked, {**key, "user_id": None}]],
        ["pairs:n"],
    )

    assert [list(row)[2:] for row in online.rows] == [["more__n", "pairs__n"]] * 2
    assert [row["more__n"] for row in online.rows] == [7, None]
    assert [row["pairs__n"] for row in online.rows] == [0, None]
    assert [row["n"] for row in then.rows] == [1, None, None]


def test_new_events_are_seen_by_the_next_training_set(make_store: MakeStore) -> None:
    """And an aggregation that was added sees all events that there were."""
    store = make_store(events_view(WINDOWS[:1]))
    asked = [{"user_id": "u1", "event_timestamp": at(10)}]
    for number in (1, 2, 3):
        store.push("txns", [event(7 + number / 2)])
        assert store.get_historical_features(asked, [COUNT]).rows[0]["events_3h"] == number

    store.apply(events_view(WINDOWS[:3]))

    found = store.get_historical_features(asked, ["txns:amount_count_3h"]).rows[0]
    assert found["amount_count_3h"] == 3


def test_a_training_set_in_the_making_does_not_see_new_events() -> None:
    """An index that was handed out stays as it was; the next one has them."""
    first, second = (
        FeatureRow(("u1",), event, event, {}, sequence=sequence)
        for sequence, event in enumerate((5, 3), 1)
    )
    kept = add_rows({}, [first])

    more = add_rows(kept, [second])

    assert (dict(kept), dict(more)) == ({("u1",): [first]}, {("u1",): [second, first]})


def test_an_explanation_shows_which_events_count(make_store: MakeStore) -> None:
    """In the longest window; there is no winner."""
    store = make_store(events_view(WINDOWS[:2]))
    rows = [event(10, 1), event(9, 2, created=11), event(9, 3), event(7, 4), event(6, 5)]
    store.push("txns", [*rows, event(9, user="u2")])

    found = store.explain("txns", {"user_id": "u1", "event_timestamp": at(10)})

    assert [(each.values["amount"], each.verdict) for each in found.candidates] == [
        (1.0, "WRONG_TIME"),
        (2.0, "NOT_YET_KNOWN"),
        (3.0, "COUNTED"),
        (4.0, "COUNTED"),
        (5.0, "TOO_OLD"),
    ]
    assert (found.status, found.winner) == ("PRESENT", None)
    for hour, status in ((50, "PRESENT"), (6, "NOT_YET")):
        asked = {"user_id": "u1", "event_timestamp": at(hour)}
        assert store.explain("txns", asked).status == status


def test_a_plain_join_refuses_aggregations() -> None:
    """It picks one row, and must not pass that off as a sum of many."""
    with pytest.raises(DefinitionError, match="'txns:events_3h' is an aggregation of many rows"):
        point_in_time_join([], events_view(), [])


def test_a_raw_column_is_pushed_and_not_read(make_store: MakeStore) -> None:
    """The features of the view are its aggregations, and only the columns can be pushed."""
    store = make_store(events_view())

    with pytest.raises(LookupError, match="no feature 'amount'"):
        store.get_online_features(["txns:amount"], [])
    with pytest.raises(RequestError, match="'events_3h' is no column of the view") as caught:
        store.push("txns", [{**event(1), "events_3h": 7}])
    assert (caught.value.row, caught.value.column) == (0, "events_3h")
