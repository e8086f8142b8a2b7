"""The point-in-time join: one small case for every edge of its contract.

Times are written as hours after a fixed moment, so that a case reads as a time line.
"""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from mlplat_core import (
    Entity,
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

USER = Entity("user", join_keys=["user_id"])
SHOP = Entity("shop", join_keys=["shop_id"])
MICROSECOND = timedelta(microseconds=1)
NAN = float("nan")

STATE = FeatureView("state", [USER], [Field("v", int)])
LIMITED = FeatureView("state", [USER], [Field("v", int)], ttl=timedelta(hours=2))
EVENTS = FeatureView("state", [USER], [Field("v", int)], boundary="exclusive")


def at(hours: float) -> datetime:
    """The moment so many hours after the start of the time line."""
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hours)


def row(hours: float, value: Any, created: float | None = None, user: Any = "u1") -> dict[str, Any]:
    """An observation with a created time."""
    return {
        "user_id": user,
        "event_timestamp": at(hours),
        "created_timestamp": None if created is None else at(created),
        "v": value,
    }


def plain(hours: float, value: Any, user: Any = "u1") -> dict[str, Any]:
    """An observation of a table without created times."""
    return {"user_id": user, "event_timestamp": at(hours), "v": value}


def ask(hours: float, user: Any = "u1") -> dict[str, Any]:
    """An entity row."""
    return {"user_id": user, "event_timestamp": at(hours)}


def answer(
    asked: dict[str, Any], rows: list[dict[str, Any]], view: FeatureView = STATE, **options: Any
) -> tuple[Any, str]:
    """The value and status of the view's one feature for one entity row."""
    result = point_in_time_join([asked], view, rows, **options)
    return result.rows[0]["v"], result.statuses[0]["v"]


# -- the upper bound ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "expected"),
    [(STATE, (2, "PRESENT")), (EVENTS, (1, "PRESENT"))],
    ids=["inclusive", "exclusive"],
)
def test_the_boundary_decides_about_a_row_of_the_same_instant(
    view: FeatureView, expected: tuple[int, str]
) -> None:
    """A snapshot counts at its own instant; an aggregate of the same events does not."""
    assert expected == answer(ask(5), [plain(4, 1), plain(5, 2)], view)


def test_an_exclusive_boundary_counts_a_row_one_microsecond_earlier() -> None:
    """Exclusive leaves out exactly the instant."""
    asked = {"user_id": "u1", "event_timestamp": at(5) + MICROSECOND}

    assert answer(asked, [plain(5, 2)], EVENTS) == (2, "PRESENT")


def test_a_row_only_at_the_instant_is_not_yet_there_for_an_exclusive_view() -> None:
    """With nothing earlier, the answer is NOT_YET, not a value."""
    assert answer(ask(5), [plain(5, 2)], EVENTS) == (None, "NOT_YET")


def test_a_row_one_microsecond_later_is_from_the_future() -> None:
    """Nothing after the moment asked about is used."""
    later = {**plain(5, 2), "event_timestamp": at(5) + MICROSECOND}

    assert answer(ask(5), [plain(4, 1), later]) == (1, "PRESENT")
    assert answer(ask(5), [later]) == (None, "NOT_YET")


# -- time to live ------------------------------------------------------------------------------


@pytest.mark.parametrize("boundary", ["inclusive", "exclusive"])
@pytest.mark.parametrize(
    ("too_old", "expected"),
    [(timedelta(0), (1, "PRESENT")), (MICROSECOND, (None, "OUTSIDE_MAX_AGE"))],
    ids=["exactly ttl", "ttl and a microsecond"],
)
def test_a_value_exactly_as_old_as_the_ttl_is_valid(
    boundary: Any, too_old: timedelta, expected: tuple[Any, str]
) -> None:
    """The lower bound is inclusive whatever the upper one is."""
    view = FeatureView("state", [USER], [Field("v", int)], timedelta(hours=2), boundary)
    asked = {"user_id": "u1", "event_timestamp": at(3) + too_old}

    assert expected == answer(asked, [plain(1, 1)], view)


def test_without_a_ttl_a_value_never_expires() -> None:
    """None means no limit."""
    assert answer(ask(24 * 365 * 50), [plain(0, 1)]) == (1, "PRESENT")


def test_the_age_is_counted_from_the_entity_row_not_from_now() -> None:
    """Two entity rows see one old row differently, each by its own time."""
    result = point_in_time_join([ask(2), ask(9)], LIMITED, [plain(1, 1)])

    assert [entry["v"] for entry in result.statuses] == ["PRESENT", "OUTSIDE_MAX_AGE"]


def test_expired_outranks_not_yet() -> None:
    """If an older row exists but expired, a future one does not change the status."""
    assert answer(ask(5), [plain(1, 1), plain(9, 2)], LIMITED) == (None, "OUTSIDE_MAX_AGE")


def test_an_expired_row_that_was_not_known_is_not_yet() -> None:
    """A row that nobody knew of at the time cannot have expired."""
    assert answer(ask(5), [row(1, 1, created=8)], LIMITED) == (None, "NOT_YET")


# -- ties --------------------------------------------------------------------------------------


