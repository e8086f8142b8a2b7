"""The feature store from the outside: one small case for every promise of its façade."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

import pytest
from timeline import (
    FEATURES,
    MICROSECOND,
    MakeStore,
    Row,
    at,
    offline,
    online,
    row,
    store_of,
    view_of,
)

from mlplat_core import (
    DefinitionError,
    Entity,
    FeatureNotFoundError,
    FeatureService,
    FeatureView,
    FeatureViewNotFoundError,
    Field,
    RequestError,
)

BEGIN = at(-1000)


# -- one write path ----------------------------------------------------------------------------


def test_a_pushed_row_is_served_and_trained_on(make_store: MakeStore) -> None:
    """One push reaches both sides."""
    store = make_store()

    result = store.push("stats", [row(1, 7, created=2)])

    assert (result.appended, result.unchanged, result.stale_write_ignored) == (1, 0, 0)
    assert online(store, 3) == offline(store, 3) == (7, "PRESENT")


def test_an_offline_push_waits_for_materialization(make_store: MakeStore) -> None:
    """Only the log has it, until someone brings it over; a repeated push may do that, too."""
    store = make_store()
    store.push("stats", [row(1, 7, created=2)], to="offline")

    assert (online(store, 3), offline(store, 3)) == ((None, "NOT_FOUND"), (7, "PRESENT"))
    assert store.push("stats", [row(1, 7, created=2)]).unchanged == 1
    assert online(store, 3) == (7, "PRESENT")


def test_an_online_only_push_is_refused(make_store: MakeStore) -> None:
    """What is served must be in the log."""
    with pytest.raises(RequestError, match="must be in the log"):
        make_store().push("stats", [], to="online")  # type: ignore[arg-type]


def test_an_older_row_never_replaces_a_newer_one(make_store: MakeStore) -> None:
    """It is counted, and the answer stays."""
    store = make_store()
    store.push("stats", [row(5, 50, created=5)])

    result = store.push("stats", [row(4, 40, created=4), row(3, 30)])

    assert (result.appended, result.stale_write_ignored) == (2, 2)
    assert online(store, 100) == (50, "PRESENT")


@pytest.mark.parametrize(
    ("first", "second", "served"),
    [
        (row(1, 10, 1), row(1, 11, 2), 11),
        (row(1, 10, 2), row(1, 11, 1), 10),
        (row(1, 10, 1), row(1, 11, 1), 11),
        (row(2, 10, 2), row(1, 11, 9), 10),
        (row(1, 10, 1), row(2, None, 2), None),
    ],
    ids=["correction", "late first version", "full tie", "late older event", "newer null"],
)
def test_the_newest_event_then_the_newest_knowledge_wins(
    make_store: MakeStore, first: Row, second: Row, served: Any
) -> None:
    """Ties fall to the created time and then to the sequence; a null wins like any value."""
    store = make_store()
    for each in (first, second):
        store.push("stats", [each])

    assert online(store, 50)[0] == offline(store, 50)[0] == served


def test_the_same_row_twice_is_no_change(make_store: MakeStore) -> None:
    """Also without a created time, for which the clock has meanwhile moved on."""
    store = make_store()

    results = [store.push("stats", [row(1, 7, created=2), row(3, 8)]) for _ in range(2)]

    assert [(each.appended, each.unchanged) for each in results] == [(2, 0), (0, 2)]
    asked = {"user_id": "u1", "event_timestamp": at(100)}
    assert [each.sequence for each in store.explain("stats", asked).candidates] == [2, 1]


def test_going_back_to_an_earlier_value_is_a_change(make_store: MakeStore) -> None:
    """A, then B, then A again of one event are three facts."""
    store = make_store()

    for value in (1, 2, 1):
        assert store.push("stats", [row(1, value, created=2)]).appended == 1

    assert online(store, 3) == offline(store, 3) == (1, "PRESENT")


def test_the_clock_says_when_a_row_became_known(make_store: MakeStore) -> None:
    """A row without created time is not known before the push."""
    store = make_store(hours=10)
    store.push("stats", [row(1, 7), {**row(2, 8), "created_timestamp": None}])

    assert online(store, 9) == offline(store, 9) == (None, "NOT_YET")
    assert online(store, 10) == offline(store, 10) == (8, "PRESENT")


@pytest.mark.parametrize("dated_ahead", [row(50, 2, created=1), row(2, 2, created=50)])
def test_a_row_from_the_future_waits(make_store: MakeStore, dated_ahead: Row) -> None:
    """Until it has happened and is known, the row before it answers."""
    store = make_store()
    store.push("stats", [row(1, 1, created=1), dated_ahead])

    assert online(store, 10) == offline(store, 10) == (1, "PRESENT")
    assert online(store, 50) == offline(store, 50) == (2, "PRESENT")


def test_a_push_is_all_or_nothing(make_store: MakeStore) -> None:
    """One bad row keeps the good ones out."""
    store = make_store()

    with pytest.raises(RequestError):
        store.push("stats", [row(1, 7), row(2, "8")])

    assert online(store, 100) == offline(store, 100) == (None, "NOT_FOUND")


# -- online reads ------------------------------------------------------------------------------


def test_every_status_is_told_apart(make_store: MakeStore) -> None:
    """The five statuses, in the order asked, with duplicates, and each with its event time."""
    store = make_store(view_of(ttl=2))
    users = {"here": row(9, 1, 9), "null": row(9, None, 9), "old": row(7, 1, 7), "new": row(11, 1)}
    store.push("stats", [{**each, "user_id": user} for user, each in users.items()])
    asked = [{"user_id": user} for user in ("new", "old", "who", "here", "null", "here")]

    result = store.get_online_features(FEATURES[:1], asked, now=at(10))

    assert [status["count"] for status in result.statuses] == [
        "NOT_YET",
        "OUTSIDE_MAX_AGE",
        "NOT_FOUND",
        "PRESENT",
        "NULL_VALUE",
        "PRESENT",
    ]
    assert [found["count"] for found in result.rows] == [None, None, None, 1, None, 1]
    events = [found["count"] for found in result.event_timestamps]
    assert events == [None, at(7), None, at(9), at(9), at(9)]


@pytest.mark.parametrize(
    ("late_by", "expected"),
    [(timedelta(0), (7, "PRESENT")), (MICROSECOND, (None, "OUTSIDE_MAX_AGE"))],
)
def test_a_value_exactly_as_old_as_the_ttl_is_served(
    make_store: MakeStore, late_by: timedelta, expected: tuple[Any, str]
) -> None:
    """One microsecond later it is not."""
    store = make_store(view_of(ttl=2))
    store.push("stats", [row(1, 7, created=1)])

    assert online(store, 3 + late_by / timedelta(hours=1)) == expected


@pytest.mark.parametrize(("boundary", "expected"), [("inclusive", 7), ("exclusive", None)])
def test_the_boundary_holds_online(make_store: MakeStore, boundary: str, expected: Any) -> None:
    """A row of the very moment counts for a snapshot and not for an aggregate."""
    store = make_store(view_of(boundary=boundary))
    store.push("stats", [row(1, 7, created=1)])

    assert online(store, 1)[0] == offline(store, 1)[0] == expected
    assert online(store, 1.001) == offline(store, 1.001) == (7, "PRESENT")


def test_no_entity_rows_give_no_answer(make_store: MakeStore) -> None:
    """An empty list is a list."""
    store = make_store()

    assert store.get_online_features(FEATURES, []).rows == []
    assert store.get_historical_features([], FEATURES).rows == []


def test_other_columns_come_back_and_full_names_keep_views_apart(make_store: MakeStore) -> None:
    """Each view is looked up on its own; what one lacks changes nothing in the other."""
    store = make_store()
    store.apply(FeatureView("more", [Entity("user", ["user_id"])], [Field("count", int)]))
    store.push("stats", [row(1, 7)])
    asked = [{"user_id": "u1", "amount_asked": 3}]
    both = ["stats:count", "more:count"]

    result = store.get_online_features(both, asked, full_feature_names=True)

    expected = {"stats__count": 7, "more__count": None}
    assert result.rows == [{"user_id": "u1", "amount_asked": 3, **expected}]
    assert result.statuses == [{"stats__count": "PRESENT", "more__count": "NOT_FOUND"}]
    with pytest.raises(RequestError, match="full_feature_names"):
        store.get_online_features(both, asked)


@pytest.mark.parametrize("key", [None, float("nan"), 1, True, 1.5, ["u1"], b"u1"])
def test_a_key_that_cannot_be_right_is_refused(make_store: MakeStore, key: Any) -> None:
    """A null key, or one of another type than the view's, is the caller's mistake."""
    store = make_store()
    store.push("stats", [row(1, 7)])

    with pytest.raises(RequestError) as caught:
        store.get_online_features(FEATURES, [{"user_id": "u1"}, {"user_id": key}])

    assert (caught.value.row, caught.value.column) == (1, "user_id")
    assert ("is null" in str(caught.value)) == (key is None or key != key)


def test_a_missing_key_is_refused(make_store: MakeStore) -> None:
    """The message names the row and the column, also where the view has keys already."""
    store = make_store()

    for _ in range(2):
        with pytest.raises(RequestError, match=r"row 0 has no 'user_id'"):
            store.get_online_features(FEATURES, [{"user": "u1"}])
        store.push("stats", [row(1, 7)])


def test_composite_keys_do_not_collide(make_store: MakeStore) -> None:
    """("1", "11") and ("11", "1") are two keys."""
    entities = [Entity("user", ["user_id"]), Entity("shop", ["shop_id"])]
    store = make_store()
    store.apply(FeatureView("pairs", entities, [Field("v", int)]))
    pair = {"user_id": "1", "shop_id": "11", "event_timestamp": at(1)}
    store.push("pairs", [{**pair, "v": 1}, {**pair, "user_id": "11", "shop_id": "1", "v": 2}])
    asked = [{"user_id": "11", "shop_id": "1"}, {"user_id": "1", "shop_id": "11"}]

    assert [r["v"] for r in store.get_online_features(["pairs:v"], asked).rows] == [2, 1]


@pytest.mark.parametrize(
    ("features", "error"),
    [
        (["nobody:count"], FeatureViewNotFoundError),
        (["stats:nothing"], FeatureNotFoundError),
        (["count"], DefinitionError),
        ("stats:count", DefinitionError),
    ],
)
def test_unknown_features_are_refused_on_both_sides(
    make_store: MakeStore, features: Any, error: type[Exception]
) -> None:
    """The error says what there is."""
    store = make_store()

    with pytest.raises(error):
        store.get_online_features(features, [])
    with pytest.raises(error):
        store.get_historical_features([], features)


def test_a_service_stands_for_its_features(make_store: MakeStore) -> None:
    """Wherever a list of references is taken."""
    store = make_store()
    service = FeatureService("churn", FEATURES)
    store.apply(service)
    store.push("stats", [{**row(1, 7), "amount": 41}])
    asked = [{"user_id": "u1", "event_timestamp": at(200)}]

    assert store.get_historical_features(asked, service).rows[0]["amount"] == 41.0
    assert store.get_online_features(service, [{"user_id": "u1"}]).rows[0]["count"] == 7


# -- time zones, beginnings --------------------------------------------------------------------


def test_times_of_any_zone_name_the_same_moment(make_store: MakeStore) -> None:
    """11:00 in Kathmandu is 05:15 in UTC."""
    store = make_store()
    zone = timezone(timedelta(hours=5, minutes=45))
    store.push("stats", [{**row(1, 7, 1), "event_timestamp": at(1).astimezone(zone)}])

    assert online(store, 1) == (7, "PRESENT")


def test_a_store_in_memory_starts_empty() -> None:
    """Two stores share nothing."""
    store_of().push("stats", [row(1, 7)])

    assert online(store_of(), 100) == (None, "NOT_FOUND")
