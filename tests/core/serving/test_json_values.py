"""Which JSON values are values of a feature, and how feature values become JSON."""

from __future__ import annotations

import json
import struct
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core.serving.requests.json_values import json_schema, read_text, read_value, write_value
from mlplat_core.serving.requests.problems import Misfit

NAN, INFINITY = float("nan"), float("inf")
DTYPES = ("bool", "bytes", "float32", "float64", "int32", "int64", "string", "unix_timestamp")


class NotATime(datetime):
    """What pandas calls NaT: a datetime that is unequal to itself."""

    __hash__ = datetime.__hash__

    def __ne__(self, other: object) -> bool:
        return True


@pytest.mark.parametrize(
    ("dtype", "value", "expected"),
    [
        ("bool", True, True),
        ("bytes", "YWI=", b"ab"),
        ("bytes", b"ab", b"ab"),
        ("float64", 12, 12.0),
        ("float64", -0.5, -0.5),
        ("float64", -(2**63), -(2.0**63)),
        ("float32", 0.1, struct.unpack("<f", struct.pack("<f", 0.1))[0]),
        ("int32", 2**31 - 1, 2**31 - 1),
        ("int64", -(2**63), -(2**63)),
        ("int64", 2**63 - 1, 2**63 - 1),
        ("int64", 7.0, 7),
        ("string", "übel", "übel"),
        ("unix_timestamp", "2026-11-23T10:00:00Z", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        (
            "unix_timestamp",
            "2026-11-23T10:00:00.5+01:00",
            datetime(2026, 11, 23, 9, 0, 0, 500_000, UTC),
        ),
    ],
)
def test_values_are_read_as_the_store_keeps_them(dtype: str, value: Any, expected: Any) -> None:
    """What fits comes back with the type of its column."""
    read = read_value(dtype, value)

    assert read == expected
    assert type(read) is type(expected)


@pytest.mark.parametrize(
    ("dtype", "value", "code"),
    [
        *((dtype, None, "null") for dtype in DTYPES),
        *((dtype, [1], "wrong_type") for dtype in DTYPES),
        *((dtype, True, "wrong_type") for dtype in DTYPES if dtype != "bool"),
        *((dtype, "7", "wrong_type") for dtype in ("bool", "float32", "float64", "int32", "int64")),
        *((dtype, 7, "wrong_type") for dtype in ("bool", "bytes", "string", "unix_timestamp")),
        *((dtype, 7.5, "wrong_type") for dtype in ("int32", "int64")),
        *((dtype, NAN, "not_finite") for dtype in ("float32", "float64")),
        *((dtype, -INFINITY, "not_finite") for dtype in ("float32", "float64")),
        *((dtype, 2**63, "out_of_range") for dtype in ("float32", "float64", "int32", "int64")),
        *((dtype, 1e20, "out_of_range") for dtype in ("float32", "float64", "int32", "int64")),
        ("int64", 10**400, "out_of_range"),
        ("float64", 10**400, "out_of_range"),
        ("int32", 2**31, "out_of_range"),
        ("int64", INFINITY, "wrong_type"),
        ("string", "\ud800", "not_unicode"),
        ("bytes", "no base64!", "bad_format"),
        ("bytes", "ü", "bad_format"),
        ("bytes", "YWI", "bad_format"),
        ("unix_timestamp", "2026-11-23", "bad_format"),
        ("unix_timestamp", "2026-11-23T10:00:00", "bad_format"),
        ("unix_timestamp", "2026-02-30T10:00:00Z", "out_of_range"),
        ("unix_timestamp", "0001-01-01T00:00:00+12:00", "out_of_range"),
        ("unix_timestamp", datetime(2026, 11, 23), "out_of_range"),
        ("unix_timestamp", NotATime(2026, 11, 23, tzinfo=UTC), "null"),
    ],
)
def test_what_is_no_value_of_the_type_is_refused(dtype: str, value: Any, code: str) -> None:
    """Nothing is converted that JSON could have spelt, and the code says what is wrong."""
    with pytest.raises(Misfit) as misfit:
        read_value(dtype, value)

    assert misfit.value.code == code


def test_a_message_shows_the_value_only_if_it_is_short_and_harmless() -> None:
    """Messages are ASCII of bounded length, whatever was sent."""
    for value in ("x" * 10_000, "\ud800", "ü" * 5, "\x00", 10**300, NAN, {"a": [1]}, [[1]]):
        with pytest.raises(Misfit) as misfit:
            read_value("bool", value)

        message = str(misfit.value)
        assert message.isascii()
        assert len(message) < 100


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.5, 1.5),
        (INFINITY, "Infinity"),
        (-INFINITY, "-Infinity"),
        (NAN, "NaN"),
        (b"ab", "YWI="),
        (datetime(2026, 11, 23, 10, tzinfo=UTC), "2026-11-23T10:00:00+00:00"),
        ("text", "text"),
        (None, None),
    ],
)
def test_every_value_can_be_written(value: Any, expected: Any) -> None:
    """What JSON has no form for becomes a text."""
    written = write_value(value)

    assert written == expected
    json.dumps(written, allow_nan=False)


@given(
    st.sampled_from(["bytes", "int64", "string", "unix_timestamp"]),
    st.data(),
)
def test_what_is_written_is_read_back(dtype: str, data: st.DataObject) -> None:
    """JSON carries the values of a feature there and back."""
    moments = st.datetimes(datetime(2, 1, 2), datetime(9998, 12, 30), timezones=st.just(UTC))
    values: dict[str, st.SearchStrategy[Any]] = {
        "bytes": st.binary(),
        "int64": st.integers(-(2**63), 2**63 - 1),
        "string": st.text(),
        "unix_timestamp": moments,
    }
    value = data.draw(values[dtype])

    assert read_value(dtype, json.loads(json.dumps(write_value(value)))) == value


def test_a_time_is_one_moment_in_every_zone() -> None:
    """What the store keeps is UTC."""
    read = read_value("unix_timestamp", "2026-11-23T10:00:00+02:00")

    assert isinstance(read, datetime)
    assert read.utcoffset() == timedelta(0)


def test_a_text_of_another_class_becomes_a_plain_one() -> None:
    """A key must hash as its characters do, not as its class likes."""

    class Shouted(str):
        __slots__ = ()

        def __repr__(self) -> str:
            return self.upper()

    assert type(read_text(Shouted("u1"))) is str


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_type_has_a_schema(dtype: str) -> None:
    """The document can describe a value of every type."""
    assert json_schema(dtype)["type"] in ("boolean", "integer", "number", "string")
