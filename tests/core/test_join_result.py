"""What the point-in-time join makes of keys, nulls, zones and columns, one small case per edge.

Times are written as hours after a fixed moment, so that a case reads as a time line.
"""

from __future__ import annotations

import copy
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from point_in_time_cases import (
    EVENTS,
    LIMITED,
    NAN,
    SHOP,
    STATE,
    USER,
    answer,
    ask,
    at,
    plain,
    row,
)

from mlplat_core import (
    FeatureNotFoundError,
    FeatureReference,
    FeatureView,
    FeatureViewNotFoundError,
    Field,
    JoinResult,
    NotFoundError,
    PointInTimeIndex,
    RequestError,
    join_views,
    point_in_time_join,
)

# -- keys --------------------------------------------------------------------------------------


def test_a_key_never_seen_is_not_found() -> None:
    """Unknown is not the same as not yet."""
    assert answer(ask(5, user="u9"), [plain(1, 1)]) == (None, "NOT_FOUND")
    assert answer(ask(5), []) == (None, "NOT_FOUND")


@pytest.mark.parametrize("null", [None, NAN])
def test_a_null_key_matches_nothing(null: Any) -> None:
    """Not even the very same null."""
    assert answer(ask(5, user=null), [plain(1, 1, user=null), plain(1, 2)]) == (None, "NOT_FOUND")


def test_a_text_is_not_the_number_it_spells() -> None:
    """Keys are compared as values, not as they print."""
    assert answer(ask(5, user="1"), [plain(1, 1, user=1)]) == (None, "NOT_FOUND")


PAIR = FeatureView("pair", [USER, SHOP], [Field("v", int)])


@pytest.mark.parametrize(
    ("user", "shop", "expected"),
    [
        ("1", "11", (1, "PRESENT")),
        ("11", "1", (2, "PRESENT")),
        ("1", "1", (None, "NOT_FOUND")),
        ("111", "", (None, "NOT_FOUND")),
        ("1", None, (None, "NOT_FOUND")),
        (NAN, "11", (None, "NOT_FOUND")),
    ],
)
def test_a_composite_key_matches_part_by_part(
    user: Any, shop: Any, expected: tuple[Any, str]
) -> None:
    """Parts are never run together, and a null part matches nothing."""
    rows = [
        {**plain(1, 1, user="1"), "shop_id": "11"},
        {**plain(1, 2, user="11"), "shop_id": "1"},
        {**plain(1, 3, user="1"), "shop_id": None},
        {**plain(1, 4, user=NAN), "shop_id": "11"},
    ]

    assert expected == answer({**ask(5, user=user), "shop_id": shop}, rows, PAIR)


# -- null values -------------------------------------------------------------------------------

TWO = FeatureView("two", [USER], [Field("a", int), Field("b", float)], ttl=timedelta(hours=2))


def two(hours: float, a: Any, b: Any) -> dict[str, Any]:
    """An observation of two features."""
    return {"user_id": "u1", "event_timestamp": at(hours), "a": a, "b": b}


@pytest.mark.parametrize("null", [None, NAN])
def test_a_null_value_stays_null(null: Any) -> None:
    """The newest row answers for all its features; an older value is not put in its place."""
    result = point_in_time_join([ask(2)], TWO, [two(1, 1, 0.5), two(2, null, 0.6)])

    assert result.rows[0]["a"] is None
    assert result.rows[0]["b"] == 0.6
    assert result.statuses == [{"a": "NULL_VALUE", "b": "PRESENT"}]


def test_a_feature_that_a_row_lacks_is_null_there() -> None:
    """A row may carry only some of the features."""
    result = point_in_time_join([ask(2)], TWO, [{**ask(1), "b": 0.5}])

    assert result.statuses == [{"a": "NULL_VALUE", "b": "PRESENT"}]


@pytest.mark.parametrize(
    ("hours", "a", "status"),
    [(2, 1, "PRESENT"), (3, 1, "PRESENT"), (3.5, None, "NULL_VALUE"), (5, None, "OUTSIDE_MAX_AGE")],
)
def test_ignore_nulls_takes_the_newest_value_that_is_still_valid(
    hours: float, a: Any, status: str
) -> None:
    """It skips back per feature, but never beyond the ttl."""
    rows = [two(1, 1, 0.5), two(2, None, 0.6)]

    result = point_in_time_join([ask(hours)], TWO, rows, ignore_nulls=True)

    assert (result.rows[0]["a"], result.statuses[0]["a"]) == (a, status)


