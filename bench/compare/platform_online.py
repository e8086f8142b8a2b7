"""What does the platform's online store do?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.compare.observation import Observation
from bench.compare.online_cases import Row, User, observe_system
from mlplat_core import Entity, FeatureStore, FeatureView, Field

_NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_VIEW = FeatureView(
    "stats", [Entity("user", ["user_id"])], [Field("v", float)], ttl=timedelta(hours=1)
)


class _Platform:
    """A store in memory, with a clock that stands."""

    def __init__(self) -> None:
        self._store = FeatureStore(clock=lambda: _NOW)
        self._store.apply(_VIEW)

    def write(self, rows: Sequence[Row]) -> None:
        self._store.push(_VIEW.name, rows)

    def append(self, rows: Sequence[Row]) -> None:
        self._store.push(_VIEW.name, rows, to="offline")

    def materialize(self, start: datetime | None, end: datetime) -> None:
        if start is None:
            self._store.materialize_incremental(end)
        else:
            self._store.materialize(start, end)

    def read(self, users: Sequence[User]) -> list[tuple[Any, str]]:
        asked = [{"user_id": user} for user in users]
        found = self._store.get_online_features([f"{_VIEW.name}:v"], asked)
        pairs = zip(found.rows, found.statuses, strict=True)
        return [(row["v"], str(status["v"])) for row, status in pairs]


def observe() -> list[Observation]:
    """What is served in every case."""
    return observe_system("mlplat_core", _NOW, _Platform)
