"""Every moment becomes one exact number, whatever its time zone; a naive one becomes an error."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core import RequestError
from mlplat_core.feature_store.timestamps import (
    EPOCH,
    NEVER,
    from_microseconds,
    is_null,
    to_microseconds,
)

AWARE = st.datetimes(
    timezones=st.timezones() | st.just(UTC),
    min_value=datetime(2, 1, 1),
    max_value=datetime(9998, 1, 1),
)


@given(AWARE)
def test_the_number_is_exact(moment: datetime) -> None:
    """The number leads back to the same moment, to the microsecond, from year 2 to 9998."""
    number = to_microseconds(moment)

    assert EPOCH + timedelta(microseconds=number) == moment.astimezone(UTC)
    assert from_microseconds(number) == moment.astimezone(UTC)


def test_both_passes_of_a_repeated_hour_differ() -> None:
    """When clocks go back, the first 02:30 is an hour before the second."""
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=berlin)

    gap = to_microseconds(first.replace(fold=1)) - to_microseconds(first)

    assert gap == 3_600_000_000


@pytest.mark.parametrize(
    "moment",
    [datetime(2026, 11, 23), date(2026, 11, 23), "2026-11-23T00:00Z", 1_790_000_000, None, pd.NaT],
)
def test_anything_but_an_aware_datetime_is_refused(moment: Any) -> None:
    """Naive datetimes, dates, texts, numbers and nulls name no moment."""
    with pytest.raises(RequestError, match="time zone"):
        to_microseconds(moment)


def test_a_pandas_timestamp_is_a_datetime_to_the_microsecond() -> None:
    """What is finer than a microsecond is rounded down."""
    assert to_microseconds(pd.Timestamp("1970-01-01T00:00:00.000001999Z")) == 1


def test_never_is_later_than_every_moment() -> None:
    """The time that stands for null cannot be reached."""
    assert to_microseconds(datetime.max.replace(tzinfo=UTC)) < NEVER


@pytest.mark.parametrize(
    ("value", "null"),
    [
        (None, True),
        (float("nan"), True),
        (pd.NaT, True),
        (0, False),
        ("", False),
        (False, False),
        ([float("nan")], False),
    ],
)
def test_null_is_none_or_unequal_to_itself(value: Any, null: bool) -> None:
    """Zero, empty text and a list are values; None, NaN and NaT are not."""
    assert is_null(value) is null


def test_an_array_is_not_null() -> None:
    """An embedding may hold an array, which has no single truth value."""
    assert is_null(pd.Series([1.0, float("nan")]).to_numpy()) is False
