"""Columns are read out of rows exactly, and what cannot be read is named by its place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core import RequestError
from mlplat_core.feature_store.columns import group_by_key, is_null_key, read_keys, read_times
from mlplat_core.feature_store.timestamps import EPOCH, NEVER, to_microseconds

AWARE = st.datetimes(
    timezones=st.timezones() | st.just(UTC),
    min_value=datetime(2, 1, 1),
    max_value=datetime(9998, 1, 1),
)
INDIA = timezone(timedelta(hours=5, minutes=30))


def rows_of(*moments: Any) -> list[dict[str, Any]]:
    """Rows with one column, t."""
    return [{"t": moment} for moment in moments]


@given(st.lists(AWARE))
def test_a_column_of_times_equals_its_times_one_by_one(moments: list[datetime]) -> None:
    """Reading all at once gives what converting each gives."""
    expected = [to_microseconds(moment) for moment in moments]

    assert expected == read_times(rows_of(*moments), "t", "rows")
    assert [*expected, NEVER] == read_times(rows_of(*moments, None), "t", "rows", nullable=True)


def test_null_is_never_where_null_is_allowed() -> None:
    """None and NaT stand for a time that never comes."""
    rows = rows_of(None, EPOCH, pd.NaT)

    assert read_times(rows, "t", "rows", nullable=True) == [NEVER, 0, NEVER]
    assert read_times(rows_of(pd.NaT), "t", "rows", nullable=True) == [NEVER]


def test_times_of_pandas_are_read_too() -> None:
    """A row may come from a DataFrame."""
    moment = datetime(2026, 11, 23, 10, tzinfo=INDIA)

    assert read_times(rows_of(pd.Timestamp(moment)), "t", "rows") == [to_microseconds(moment)]


@pytest.mark.parametrize(
    "bad",
    [datetime(2026, 11, 23), "2026-11-23", 5, None, pd.NaT, pd.Timestamp("2026-11-23")],
)
def test_a_time_that_cannot_be_read_is_named_by_its_place(bad: Any) -> None:
    """The error carries the row and the column."""
    with pytest.raises(RequestError, match=r"rows, row 1, t: .*time zone") as caught:
        read_times(rows_of(EPOCH, bad, EPOCH), "t", "rows")

    assert (caught.value.row, caught.value.column) == (1, "t")


def test_a_missing_column_is_named_with_those_there_are() -> None:
    """The message shows what the row has instead."""
    with pytest.raises(RequestError, match="row 1 has no 't'; it has: a, b"):
        read_times([{"t": EPOCH}, {"a": 1, "b": 2}], "t", "rows")
    with pytest.raises(RequestError, match="row 0 has no 'k'; it has: nothing"):
        read_keys([{}], ["k"], "rows")


def test_keys_are_bare_for_one_column_and_tuples_for_several() -> None:
    """The shape of a key follows the number of join keys."""
    rows = [{"a": 1, "b": "x"}]

    assert read_keys(rows, ["a"], "rows") == [1]
    assert read_keys(rows, ["b", "a"], "rows") == [("x", 1)]


def test_rows_are_grouped_by_key() -> None:
    """Each key has the numbers of its rows, ascending."""
    rows = [{"a": key, "b": 1} for key in ("x", "y", None, "x")]

    groups = group_by_key(rows, ["b", "a"], "rows")

    assert {key: list(numbers) for key, numbers in groups.items()} == {
        (1, "x"): [0, 3],
        (1, "y"): [1],
        (1, None): [2],
    }


class Moody:
    """A value that cannot be hashed when it is first asked, but later can."""

    asked = 0

    def __hash__(self) -> int:
        self.asked += 1
        if self.asked == 1:
            raise TypeError("not now")
        return 1


def test_an_error_that_no_row_explains_is_not_swallowed() -> None:
    """If every key looks right afterwards, the first error stands."""
    with pytest.raises(TypeError, match="not now"):
        read_keys([{"k": 1}, {"k": Moody()}], ["k"], "rows")
    with pytest.raises(TypeError, match="not now"):
        group_by_key([{"k": 1}, {"k": Moody()}], ["k"], "rows")


@pytest.mark.parametrize(
    ("key", "null"), [(None, True), (("a", None), True), (("a", 0), False), (0, False)]
)
def test_a_key_is_null_if_any_part_is(key: Any, null: bool) -> None:
    """Zero is a key; None is not, alone or beside others."""
    assert is_null_key(key) is null
