"""The join against Feast with its DuckDB store: edges by hand, and thousands of random cases.

Two rows that agree in key and both times are left out: which of them wins is unspecified in Feast.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from crowded_tables import Shape, answers, make_batch
from edge_cases import EDGES, Edge, limit
from feast_stores import FEAST_WARNINGS, FeastFolder
from point_in_time_cases import SHOP, USER, at
from point_in_time_scan import scan

from mlplat_core import (
    FeatureStore,
    FeatureView,
    Field,
    PointInTimeIndex,
    join_views,
    point_in_time_join,
)

pytestmark = FEAST_WARNINGS
Record = Callable[[str, object], None]
VIEW = FeatureView("stats", [USER], [Field("v", float)])


@pytest.fixture(scope="module")
def by_feast(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What Feast answers to each edge, asked with few calls: one for each ttl and known-at rule."""
    found: dict[str, list[Any]] = {}
    for ttl, as_known in {(edge.ttl, edge.as_known): None for edge in EDGES}:
        edges = [edge for edge in EDGES if (edge.ttl, edge.as_known) == (ttl, as_known)]
        feast = FeastFolder(tmp_path_factory.mktemp("feast"), "duckdb")
        feast.add(replace(VIEW, ttl=limit(ttl)), [row for edge in edges for row in edge.observed])
        asked = [row for edge in edges for row in edge.asked]
        values = feast.historical(asked, ["stats:v"], as_known=as_known)
        for number, row in enumerate(asked):
            found.setdefault(row["user_id"], []).extend(values[number])
    return found


EACH_EDGE = pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.name)


@EACH_EDGE
def test_every_edge_is_as_written(edge: Edge) -> None:
    """The join gives the answers written by hand, and so does the scan."""
    view = replace(VIEW, ttl=limit(edge.ttl))
    expected = [answer for _, answer in edge.expected]

    result = point_in_time_join(edge.asked, view, edge.observed, as_known=edge.as_known)

    assert expected == answers(result)
    scanned = [scan(row, view, edge.observed, as_known=edge.as_known) for row in edge.asked]
    assert expected == scanned


@EACH_EDGE
def test_feast_agrees_on_every_edge(
    edge: Edge, by_feast: dict[str, list[Any]], record_property: Record
) -> None:
    """Feast's values are those written by hand; it has no statuses offline."""
    record_property("oracle cases", f"Feast DuckDB: {len(edge.asked)} cases")

    assert by_feast[edge.name] == [value for _, (value, _) in edge.expected]


RANDOM = {
    "with a ttl": Shape(full_ties=False),
    "null keys": Shape(full_ties=False, null_keys=True),
    "whole numbers for keys, no ttl": Shape(full_ties=False, ttl=None, keys=int),
    "long histories": Shape(full_ties=False, ttl=20, rows=120, span=150),
}


@pytest.mark.parametrize("as_known", [True, False], ids=["as known", "in hindsight"])
@pytest.mark.parametrize("shape", RANDOM.values(), ids=RANDOM.keys())
def test_feast_agrees_on_random_tables(
    shape: Shape, as_known: bool, tmp_path: Path, record_property: Record
) -> None:
    """Every entity row comes back once, with the value that the join finds."""
    batch = make_batch(shape, tables=300, seed=4)
    feast = FeastFolder(tmp_path, "duckdb")
    feast.add(batch.view, batch.rows)

    theirs = feast.historical(batch.asked, ["stats:v"], as_known=as_known)
    ours = point_in_time_join(batch.asked, batch.view, batch.rows, as_known=as_known)

    record_property("oracle cases", f"Feast DuckDB: {len(batch.asked)} cases")
    assert theirs == {number: (row["v"],) for number, row in enumerate(ours.rows)}


def test_feast_agrees_on_training_sets(tmp_path: Path, record_property: Record) -> None:
    """Also on rows that went through the store's log."""
    batch = make_batch(Shape(full_ties=False), tables=300, seed=5)
    feast, store = FeastFolder(tmp_path, "duckdb"), FeatureStore()
    feast.add(batch.view, batch.rows)
    store.apply(batch.view)
    store.push("stats", batch.rows)

    theirs = feast.historical(batch.asked, ["stats:v"], as_known=True)
    ours = store.get_historical_features(batch.asked, ["stats:v"])

    record_property("oracle cases", f"Feast DuckDB: {len(batch.asked)} cases")
    assert theirs == {number: (row["v"],) for number, row in enumerate(ours.rows)}


def test_feast_agrees_on_several_views(tmp_path: Path, record_property: Record) -> None:
    """A view that has expired, or knows the key not at all, leaves the others' values in place."""
    fast = FeatureView("fast", [USER], [Field("x", float)], ttl=limit(1))
    slow = FeatureView("slow", [USER, SHOP], [Field("y", float), Field("z", float)])
    stamp = {"event_timestamp": at(1), "created_timestamp": at(1)}
    rows = {
        "fast": [{"user_id": "u1", **stamp, "x": 1.0}],
        "slow": [{"user_id": "u1", "shop_id": "s", **stamp, "y": 2.0, "z": None}],
    }
    asked = [
        {"user_id": user, "shop_id": shop, "event_timestamp": at(hours)}
        for user in ("u1", "u2")
        for shop in ("s", "t")
        for hours in (0, 1, 2, 2.5)
    ]
    features = ["slow:y", "fast:x", "slow:z"]
    feast, indexes = FeastFolder(tmp_path, "duckdb"), {}
    for view in (fast, slow):
        feast.add(view, rows[view.name])
        indexes[view.name] = PointInTimeIndex(view, rows[view.name])

    theirs = feast.historical(asked, features, as_known=True)
    ours = join_views(asked, features, indexes)

    record_property("oracle cases", f"Feast DuckDB: {len(asked)} cases")
    expected = {n: (row["y"], row["x"], row["z"]) for n, row in enumerate(ours.rows)}
    assert expected == theirs
    assert expected[3] == (2.0, None, None)