@pytest.mark.parametrize("reverse", [False, True])
def test_of_one_event_time_the_later_created_wins(reverse: bool) -> None:
    """A correction supersedes, wherever it stands in the table."""
    rows = [row(1, 10, created=2), row(1, 20, created=3), row(1, 15, created=2.5)]

    assert answer(ask(5), rows[::-1] if reverse else rows) == (20, "PRESENT")


def test_a_newer_event_beats_a_later_created() -> None:
    """A back-filled older event does not replace a newer one."""
    rows = [row(1, 30, created=4), row(2, 40, created=3)]

    assert answer(ask(5), rows) == (40, "PRESENT")
    assert answer(ask(5), rows[::-1]) == (40, "PRESENT")


@pytest.mark.parametrize("with_created", [True, False])
def test_on_a_full_tie_the_row_appended_last_wins(with_created: bool) -> None:
    """Append order decides where times do not."""
    rows = [row(1, n, created=2) if with_created else plain(1, n) for n in (3, 1, 2)]

    assert answer(ask(5), rows) == (2, "PRESENT")
    assert answer(ask(5), rows[::-1]) == (3, "PRESENT")


def test_strict_ties_refuse_an_answer_that_append_order_decides() -> None:
    """The message names the key and the moment."""
    rows = [row(1, 10, created=2), row(1, 20, created=2), row(3, 30, created=3)]

    with pytest.raises(RequestError, match=r"'u1'.*2026-03-01 01:00"):
        answer(ask(2), rows, strict_ties=True)


@pytest.mark.parametrize(
    "rows",
    [
        [row(1, 10, created=2), row(1, 20, created=3)],
        [row(1, 10, created=2), row(1, 10, created=2), row(1.5, 20, created=2)],
        [plain(1, 10), plain(1.5, 20)],
        [row(1, 10, created=2, user="u2"), row(1, 20, created=2)],
    ],
    ids=["created differs", "a tie below the winner", "events differ", "another key"],
)
def test_strict_ties_leave_decided_answers_alone(rows: list[dict[str, Any]]) -> None:
    """Only a tie for the answer itself is refused."""
    assert answer(ask(4), rows, strict_ties=True) == (20, "PRESENT")


def test_without_known_times_a_row_of_unknown_creation_yields() -> None:
    """On equal event times a row that says when it was created outranks one that does not."""
    rows = [row(1, 10, created=2), row(1, 20, created=None)]

    assert answer(ask(5), rows, as_known=False) == (10, "PRESENT")
    assert answer(ask(5), rows[::-1], as_known=False) == (10, "PRESENT")


# -- as known at the time ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "known", "hindsight"),
    [
        (1.5, (None, "NOT_YET"), (7, "PRESENT")),
        (2, (7, "PRESENT"), (7, "PRESENT")),
        (3.5, (7, "PRESENT"), (8, "PRESENT")),
        (6, (8, "PRESENT"), (8, "PRESENT")),
    ],
)
def test_a_row_counts_from_its_created_time_on(
    hours: float, known: tuple[Any, str], hindsight: tuple[Any, str]
) -> None:
    """By default the join knows what was known; with as_known=False it knows better."""
    rows = [row(1, 7, created=2), row(3, 8, created=6)]

    assert known == answer(ask(hours), rows)
    assert hindsight == answer(ask(hours), rows, as_known=False)


def test_behind_a_late_row_the_one_created_at_the_very_moment_counts() -> None:
    """Equality counts for created times too, also when newer rows are skipped."""
    rows = [row(1, 7, created=1), row(2, 8, created=5), row(3, 9, created=6)]

    assert answer(ask(5), rows) == (8, "PRESENT")


def test_a_row_without_created_time_was_never_known() -> None:
    """Null in created_timestamp excludes the row; without the rule it counts."""
    rows = [row(1, 7, created=1), row(2, 8, created=None)]

    assert answer(ask(5), rows) == (7, "PRESENT")
    assert answer(ask(5), rows[1:]) == (None, "NOT_YET")
    assert answer(ask(5), rows[1:], as_known=False) == (8, "PRESENT")


def test_a_table_without_created_times_has_nothing_to_filter() -> None:
    """The default asks for known rows only where rows can say when they were known."""
    assert answer(ask(5), [plain(1, 7)], as_known=True) == (7, "PRESENT")


def test_a_table_has_created_times_in_every_row_or_in_none() -> None:
    """One row with the column must not exclude all older rows in silence."""
    for rows in ([row(1, 7, created=1), plain(2, 8)], [plain(2, 8), row(1, 7, created=1)]):
        with pytest.raises(RequestError, match="created_timestamp") as caught:
            answer(ask(5), rows)
        assert caught.value.row == rows.index(plain(2, 8))


def test_thousands_of_late_rows_leave_the_last_known_one() -> None:
    """A nightly load hides all its rows until it is done, at any position of its blocks."""
    for count in (15, 16, 17, 255, 256, 257, 1000, 5000):
        rows = [row(1, -1, created=1)]
        rows += [row(2 + n / 10_000, n, created=9) for n in range(count)]

        assert answer(ask(8), rows) == (-1, "PRESENT")
        assert answer(ask(8), rows[1:]) == (None, "NOT_YET")
        assert answer(ask(9), rows) == (count - 1, "PRESENT")


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
