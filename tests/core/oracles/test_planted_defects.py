"""Would the oracles notice? One defect per rule is planted in the platform, and each is caught.

Every comparison counts the cases in which the platform and the contract disagree: none while the
platform is whole, some as soon as the rule is broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from asof_engines import asof_left_join
from crowded_tables import START, Batch, Shape, answers, make_batch
from planting import Defect
from point_in_time_scan import Answer, Row, scan

from mlplat_core import FeatureStore, FeatureView, point_in_time_join
from mlplat_core.feature_store import point_in_time
from mlplat_core.feature_store.joining.history import KeyHistories
from mlplat_core.feature_store.joining.row_index import PointInTimeIndex
from mlplat_core.feature_store.storage.ports import FeatureRow
from mlplat_core.feature_store.writing import materialization, push

Record = Callable[[str, object], None]
Counts = tuple[int, int]
END = START + timedelta(seconds=100)


def differing(ours: Iterable[Any], theirs: Iterable[Any]) -> Counts:
    """In how many cases the two disagree, and how many there are; a lost row is a disagreement."""
    first, second = list(ours), list(theirs)
    if len(first) != len(second):
        return abs(len(first) - len(second)), len(second)
    return sum(a != b for a, b in zip(first, second, strict=True)), len(second)


def joined(shape: Shape) -> Callable[[], Counts]:
    """Compares the join with the scan."""

    def compare() -> Counts:
        batch = make_batch(shape, tables=100, seed=8)
        result = point_in_time_join(batch.asked, batch.view, batch.rows)
        return differing(answers(result), batch.scanned(as_known=True))

    return compare


def joined_in_hindsight(shape: Shape) -> Callable[[], Counts]:
    """Compares the join with DuckDB's ASOF join, which knows no created times."""

    def compare() -> Counts:
        batch = make_batch(shape, tables=100, seed=9)
        result = point_in_time_join(batch.asked, batch.view, batch.rows, as_known=False)
        return differing((row["v"] for row in result.rows), asof_left_join(batch))

    return compare


def store_of(view: FeatureView) -> FeatureStore:
    """A store of the view, at a time when all rows of the tables are past."""
    store = FeatureStore(clock=lambda: END)
    store.apply(view)
    return store


def online(store: FeatureStore, view: FeatureView, asked: Row) -> Answer:
    """Value and status that are served at the moment of the entity row."""
    keys = {column: asked[column] for column in view.join_keys}
    result = store.get_online_features(["stats:v"], [keys], now=asked["event_timestamp"])
    return result.rows[0]["v"], str(result.statuses[0]["v"])


def served(shape: Shape) -> Callable[[], Counts]:
    """Compares what is served at a moment with the scan."""

    def compare() -> Counts:
        batch = make_batch(shape, tables=60, seed=10)
        store = store_of(batch.view)
        store.push("stats", batch.rows)
        ours = [online(store, batch.view, asked) for asked in batch.asked]
        return differing(ours, batch.scanned(as_known=True))

    return compare


def materialized(shape: Shape) -> Callable[[], Counts]:
    """Compares what is served after incremental runs with the scan; each run brings late data.

    Rows arrive in another order than that of the scan, so none of them may tie in full.
    """

    def compare() -> Counts:
        batch = make_batch(shape, tables=60, seed=11)
        store = store_of(batch.view)
        for part in range(3):
            store.push("stats", batch.rows[part::3], to="offline")
            store.materialize_incremental(moment(4 * part + 4))
        ours = [online(store, batch.view, asked) for asked in batch.asked]
        return differing(ours, _scanned_up_to(batch, moment(12)))

    return compare


def moment(seconds: int) -> datetime:
    """So many seconds after the start of the tables."""
    return START + timedelta(seconds=seconds)


def _scanned_up_to(batch: Batch, end: datetime) -> list[Answer]:
    return [
        scan(entry, batch.view, [row for row in rows if row["event_timestamp"] <= end])
        for rows, asked in batch.tables
        for entry in asked
    ]