def test_ignore_nulls_does_not_skip_back_to_what_was_not_known() -> None:
    """The older value must have been known too."""
    rows = [row(1, 7, created=9), row(2, None, created=2)]

    assert answer(ask(5), rows, ignore_nulls=True) == (None, "NULL_VALUE")
    assert answer(ask(9), rows, ignore_nulls=True) == (7, "PRESENT")


def test_zero_and_false_are_values() -> None:
    """Only null is null."""
    for value in (0, False, "", 0.0):
        assert answer(ask(5), [plain(1, 3), plain(2, value)], ignore_nulls=True) == (
            value,
            "PRESENT",
        )


# -- time zones --------------------------------------------------------------------------------


def test_the_same_instant_in_another_zone_is_the_same() -> None:
    """Rows and entity rows may come from anywhere."""
    east = timezone(timedelta(hours=9))
    asked = {"user_id": "u1", "event_timestamp": at(5).astimezone(east)}

    assert answer(asked, [plain(5, 1)]) == (1, "PRESENT")
    assert answer(asked, [plain(5, 1)], EVENTS) == (None, "NOT_YET")


NAIVE = datetime(2026, 3, 1)


@pytest.mark.parametrize(
    ("asked", "bad", "message"),
    [
        ({**ask(5), "event_timestamp": NAIVE}, plain(1, 2), "entity rows, row 0, event_timestamp"),
        (ask(5), {**plain(1, 2), "event_timestamp": NAIVE}, "'state', row 1, event_timestamp"),
        (ask(5), {**row(1, 2), "created_timestamp": NAIVE}, "'state', row 1, created_timestamp"),
        (ask(5), {**row(1, 2), "event_timestamp": None}, "'state', row 1, event_timestamp"),
        (ask(5), {**row(1, 2), "event_timestamp": 1.5}, "'state', row 1, event_timestamp"),
    ],
)
def test_a_time_that_names_no_moment_is_refused_with_its_place(
    asked: dict[str, Any], bad: dict[str, Any], message: str
) -> None:
    """The error says which list, which row, which column and what to write."""
    good = row(1, 1, created=1) if "created_timestamp" in bad else plain(1, 1)

    with pytest.raises(RequestError, match=f"{message}: .*time zone"):
        answer(asked, [good, bad])


# -- shape of the result -----------------------------------------------------------------------


def test_every_entity_row_comes_back_in_its_place_with_its_columns() -> None:
    """Found or not, repeated or not: one output row each, in the order given."""
    asked = [
        {**ask(9), "label": 1},
        {**ask(1, user="u9"), "label": 0},
        {**ask(3), "label": 0},
        {**ask(9), "label": 0},
        {**ask(0), "label": 1},
    ]

    result = point_in_time_join(asked, LIMITED, [plain(8, 80), plain(2, 20)])

    assert result.rows == [
        {**given, "v": value} for given, value in zip(asked, [80, None, 20, 80, None], strict=True)
    ]
    assert [entry["v"] for entry in result.statuses] == [
        "PRESENT",
        "NOT_FOUND",
        "PRESENT",
        "PRESENT",
        "NOT_YET",
    ]


def test_the_arguments_are_left_untouched() -> None:
    """The join changes neither list, and its rows are new."""
    asked, rows = [ask(5), ask(5)], [row(2, 2, created=2), row(1, 1, created=1)]
    before = copy.deepcopy((asked, rows))

    result = point_in_time_join(asked, STATE, rows)
    result.rows[0]["v"] = result.rows[0]["user_id"] = "changed"
    result.statuses[0].clear()

    assert (asked, rows) == before
    assert result.rows[1]["v"] == 2
    assert result.statuses[1] == {"v": "PRESENT"}


def test_rows_may_be_any_iterable() -> None:
    """Generators are read once."""
    result = point_in_time_join(iter([ask(5)]), STATE, iter([plain(1, 1)]))

    assert result.rows == [{**ask(5), "v": 1}]


def test_no_entity_rows_give_no_rows() -> None:
    """Empty in, empty out."""
    assert point_in_time_join([], STATE, [plain(1, 1)]) == JoinResult([], [])


