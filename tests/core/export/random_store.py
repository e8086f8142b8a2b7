"""A feature store with every kind of view that Feast can hold, and random rows in each.

Times lie on a coarse grid with neighbours a microsecond away, so that ties, boundaries, late data
and expiry meet often.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mlplat_core import Entity, FeatureService, FeatureStore, FeatureView, Field
from mlplat_core.feature_store.definitions import DTYPES
from mlplat_core.feature_store.windows.aggregations import WindowAggregation

Rows = list[dict[str, Any]]

START = datetime(2026, 3, 1, tzinfo=UTC)
NOW = START + timedelta(days=40)
US = timedelta(microseconds=1)
USER, SHOP = Entity("user", ["user_id"]), Entity("shop", ["shop_id"])
# Feast's DuckDB store reads a ttl only of whole days, or of less than one.
TTLS = (None, timedelta(days=2), timedelta(hours=5), timedelta(microseconds=7_200_000_001))


# Feast rounds whole numbers beyond 53 bits on their way online, if there are nulls beside them.
NULLABLE = Field("nullable_int64", int)
FIELDS = [*(Field(f"f_{dtype}", dtype) for dtype in DTYPES), NULLABLE]


# What Feast's DuckDB store cannot read, though Feast accepts it.
ODD = (
    FeatureView(
        "odd_names",
        [USER],
        [
            Field(name, int)
            for name in ("plain", "pos_y", "class", "rn", "Rns", "event_expire_timestamp")
        ],
    ),
    FeatureView("odd_ttl", [USER], [Field("plain", int)], ttl=timedelta(hours=36)),
    FeatureView(
        "odd_boundary", [USER], [Field("plain", int)], ttl=timedelta(days=2), boundary="exclusive"
    ),
)


def _windows() -> FeatureView:
    """A view of events, whose features are what its windows hold."""
    hours = {"h1": timedelta(hours=1), "h9": timedelta(hours=9), "us": US}
    asked = [(None, "count"), *(("f_float64", each) for each in ("sum", "mean", "min", "max"))]
    asked += [("f_int32", "sum"), ("f_string", "last"), ("f_unix_timestamp", "max")]
    aggregations = [
        WindowAggregation(f"{column or 'all'}_{function}_{name}", column, function, width)
        for column, function in asked
        for name, width in hours.items()
    ]
    columns = [field for field in FIELDS if field.name in {column for column, _ in asked}]
    return FeatureView("windows", [USER, SHOP], columns, aggregations=aggregations)


WINDOWS = _windows()


def views() -> list[FeatureView]:
    """Each boundary with each ttl, over one entity, the other, or both in either order."""
    made = []
    for number, ttl in enumerate(TTLS):
        for boundary in ("inclusive", "exclusive"):
            if boundary == "exclusive" and ttl is not None and ttl.days:
                continue  # a microsecond less, which the export makes of it, is no whole number
            keys = ([USER], [SHOP], [USER, SHOP], [SHOP, USER])[len(made) % 4]
            fields = FIELDS[2 * number :] + FIELDS[: 2 * number]
            name = f"view_{number}_{boundary}"
            made.append(FeatureView(name, keys, fields[:6], ttl=ttl, boundary=boundary))
    return made


def moment(rng: random.Random) -> datetime:
    """A moment on the grid or beside it."""
    return START + timedelta(hours=rng.randrange(0, 72)) + rng.choice((-1, 0, 0, 0, 1)) * US


def key(rng: random.Random, view: FeatureView) -> dict[str, Any]:
    """A key that other rows have, too; shops are numbers, users texts."""
    values = {
        "user_id": rng.choice(("1", "11", "u-é", "")),
        "shop_id": rng.choice((1, 11, -(2**63))),
    }
    return {name: values[name] for name in view.join_keys}


def value(rng: random.Random, field: Field) -> Any:
    """A value for the field, or None."""
    if field == NULLABLE:
        return rng.choice((2**53, -7, None))
    return rng.choice(
        {
            "bool": (True, False, None),
            "bytes": (b"\x00", b"\xff", None),
            "float32": (0.1, -3.5, 1e38, None),
            "float64": (0.1, 5e-324, -1e300, None),
            "int32": (0, 2**31 - 1, -(2**31), None),
            "int64": (2**63 - 1, 2**53 + 1, -(2**63)),
            "string": ("", "naïve 'quoted' \U0001f600", None),
            "unix_timestamp": (START, START - timedelta(days=9) + US, None),
        }[str(field.dtype)]
    )


def fill(store: FeatureStore, view: FeatureView, rng: random.Random, rows: int) -> None:
    """Push so many rows, some of them late, some corrections, some equal in all but the values."""
    pushed: Rows = []
    for _ in range(rows):
        if pushed and rng.random() < 0.3:
            row = dict(rng.choice(pushed))
            if rng.random() < 0.5:
                row["created_timestamp"] += timedelta(hours=rng.randrange(1, 9))
        else:
            event = moment(rng)
            late = timedelta(hours=rng.choice((0, 0, 0, 1, 30))) + rng.choice((0, 0, 1)) * US
            times = {"event_timestamp": event, "created_timestamp": event + late}
            row = {**key(rng, view), **times}
        row |= {field.name: value(rng, field) for field in view.schema}
        pushed.append(row)
    store.push(view.name, pushed, to="offline")


def make_store(
    path: Path | None, rng: random.Random, *, rows: int, expiring: bool = True
) -> FeatureStore:
    """The store in a file, with a service over two views and a view without rows.

    Not expiring, it has the same rows in views of the same names without a ttl.
    """
    store = FeatureStore(path, clock=lambda: NOW)
    chosen = [view if expiring else replace(view, ttl=None) for view in views()]
    store.apply([*chosen, FeatureView("empty", [USER], [Field("nothing", int)]), *ODD, WINDOWS])
    features = [f"{view.name}:{view.feature_names[0]}" for view in chosen[:2]]
    store.apply(FeatureService("model", features[::-1]))
    for view in (*chosen, WINDOWS):
        fill(store, view, rng, rows)
    store.materialize(START - timedelta(days=1), NOW)
    return store


def asked(view: FeatureView, rng: random.Random, number: int) -> Rows:
    """Entity rows, some twice, some with keys that nobody has heard of or that are null."""
    rows = []
    for _ in range(number):
        row = {**key(rng, view), "event_timestamp": moment(rng)}
        if rng.random() < 0.02 and "user_id" in row:
            row["user_id"] = None
        elif rng.random() < 0.05:
            row[view.join_keys[0]] = 999 if view.join_keys[0] == "shop_id" else "nobody"
        rows += [row] * rng.choice((1, 1, 1, 2))
    return rows
