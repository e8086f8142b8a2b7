"""Random tables in which boundaries, ties, expiry, late rows and look-alike keys meet often.

A batch holds many small tables over keys of their own, so that one call of a real system answers
thousands of cases while the scan of each case still reads a table of a few dozen rows.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from point_in_time_scan import Answer, Row, scan

from mlplat_core import Entity, FeatureView, Field, JoinResult

START = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the tables of a batch are like.

    Attributes:
        ttl: of the view, in seconds; None for no limit.
        boundary: of the view.
        null_keys: whether a part of a key may be null.
        full_ties: whether two rows may agree in key and both times, so that append order decides.
        keys: what keys are made of.
        rows: how many a table may have.
        span: over how many seconds they are spread.
    """

    ttl: int | None = 4
    boundary: Literal["inclusive", "exclusive"] = "inclusive"
    null_keys: bool = False
    full_ties: bool = True
    keys: type[int] | type[str] = str
    rows: int = 30
    span: int = 12

    @property
    def view(self) -> FeatureView:
        """One feature of user and shop."""
        ttl = None if self.ttl is None else timedelta(seconds=self.ttl)
        entities = [Entity("user", ["user_id"]), Entity("shop", ["shop_id"])]
        return FeatureView("stats", entities, [Field("v", float)], ttl, self.boundary)


@dataclass(frozen=True, slots=True)
class Batch:
    """Many small tables for one view, with what is asked of each.

    Attributes:
        shape: what they are like.
        tables: the rows of each table, and its entity rows.
    """

    shape: Shape
    tables: Sequence[tuple[list[Row], list[Row]]]

    @property
    def view(self) -> FeatureView:
        """The view of all tables."""
        return self.shape.view

    @property
    def rows(self) -> list[Row]:
        """The rows of all tables."""
        return [row for rows, _ in self.tables for row in rows]

    @property
    def asked(self) -> list[Row]:
        """The entity rows of all tables: one case each."""
        return [row for _, asked in self.tables for row in asked]

    def scanned(self, *, as_known: bool) -> list[Answer]:
        """What the contract says about each entity row."""
        return [
            scan(entry, self.view, rows, as_known=as_known)
            for rows, asked in self.tables
            for entry in asked
        ]


def make_batch(shape: Shape, *, tables: int, seed: int) -> Batch:
    """So many tables with 10 entity rows each; the same for the same seed."""
    rng = random.Random(seed)
    return Batch(shape, [_make_table(rng, shape, number) for number in range(tables)])


def answers(result: JoinResult) -> list[Answer]:
    """Value and status of `v` in every row of a join."""
    pairs = zip(result.rows, result.statuses, strict=True)
    return [(row["v"], str(status["v"])) for row, status in pairs]


def _make_table(rng: random.Random, shape: Shape, number: int) -> tuple[list[Row], list[Row]]:
    rows: list[Row] = []
    for value in range(rng.randint(1, shape.rows)):
        row = _keyed(rng, shape, number)
        # Half of the rows become known when they happen or soon after, others at any time.
        lag = timedelta(seconds=rng.choice((0, 0, 1, 2)))
        row["created_timestamp"] = (
            row["event_timestamp"] + lag if rng.random() < 0.5 else _at(rng, shape)
        )
        row["v"] = None if rng.random() < 0.15 else float(value)
        if shape.full_ties or all(_identity(row) != _identity(other) for other in rows):
            rows.append(row)
    asked = [_keyed(rng, shape, number) for _ in range(9)]
    return rows, [*asked, dict(asked[0])]  # a repeated entity row is a case of its own


def _keyed(rng: random.Random, shape: Shape, number: int) -> Row:
    """A key and a moment. Run together, ("1", "11") and ("11", "1") would be the same key."""
    user, shop = rng.choice((1, 1, 1, 11)), rng.choice((1, 11, 11, 11))
    row: dict[str, Any] = {"user_id": 100 * number + user, "shop_id": shop}
    if shape.keys is str:
        row = {"user_id": f"{number}.{user}", "shop_id": str(shop)}
    if shape.null_keys and rng.random() < 0.1:
        row[rng.choice(("user_id", "shop_id"))] = None
    return {**row, "event_timestamp": _at(rng, shape)}


def _at(rng: random.Random, shape: Shape) -> datetime:
    """A moment on a grid of seconds, now and then a microsecond beside it."""
    beside = rng.choice((-1, 1)) if rng.random() < 0.15 else 0
    return START + timedelta(seconds=rng.randrange(shape.span + 1), microseconds=beside)


def _identity(row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in row if column != "v")
