"""What a push accepts, and which row and column it blames."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from timeline import USER, MakeStore, at, row

from mlplat_core import FeatureStore, FeatureView, Field, RequestError

NAIVE = datetime(2026, 3, 1)
DTYPES = ("bool", "bytes", "float32", "float64", "int32", "int64", "string", "unix_timestamp")
WIDE = FeatureView("wide", [USER], [Field(f"f_{dtype}", dtype) for dtype in DTYPES])


def push_value(store: FeatureStore, dtype: str, value: object) -> Any:
    """What comes back, on both sides, of a value that was pushed."""
    store.push("wide", [{"user_id": "u1", "event_timestamp": at(1), f"f_{dtype}": value}])
    asked = [{"user_id": "u1", "event_timestamp": at(100)}]
    reference = [f"wide:f_{dtype}"]
    trained = store.get_historical_features(asked, reference).rows[0][f"f_{dtype}"]
    served = store.get_online_features(reference, [{"user_id": "u1"}]).rows[0][f"f_{dtype}"]
    assert (trained, type(trained)) == (served, type(served))
    return served


@pytest.mark.parametrize(
    ("dtype", "value", "kept"),
    [
        ("bool", True, True),
        ("bytes", b"\x00\xff", b"\x00\xff"),
        ("float32", 0.1, 0.10000000149011612),
        ("float64", 0.1, 0.1),
        ("float64", 40, 40.0),
        ("float64", float("inf"), float("inf")),
        ("float64", float("nan"), None),
        ("int32", -(2**31), -(2**31)),
        ("int64", 2**63 - 1, 2**63 - 1),
        ("string", "naïve 🙂\x00", "naïve 🙂\x00"),
        ("string", "", ""),
        ("unix_timestamp", at(3), at(3)),
        ("int64", None, None),
    ],
)
def test_values_come_back_as_their_type(
    make_store: MakeStore, dtype: str, value: object, kept: object
) -> None:
    """The same on both sides and in both storages; NaN is null."""
    found = push_value(make_store(WIDE), dtype, value)

    assert (found, type(found)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("dtype", "value"),
    [
        ("bool", 1),
        ("bytes", "text"),
        ("float32", 1e39),
        ("float64", True),
        ("float64", "1.5"),
        ("float64", 10**400),
        ("int32", 2**31),
        ("int64", True),
        ("int64", 1.0),
        ("int64", 2**63),
        ("int64", "7"),
        ("string", 7),
        ("string", ["a"]),
        ("unix_timestamp", NAIVE),
        ("unix_timestamp", 1_700_000_000),
    ],
)
def test_values_of_another_type_are_refused(
    make_store: MakeStore, dtype: str, value: object
) -> None:
    """Nothing is converted but whole numbers in float columns."""
    rows = [
        {"user_id": "u1", "event_timestamp": at(1)},
        {"user_id": "u1", "event_timestamp": at(1), f"f_{dtype}": value},
    ]

    with pytest.raises(RequestError, match=f"row 1, f_{dtype}: ") as caught:
        make_store(WIDE).push("wide", rows)

    assert (caught.value.row, caught.value.column) == (1, f"f_{dtype}")


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"event_timestamp": NAIVE}, "event_timestamp"),
        ({"event_timestamp": None}, "event_timestamp"),
        ({"created_timestamp": NAIVE}, "created_timestamp"),
        ({"created_timestamp": "2026-03-01"}, "created_timestamp"),
        ({"user_id": None}, "user_id"),
        ({"user_id": float("nan")}, "user_id"),
        ({"user_id": True}, "user_id"),
        ({"user_id": 7}, "user_id"),
        ({"cuont": 1}, "cuont"),
    ],
    ids=str,
)
def test_rows_that_do_not_fit_are_refused(
    make_store: MakeStore, change: dict[str, Any], column: str
) -> None:
    """Naive times, keys that are null or of a second type, and columns of no meaning."""
    with pytest.raises(RequestError) as caught:
        make_store().push("stats", [row(1, 7), {**row(1, 8), **change}])

    assert (caught.value.row, caught.value.column) == (1, column)
    assert column in str(caught.value)


def test_keys_must_be_of_the_type_of_earlier_pushes(make_store: MakeStore) -> None:
    """Whole numbers and texts never mix in one view."""
    store = make_store()
    store.push("stats", [row(1, 7, user=1)])

    with pytest.raises(RequestError, match="does not convert keys"):
        store.push("stats", [row(1, 7, user="1")])


def test_moments_are_kept_in_utc(make_store: MakeStore) -> None:
    """Whatever zone they came in."""
    local = at(3).astimezone(datetime.now().astimezone().tzinfo)

    assert push_value(make_store(WIDE), "unix_timestamp", local).tzinfo is UTC
