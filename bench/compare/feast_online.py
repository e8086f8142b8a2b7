"""What does Feast's SQLite online store do?"""

from __future__ import annotations

import importlib
import itertools
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.compare.feast_folder import feast_stores, quiet_feast
from bench.compare.observation import Observation
from bench.compare.online_cases import Row, User, observe_system
from mlplat_core import Entity, FeatureView, Field

_VIEW = FeatureView(
    "stats", [Entity("user", ["user_id"])], [Field("v", float)], ttl=timedelta(hours=1)
)


class _Feast:
    """A Feast repository that is set up by the first rows, as they decide what keys are made of."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._feast = feast_stores().FeastFolder(folder, "duckdb")
        self._started = False

    def write(self, rows: Sequence[Row]) -> None:
        self._start(rows[0]["user_id"])
        self._feast.write_online(_VIEW.name, rows)

    def append(self, rows: Sequence[Row]) -> None:
        self._start(rows[0]["user_id"])
        self._feast.append(_VIEW.name, rows)

    def materialize(self, start: datetime | None, end: datetime) -> None:
        self._start("u0")
        if start is None:
            self._feast.materialize_incremental(end)
        else:
            self._feast.store.materialize(start, end)

    def read(self, users: Sequence[User]) -> list[tuple[Any, str]]:
        self._start("u0")
        found = self._feast.store.get_online_features(
            features=[f"{_VIEW.name}:v"], entity_rows=[{"user_id": user} for user in users]
        )
        position = list(found.proto.metadata.feature_names.val).index("v")
        names = importlib.import_module("feast.protos.feast.serving.ServingService_pb2")
        statuses = map(names.FieldStatus.Name, found.proto.results[position].statuses)
        return list(zip(found.to_dict()["v"], map(str, statuses), strict=True))

    def _start(self, key: object) -> None:
        """Define the view over a parquet file, of one old row of somebody nobody asks about."""
        if self._started:
            return
        self._started = True
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        somebody = 0 if isinstance(key, int) else "u0"
        stamps = {"event_timestamp": long_ago, "created_timestamp": long_ago}
        self._feast.add(_VIEW, [{"user_id": somebody, **stamps, "v": 0.0}])


def observe() -> list[Observation]:
    """What is served in every case, by a repository in a folder of its own."""
    numbers = itertools.count()
    # Feast reads the clock of the machine, so the rows are dated by it, too.
    now = datetime.now(UTC).replace(microsecond=0)
    with quiet_feast(), tempfile.TemporaryDirectory() as folder:
        return observe_system(
            "Feast, SQLite store", now, lambda: _Feast(Path(folder) / f"{next(numbers)}")
        )
