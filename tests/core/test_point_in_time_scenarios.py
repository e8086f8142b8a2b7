"""Stories that other feature stores test themselves with, retold with our own rows.

From Feast (https://github.com/feast-dev/feast, `sdk/python/tests`): corrections and back-fills,
filtering by created time, views with and without a limit joined into one training set. From
Featureform (https://github.com/featureform/featureform, `provider/offline_test.go`): one label set
joined with five features.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mlplat_core import Entity, FeatureView, Field, PointInTimeIndex, join_views, point_in_time_join

DRIVER = Entity("driver", join_keys=["driver_id"])
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def hours(count: float) -> datetime:
    """So many hours after noon."""
    return NOON + timedelta(hours=count)


def trip(driver: int, event: float, created: float | None, rating: int) -> dict[str, Any]:
    """A driver's rating as of an event time."""
    return {
        "driver_id": driver,
        "event_timestamp": hours(event),
        "created_timestamp": None if created is None else hours(created),
        "rating": rating,
    }


RATINGS = FeatureView("ratings", [DRIVER], [Field("rating", int)], ttl=timedelta(hours=24))


@pytest.mark.parametrize("as_known", [True, False])
def test_backfills_correct_a_value_but_never_replace_a_newer_one(as_known: bool) -> None:
    """The later of two computations counts, and a newer value whenever it was computed."""
    rows = [
        trip(41, event=-2, created=-1, rating=90),
        trip(41, event=-2, created=-1.5, rating=70),
        trip(42, event=-2, created=-0.5, rating=50),
        trip(42, event=-1, created=-0.75, rating=60),
    ]
    asked = [{"driver_id": 41, "event_timestamp": NOON}, {"driver_id": 42, "event_timestamp": NOON}]

    result = point_in_time_join(asked, RATINGS, rows, as_known=as_known)

    assert [row["rating"] for row in result.rows] == [90, 60]


@pytest.mark.parametrize(
    ("rows", "known", "hindsight"),
    [
        ([trip(7, -3, -2, 1)], (1, "PRESENT"), 1),
        ([trip(7, -3, -2, 1), trip(7, -1, +1, 2)], (1, "PRESENT"), 2),
        ([trip(7, -3, +1, 1), trip(7, -1, +2, 2)], (None, "NOT_YET"), 2),
        ([trip(7, -3, -2, 1), trip(7, -3, 0, 2)], (2, "PRESENT"), 2),
        ([trip(7, -3, -2, 1), trip(7, -1, None, 2)], (1, "PRESENT"), 2),
        ([trip(7, -30, -29, 1), trip(7, -1, +1, 2)], (None, "OUTSIDE_MAX_AGE"), 2),
    ],
    ids=[
        "known in time",
        "the newest came late",
        "all came late",
        "created at the very moment",
        "never said when",
        "what was known had expired",
    ],
)
def test_only_what_had_been_written_by_then_is_used(
    rows: list[dict[str, Any]], known: tuple[Any, str], hindsight: int
) -> None:
    """The entity row stays, with a null if every candidate came too late."""
    asked = [{"driver_id": 7, "event_timestamp": NOON}]

    by_default = point_in_time_join(asked, RATINGS, rows)
    afterwards = point_in_time_join(asked, RATINGS, rows, as_known=False)

    assert (by_default.rows[0]["rating"], by_default.statuses[0]["rating"]) == known
    assert afterwards.rows[0]["rating"] == hindsight


def test_a_training_set_of_three_views_keeps_its_orders() -> None:
    """Orders keep their place and labels; each view brings what it knew, within its own ttl."""
    customer = Entity("customer", join_keys=["customer_id"])
    profile = FeatureView("profile", [customer], [Field("age", int)])
    pairs = FeatureView("pairs", [customer, DRIVER], [Field("rides", int)], ttl=timedelta(hours=2))
    profile_rows = [{"customer_id": "c", "event_timestamp": hours(-9999), "age": 41}]
    pair_rows = [
        {"customer_id": "c", "driver_id": 7, "event_timestamp": hours(-2), "rides": 3},
        {"customer_id": "c", "driver_id": 8, "event_timestamp": hours(-2.5), "rides": 9},
    ]
    indexes = {
        "ratings": PointInTimeIndex(RATINGS, [trip(7, -24, -24, 5), trip(8, +1, +1, 4)]),
        "profile": PointInTimeIndex(profile, profile_rows),
        "pairs": PointInTimeIndex(pairs, pair_rows),
    }
    orders = [
        {"customer_id": "c", "driver_id": 8, "event_timestamp": NOON, "paid": True},
        {"customer_id": "d", "driver_id": 7, "event_timestamp": NOON, "paid": False},
        {"customer_id": "c", "driver_id": 7, "event_timestamp": NOON, "paid": True},
        {"customer_id": "c", "driver_id": 7, "event_timestamp": NOON, "paid": True},
    ]

    result = join_views(orders, ["ratings:rating", "profile:age", "pairs:rides"], indexes)

    found = [(row["rating"], row["age"], row["rides"]) for row in result.rows]
    assert found == [(None, 41, None), (5, None, None), (5, 41, 3), (5, 41, 3)]
    assert [row["paid"] for row in result.rows] == [True, False, True, True]
    assert [tuple(entry.values()) for entry in result.statuses] == [
        ("NOT_YET", "PRESENT", "OUTSIDE_MAX_AGE"),
        ("PRESENT", "NOT_FOUND", "NOT_FOUND"),
        ("PRESENT", "PRESENT", "PRESENT"),
        ("PRESENT", "PRESENT", "PRESENT"),
    ]


def test_one_label_set_meets_five_kinds_of_feature() -> None:
    """Steady, future, corrected, exactly on time and empty: each label has its own mix."""
    item = Entity("item", join_keys=["item"])
    written: dict[str, list[tuple[str, int, Any]]] = {
        "steady": [("p", 2, 30), ("q", 4, 10), ("q", 4, 20), ("r", 6, 40)],
        "later": [("p", 90, "too late"), ("r", 91, "too late")],
        "twice": [("r", 5, "first try"), ("r", 5, "second try")],
        "exact": [("q", 4, "start"), ("q", 8, "end")],
        "empty": [],
    }
    indexes = {}
    for name, observed in written.items():
        view = FeatureView(name, [item], [Field("x", str)])
        rows = [{"item": key, "event_timestamp": hours(t), "x": x} for key, t, x in observed]
        indexes[name] = PointInTimeIndex(view, rows)
    labels = [("p", 10), ("q", 4), ("q", 8), ("r", 7)]
    asked = [{"item": key, "event_timestamp": hours(t)} for key, t in labels]

    result = join_views(asked, [f"{name}:x" for name in written], indexes, full_feature_names=True)

    assert [[row[f"{name}__x"] for name in written] for row in result.rows] == [
        [30, None, None, None, None],
        [20, None, None, "start", None],
        [20, None, None, "end", None],
        [40, None, "second try", None, None],
    ]
    assert result.statuses[0]["later__x"] == "NOT_YET"
    assert result.statuses[0]["empty__x"] == "NOT_FOUND"
