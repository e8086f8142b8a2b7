"""The point-in-time join as pandas, polars and DuckDB offer it, without a known-at rule.

Each takes a batch and returns one value per entity row, in order.
"""

from __future__ import annotations

import math
from typing import Any

import duckdb
import pandas as pd
import polars as pl
from crowded_tables import Batch

KEYS = ["user_id", "shop_id"]
TIMES = ["event_timestamp", "created_timestamp"]


def merge_asof(batch: Batch) -> list[Any]:
    """`pandas.merge_asof`, with the right side sorted by both times, in append order within."""
    view = batch.view
    left = pd.DataFrame(batch.asked).assign(number=range(len(batch.asked)))
    right = pd.DataFrame(batch.rows).sort_values(TIMES, kind="stable")
    merged = pd.merge_asof(
        left.sort_values("event_timestamp", kind="stable"),
        right,
        on="event_timestamp",
        by=KEYS,
        tolerance=None if view.ttl is None else pd.Timedelta(view.ttl),
        allow_exact_matches=view.boundary == "inclusive",
    ).sort_values("number")
    return [None if math.isnan(value) else value for value in merged["v"].tolist()]


def join_asof(batch: Batch) -> list[Any]:
    """`polars.DataFrame.join_asof`, sorted in the same way."""
    view = batch.view
    left = pl.DataFrame(batch.asked).with_row_index("number").sort("event_timestamp")
    right = pl.DataFrame(batch.rows, infer_schema_length=None).sort(TIMES, maintain_order=True)
    merged = left.join_asof(
        right,
        on="event_timestamp",
        by=KEYS,
        tolerance=view.ttl,
        allow_exact_matches=view.boundary == "inclusive",
        check_sortedness=False,  # both are sorted; polars cannot see it within groups and warns
    ).sort("number")
    return merged["v"].to_list()


def asof_left_join(batch: Batch) -> list[Any]:
    """DuckDB's `ASOF LEFT JOIN` with one row per key and event time, and the ttl in a CASE."""
    view = batch.view
    asked = pd.DataFrame(batch.asked).assign(number=range(len(batch.asked)))
    rows = pd.DataFrame(batch.rows).assign(number=range(len(batch.rows)))
    before = ">=" if view.boundary == "inclusive" else ">"
    query = f"""
        WITH latest AS (
            SELECT user_id, shop_id, event_timestamp,
                   -- a struct, as arg_max skips rows whose value is null
                   arg_max({{'v': v}}, (created_timestamp, number)).v AS v
            FROM observed
            GROUP BY ALL
        )
        SELECT CASE WHEN $ttl IS NULL OR latest.event_timestamp >= asked.event_timestamp - $ttl
               THEN v END
        FROM asked ASOF LEFT JOIN latest
            ON asked.user_id = latest.user_id AND asked.shop_id = latest.shop_id
            AND asked.event_timestamp {before} latest.event_timestamp
        ORDER BY asked.number
    """
    with duckdb.connect() as connection:
        connection.register("asked", asked)
        connection.register("observed", rows)
        found = connection.execute(query, {"ttl": view.ttl}).fetchall()
    return [None if value is None or math.isnan(value) else value for (value,) in found]
