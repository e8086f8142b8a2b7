"""How long does an online read take beside Feast's on SQLite, and do both answer alike?

Run:
    python -m bench.online_read

One feature view of two features, 1,000 users, no ttl, every user written once. Both sides read the
same random users in the same run, 1 row and 100 rows at a time. Feast pays for generality
(protobuf, a registry of definitions, several stores); the figures say what a reader of this course
gets, not that Feast is badly made. Its store keeps one value per key, ours the history that a
point-in-time read needs. Times are medians of many calls.
"""

from __future__ import annotations

import contextlib
import io
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feast
import pandas as pd
from feast.infra.online_stores.sqlite import SqliteOnlineStoreConfig
from feast.repo_config import RegistryConfig, RepoConfig

from mlplat_core import Entity, FeatureStore, FeatureView, Field

USERS = 1_000
FEATURES = ["user_stats:txn_count_7d", "user_stats:avg_amount_30d"]
SEEN = datetime(2026, 11, 1, tzinfo=UTC)
NOW = SEEN + timedelta(days=1)
SIZES = {1: 2_000, 100: 200}

Read = Callable[[list[int]], list[tuple[Any, Any]]]


def make_rows() -> list[dict[str, Any]]:
    """One row per user."""
    rng = random.Random(7)
    return [
        {
            "user_id": user,
            "event_timestamp": SEEN,
            "created_timestamp": SEEN,
            "txn_count_7d": rng.randrange(100),
            "avg_amount_30d": rng.random(),
        }
        for user in range(USERS)
    ]


def ours(path: Path | None, rows: list[dict[str, Any]]) -> Read:
    """A reader of the platform's store, in memory or in a file."""
    store = FeatureStore(path, clock=lambda: NOW)
    user = Entity("user", join_keys=("user_id",))
    schema = (Field("txn_count_7d", int), Field("avg_amount_30d", float))
    store.apply(FeatureView("user_stats", (user,), schema))
    store.push("user_stats", rows)

    def read(users: list[int]) -> list[tuple[Any, Any]]:
        asked = [{"user_id": user} for user in users]
        found = store.get_online_features(FEATURES, asked).rows
        return [(row["txn_count_7d"], row["avg_amount_30d"]) for row in found]

    return read


def theirs(folder: Path, rows: list[dict[str, Any]]) -> Read:
    """A reader of Feast's store: local provider, SQLite online store, materialised from parquet."""
    frame = pd.DataFrame(rows).astype({"event_timestamp": "datetime64[us, UTC]"})
    frame["created_timestamp"] = frame["event_timestamp"]
    frame.to_parquet(folder / "rows.parquet", coerce_timestamps="us")
    user = feast.Entity(name="user", join_keys=["user_id"], value_type=feast.ValueType.INT64)
    schema = [
        feast.Field(name="txn_count_7d", dtype=feast.types.Int64),
        feast.Field(name="avg_amount_30d", dtype=feast.types.Float64),
    ]
    source = feast.FileSource(
        path=str(folder / "rows.parquet"),
        timestamp_field="event_timestamp",
        created_timestamp_column="created_timestamp",
    )
    view = feast.FeatureView(name="user_stats", entities=[user], schema=schema, source=source)
    store = feast.FeatureStore(
        config=RepoConfig(
            project="bench",
            provider="local",
            registry=RegistryConfig(path=str(folder / "registry.db")),
            online_store=SqliteOnlineStoreConfig(path=str(folder / "online.db")),
            entity_key_serialization_version=3,
        )
    )
    store.apply([user, view])
    with contextlib.redirect_stdout(io.StringIO()):
        store.materialize(SEEN - timedelta(days=1), NOW)

    def read(users: list[int]) -> list[tuple[Any, Any]]:
        asked = [{"user_id": user} for user in users]
        found = store.get_online_features(features=FEATURES, entity_rows=asked).to_dict()
        return list(zip(found["txn_count_7d"], found["avg_amount_30d"], strict=True))

    return read


def median_us(read: Read, size: int, calls: int) -> tuple[float, list[Any]]:
    """The median time of a call in microseconds, and what the calls returned."""
    rng, times, answers = random.Random(size), [], []
    for _ in range(calls):
        users = [rng.randrange(USERS) for _ in range(size)]
        begin = time.perf_counter()
        found = read(users)
        times.append(time.perf_counter() - begin)
        answers.append(found)
    return statistics.median(times) * 1e6, answers


def main() -> int:
    """Measure all three and print the table; 1 if they disagree."""
    rows, wrong = make_rows(), 0
    with tempfile.TemporaryDirectory() as folder:
        readers = {
            f"Feast {feast.__version__}, SQLite": theirs(Path(folder), rows),
            "mlplat_core, memory": ours(None, rows),
            "mlplat_core, SQLite": ours(Path(folder) / "platform.db", rows),
        }
        for size, calls in SIZES.items():
            print(f"{size} row{'s' * (size > 1)} of 2 features, median of {calls:,} calls")
            first: tuple[float, list[Any]] | None = None
            for name, read in readers.items():
                took, answers = median_us(read, size, calls)
                first = first or (took, answers)
                differing = sum(a != b for a, b in zip(answers, first[1], strict=True))
                wrong += differing
                print(
                    f"  {name:24}{took:10.1f} us   Feast / this {first[0] / took:5.1f}"
                    f"   answers that differ from Feast's: {differing} of {calls:,}"
                )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
