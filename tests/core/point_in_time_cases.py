"""Views, rows and questions of which the edge cases of the join are made.

Times are written as hours after a fixed moment, so that a case reads as a time line.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from mlplat_core import (
    Entity,
    FeatureView,
    Field,
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
