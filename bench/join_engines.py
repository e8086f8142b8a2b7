"""How does each engine join features to labels as of the label's moment?

Every engine gets the same rows and answers the same question: one feature, one join key, a ttl of
three days, the newest event wins and among equal events the one created last. Each returns its
answers by label number, None where there is no value; a label that it loses is not in the answer.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import feast
import pandas as pd
import polars as pl
from feast.infra.offline_stores.dask import DaskOfflineStoreConfig
from feast.infra.offline_stores.duckdb import DuckDBOfflineStoreConfig
from feast.repo_config import RegistryConfig, RepoConfig

from bench.point_in_time import TTL, VIEW, Rows, merge_asof
from mlplat_core import PointInTimeIndex, join_views

Answers: TypeAlias = dict[int, float | None]
Join: TypeAlias = Callable[[], Any]
Read: TypeAlias = Callable[[Any], Answers]


def platform(labels: Rows, rows: Rows) -> tuple[Join, Read]:
    """The platform: dicts to index, and the join on it."""

    def join() -> object:
        indexes = {VIEW.name: PointInTimeIndex(VIEW, rows)}
        return join_views(labels, ["user_stats:amount"], indexes, as_known=False)

    return join, lambda found: {n: row["amount"] for n, row in enumerate(found.rows)}


def pandas_merge_asof(labels: Rows, rows: Rows) -> tuple[Join, Read]:
    """`pandas.merge_asof` on typed columns, its two sorts included."""
    left, right = pd.DataFrame(labels), pd.DataFrame(rows)
    return lambda: merge_asof(left, right), lambda found: _numbered(found["amount"].tolist())


def polars_join_asof(labels: Rows, rows: Rows) -> tuple[Join, Read]:
    """Polars `join_asof` on typed columns, its two sorts included."""
    left, right = pl.DataFrame(labels).with_row_index("number"), pl.DataFrame(rows)

    def join() -> pl.DataFrame:
        ordered = right.sort("event_timestamp", "created_timestamp", maintain_order=True)
        asked = left.sort("event_timestamp", maintain_order=True)
        # Both sides are sorted above; polars cannot check that within groups.
        joined = asked.join_asof(
            ordered, on="event_timestamp", by="user_id", tolerance=TTL, check_sortedness=False
        )
        return joined.sort("number")

    return join, lambda found: _numbered(found["amount"].to_list())


def duckdb_asof(labels: Rows, rows: Rows) -> tuple[Join, Read]:
    """DuckDB `ASOF LEFT JOIN` on loaded tables, ties settled by `arg_max`."""
    connection = duckdb.connect(config={"threads": 1})
    left, right = pd.DataFrame(labels).reset_index(names="number"), pd.DataFrame(rows)
    connection.register("left_frame", left)
    connection.register("right_frame", right)
    connection.execute("CREATE TABLE labels AS SELECT * FROM left_frame")
    connection.execute("CREATE TABLE features AS SELECT * FROM right_frame")
    query = f"""
        WITH newest AS (
            SELECT user_id, event_timestamp, arg_max(amount, created_timestamp) AS amount
            FROM features GROUP BY user_id, event_timestamp
        )
        SELECT number, CASE WHEN n.event_timestamp >= l.event_timestamp - INTERVAL '{TTL.days}' DAY
                            THEN amount END AS amount
        FROM labels l ASOF LEFT JOIN newest n
        ON l.user_id = n.user_id AND l.event_timestamp >= n.event_timestamp
        ORDER BY number
    """
    return (
        lambda: connection.execute(query).fetchnumpy(),
        lambda found: _numbered(found["amount"].tolist()),
    )


@contextmanager
def feast_store(labels: Rows, rows: Rows, offline: object) -> Iterator[tuple[Join, Read]]:
    """Feast with one of its local offline stores, reading parquet as it always does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        frame = pd.DataFrame(rows)
        frame.to_parquet(folder / "rows.parquet", coerce_timestamps="us")
        user = feast.Entity(name="user", join_keys=["user_id"], value_type=feast.ValueType.INT64)
        source = feast.FileSource(
            path=str(folder / "rows.parquet"),
            timestamp_field="event_timestamp",
            created_timestamp_column="created_timestamp",
        )
        view = feast.FeatureView(
            name="user_stats",
            entities=[user],
            schema=[feast.Field(name="amount", dtype=feast.types.Float64)],
            source=source,
            ttl=TTL,
        )
        store = feast.FeatureStore(
            config=RepoConfig(
                project="bench",
                provider="local",
                registry=RegistryConfig(path=str(folder / "registry.db")),
                offline_store=offline,
                online_store={"type": "sqlite", "path": str(folder / "online.db")},
                entity_key_serialization_version=3,
            )
        )
        store.apply([user, view])
        # The number travels along as a label would, and says afterwards which rows are left.
        asked = pd.DataFrame(labels).reset_index(names="number")

        def join() -> pd.DataFrame:
            return store.get_historical_features(
                entity_df=asked, features=["user_stats:amount"]
            ).to_df()

        yield (
            join,
            lambda found: {
                int(number): None if value is None or math.isnan(value) else value
                for number, value in zip(found["number"], found["amount"], strict=True)
            },
        )


FEAST_STORES: dict[str, Callable[[], Any]] = {
    f"Feast {feast.__version__}, DuckDB store": DuckDBOfflineStoreConfig,
    f"Feast {feast.__version__}, dask store": DaskOfflineStoreConfig,
}
ENGINES: dict[str, Callable[[Rows, Rows], tuple[Join, Read]]] = {
    "mlplat_core, from dicts": platform,
    f"pandas {pd.__version__} merge_asof": pandas_merge_asof,
    f"polars {pl.__version__} join_asof": polars_join_asof,
    f"DuckDB {duckdb.__version__} ASOF": duckdb_asof,
}


def _numbered(values: list[float | None]) -> Answers:
    """The values of a column in label order, NaN and masked ones as None."""
    return {
        number: None if value is None or math.isnan(value) else value
        for number, value in enumerate(values)
    }
