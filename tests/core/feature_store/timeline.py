"""A time line in hours, one view, and a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mlplat_core import Entity, FeatureStore, FeatureView, Field

Row = dict[str, Any]
MakeStore = Callable[..., FeatureStore]
"""Makes an empty store that knows a view; the fixture `make_store` gives one."""
USER = Entity("user", join_keys=("user_id",))
SCHEMA = (Field("count", int), Field("amount", float))
FEATURES = ["stats:count", "stats:amount"]
MICROSECOND = timedelta(microseconds=1)


def at(hours: float) -> datetime:
    """The moment so many hours after the start of the time line."""
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hours)


def view_of(ttl: float | None = None, boundary: Any = "inclusive") -> FeatureView:
    """The view `stats`, keyed by user."""
    limit = None if ttl is None else timedelta(hours=ttl)
    return FeatureView("stats", (USER,), SCHEMA, ttl=limit, boundary=boundary)


def row(event: float, count: Any, created: float | None = None, user: Any = "u1") -> Row:
    """An observation of the view."""
    found = {"user_id": user, "event_timestamp": at(event), "count": count}
    return found if created is None else {**found, "created_timestamp": at(created)}


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, hours: float = 100) -> None:
        self.hours = hours

    def __call__(self) -> datetime:
        """The moment it was set to."""
        return at(self.hours)


def store_of(
    view: FeatureView | None = None, *, hours: float = 100, path: Path | None = None
) -> FeatureStore:
    """A store that knows the view, at so many hours."""
    store = FeatureStore(path, clock=Clock(hours))
    store.apply(view or view_of())
    return store


def online(store: FeatureStore, hours: float, user: Any = "u1") -> tuple[Any, str]:
    """Value and status of `count` online."""
    result = store.get_online_features(FEATURES[:1], [{"user_id": user}], now=at(hours))
    return result.rows[0]["count"], str(result.statuses[0]["count"])


def offline(store: FeatureStore, hours: float, user: Any = "u1") -> tuple[Any, str]:
    """Value and status of `count` in a training set."""
    asked = [{"user_id": user, "event_timestamp": at(hours)}]
    result = store.get_historical_features(asked, FEATURES[:1])
    return result.rows[0]["count"], str(result.statuses[0]["count"])