LOOKUP = PointInTimeIndex, "lookup"
JOIN = point_in_time, "join_views"
INCLUSIVE = 'self.view.boundary == "inclusive"'
FRESH = "events[position] < moment - max_age"
RANK = "(self.event, self.created, self.sequence)"
NEWS = "storage.offline.scan(view, after=mark.sequence if mark else 0)"

RULES: list[tuple[Defect, Callable[[], Counts]]] = [
    (Defect("boundary, < for <=", *LOOKUP, INCLUSIVE, "False"), joined(Shape())),
    (
        Defect("boundary, <= for <", *LOOKUP, INCLUSIVE, "True"),
        joined_in_hindsight(Shape(boundary="exclusive")),
    ),
    (
        Defect("ttl a microsecond short", *LOOKUP, FRESH, FRESH.replace("<", "<=")),
        joined(Shape()),
    ),
    (
        Defect("ttl a microsecond long", *LOOKUP, FRESH, FRESH + " - 1"),
        joined_in_hindsight(Shape()),
    ),
    (Defect("ttl ignored", *LOOKUP, "max_age is not None", "False"), joined(Shape())),
    (
        Defect(
            "tie, older created wins",
            KeyHistories,
            "_becoming_known",
            "-NEVER if created == NEVER else created",
            "-NEVER if created == NEVER else -created",
        ),
        joined_in_hindsight(Shape(full_ties=False)),
    ),
    (
        Defect(
            "tie, first appended wins",
            KeyHistories,
            "_append",
            "sorted(group, key=self._becoming_known)",
            "sorted(reversed(group), key=self._becoming_known)",
        ),
        joined_in_hindsight(Shape()),
    ),
    (
        Defect("as known ignored", *LOOKUP, "as_known and self._has_created", "False"),
        joined(Shape()),
    ),
    (
        Defect("null key matches", KeyHistories, "__init__", "is_null_key(key)", "False"),
        joined_in_hindsight(Shape(null_keys=True)),
    ),
    (Defect("nulls skipped back over", *JOIN, "ignore_nulls", "True"), joined(Shape())),
    (
        Defect(
            "repeated entity rows collapsed",
            *JOIN,
            "list(entity_rows)",
            "list({tuple(row.values()): row for row in entity_rows}.values())",
        ),
        joined(Shape()),
    ),
    (
        Defect(
            "future row visible online",
            push,
            "to_version",
            "max(happened, row.created)",
            "row.created",
        ),
        served(Shape()),
    ),
    (
        Defect("last write wins online", FeatureRow, "rank", RANK, "(self.sequence,)"),
        served(Shape()),
    ),
    (
        Defect(
            "watermark on event time",
            materialization,
            "_take_due",
            NEWS,
            "storage.offline.scan(view, since=mark.end + 1 if mark else None)",
        ),
        materialized(Shape(full_ties=False)),
    ),
]


@pytest.mark.parametrize(("defect", "compare"), RULES, ids=[defect.rule for defect, _ in RULES])
def test_every_planted_defect_is_caught(
    defect: Defect,
    compare: Callable[[], Counts],
    monkeypatch: pytest.MonkeyPatch,
    record_property: Record,
) -> None:
    """The whole platform agrees with the oracle in every case, the broken one does not."""
    before, cases = compare()
    defect.plant(monkeypatch)
    caught, _ = compare()

    record_property("planted defect", f"{defect.rule}: caught by {caught:,} of {cases:,} cases")
    assert (before, caught > 0) == (0, True)


def test_a_defect_whose_expression_is_gone_cannot_be_planted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So a rule that moves elsewhere takes its defect along, instead of passing unnoticed."""
    for right in ("no_such_name", "position"):  # not there, and there more than once
        with pytest.raises(AssertionError, match="point the defect"):
            Defect("some rule", *LOOKUP, right, "0").plant(monkeypatch)