def test_features_are_chosen_by_name_in_the_order_given() -> None:
    """Only what was asked for is added."""
    result = point_in_time_join([ask(2)], TWO, [two(1, 1, 0.5)], features=["b"])

    assert result.rows == [{**ask(2), "b": 0.5}]
    assert list(point_in_time_join([ask(2)], TWO, [], features=["b", "a"]).statuses[0]) == [
        "b",
        "a",
    ]


def test_full_feature_names_carry_the_view() -> None:
    """Values and statuses use the same names."""
    result = point_in_time_join([ask(2)], STATE, [plain(1, 1)], full_feature_names=True)

    assert result.rows == [{**ask(2), "state__v": 1}]
    assert result.statuses == [{"state__v": "PRESENT"}]


@pytest.mark.parametrize(
    ("asked", "rows", "message"),
    [
        ([{"event_timestamp": at(1)}], [], "entity rows, row 0 has no 'user_id'"),
        ([{"user_id": "u1"}], [], "entity rows, row 0 has no 'event_timestamp'"),
        ([ask(1)], [{"event_timestamp": at(1)}], "'state', row 0 has no 'user_id'"),
        ([ask(1)], [{"user_id": "u1"}], "'state', row 0 has no 'event_timestamp'"),
        ([ask(1, user=["u1"])], [], "entity rows, row 0, user_id: .*cannot be a key"),
    ],
)
def test_a_row_that_does_not_fit_is_named(
    asked: list[dict[str, Any]], rows: list[dict[str, Any]], message: str
) -> None:
    """The error says which list, which row and which column."""
    with pytest.raises(RequestError, match=message):
        point_in_time_join(asked, STATE, rows)


# -- several views -----------------------------------------------------------------------------


def test_views_do_not_influence_each_other() -> None:
    """An expired view leaves the other's value, and the row, in place."""
    fast = FeatureView("fast", [USER], [Field("x", int)], ttl=timedelta(hours=1))
    shops = FeatureView("shops", [SHOP], [Field("y", int)])
    indexes = {
        "fast": PointInTimeIndex(fast, [{"user_id": "u1", "event_timestamp": at(1), "x": 1}]),
        "shops": PointInTimeIndex(shops, [{"shop_id": "s", "event_timestamp": at(1), "y": 2}]),
    }
    asked = [{**ask(9), "shop_id": "s"}, {**ask(2), "shop_id": "t"}]

    result = join_views(asked, ["shops:y", FeatureReference("fast", "x")], indexes)

    assert result.rows == [{**asked[0], "y": 2, "x": None}, {**asked[1], "y": None, "x": 1}]
    assert result.statuses == [
        {"y": "PRESENT", "x": "OUTSIDE_MAX_AGE"},
        {"y": "NOT_FOUND", "x": "PRESENT"},
    ]


def test_equal_feature_names_collide_unless_written_in_full() -> None:
    """Two views may share a feature name only under full names."""
    other = FeatureView("other", [USER], [Field("v", int)])
    indexes = {
        "state": PointInTimeIndex(STATE, [plain(1, 1)]),
        "other": PointInTimeIndex(other, [plain(1, 2)]),
    }
    features = ["state:v", "other:v"]

    with pytest.raises(RequestError, match="full_feature_names") as caught:
        join_views([ask(2)], features, indexes)
    result = join_views([ask(2)], features, indexes, full_feature_names=True)

    assert caught.value.column == "v"
    assert result.rows == [{**ask(2), "state__v": 1, "other__v": 2}]


def test_a_feature_never_overwrites_a_column_of_the_entity_rows() -> None:
    """Not even when only one entity row has the column."""
    with pytest.raises(RequestError, match="already have a column 'v'"):
        point_in_time_join([ask(2), {**ask(2), "v": "label"}], STATE, [plain(1, 1)])


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    """The errors carry what was asked for and what there is."""
    with pytest.raises(FeatureNotFoundError, match=r"'w' in view 'state'.*: v") as no_feature:
        point_in_time_join([], STATE, [], features=["w"])
    with pytest.raises(FeatureViewNotFoundError, match="'nowhere'") as no_view:
        join_views([], ["nowhere:v"], {"state": PointInTimeIndex(STATE, [])})

    assert (no_feature.value.name, no_feature.value.known) == ("w", ("v",))
    assert (no_view.value.name, no_view.value.known) == ("nowhere", ("state",))
    assert isinstance(no_view.value, NotFoundError)
    assert isinstance(no_view.value, LookupError)
