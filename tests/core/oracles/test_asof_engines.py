"""The join against the contract read literally, `pandas.merge_asof`, polars and DuckDB."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from asof_engines import asof_left_join, join_asof, merge_asof
from crowded_tables import Batch, Shape, answers, make_batch

from mlplat_core import FeatureStore, point_in_time_join

Record = Callable[[str, object], None]

SHAPES = {
    "with a ttl": Shape(),
    "exclusive": Shape(boundary="exclusive"),
    "without a ttl": Shape(ttl=None, keys=int),
    "long histories": Shape(ttl=20, rows=300, span=150),
    "null keys": Shape(null_keys=True),
    "exclusive, null keys, no ttl": Shape(ttl=None, boundary="exclusive", null_keys=True),
}
WITHOUT_NULL_KEYS = {name: shape for name, shape in SHAPES.items() if not shape.null_keys}


def over(shapes: dict[str, Shape]) -> pytest.MarkDecorator:
    """Run a test once for each shape."""
    return pytest.mark.parametrize("shape", shapes.values(), ids=shapes.keys())


def differences(ours: list[Any], theirs: list[Any], batch: Batch) -> list[tuple[Any, ...]]:
    """The entity rows about which the two disagree, with both answers."""
    pairs = zip(batch.asked, ours, theirs, strict=True)
    return [(asked, a, b) for asked, a, b in pairs if a != b]


@over(SHAPES)
@pytest.mark.parametrize("as_known", [True, False], ids=["as known", "in hindsight"])
def test_the_join_equals_the_scan(shape: Shape, as_known: bool, record_property: Record) -> None:
    """Values and statuses are those of the contract read literally."""
    batch = make_batch(shape, tables=200, seed=1)

    ours = answers(point_in_time_join(batch.asked, batch.view, batch.rows, as_known=as_known))

    record_property("oracle cases", f"brute force: {len(ours)} cases")
    assert differences(ours, batch.scanned(as_known=as_known), batch) == []


@over(WITHOUT_NULL_KEYS)
@pytest.mark.parametrize("as_known", [True, False], ids=["as known", "in hindsight"])
def test_training_sets_equal_the_scan(
    shape: Shape, as_known: bool, record_property: Record
) -> None:
    """Rows that went through the store's log give the same values and statuses."""
    batch = make_batch(shape, tables=100, seed=2)
    store = FeatureStore()
    store.apply(batch.view)
    store.push("stats", batch.rows)

    result = store.get_historical_features(batch.asked, ["stats:v"], as_known=as_known)

    record_property("oracle cases", f"brute force: {len(batch.asked)} cases")
    assert differences(answers(result), batch.scanned(as_known=as_known), batch) == []


ENGINES: dict[str, tuple[Callable[[Batch], list[Any]], dict[str, Shape]]] = {
    "pandas.merge_asof": (merge_asof, WITHOUT_NULL_KEYS),
    "polars join_asof": (join_asof, SHAPES),
    "DuckDB ASOF": (asof_left_join, SHAPES),
}


@pytest.mark.parametrize(
    ("engine", "shape"),
    [
        pytest.param(name, shape, id=f"{name}, {kind}")
        for name, (_, shapes) in ENGINES.items()
        for kind, shape in shapes.items()
    ],
)
def test_values_equal_those_of_an_asof_join(
    engine: str, shape: Shape, record_property: Record
) -> None:
    """What each engine finds, the join finds."""
    batch = make_batch(shape, tables=300, seed=3)
    run, _ = ENGINES[engine]

    result = point_in_time_join(batch.asked, batch.view, batch.rows, as_known=False)

    record_property("oracle cases", f"{engine}: {len(batch.asked)} cases")
    ours = [row["v"] for row in result.rows]
    assert differences(ours, run(batch), batch) == []


def test_merge_asof_matches_null_with_null() -> None:
    """Why its cases have no null keys: for pandas None is a key like any other, for us it is not.

    If this fails, pandas has changed: give `merge_asof` the shapes with null keys, too.
    """
    batch = make_batch(Shape(null_keys=True), tables=300, seed=3)
    known = [value for value, _ in batch.scanned(as_known=False)]

    extra = differences(known, merge_asof(batch), batch)

    assert extra
    assert all(None in (asked["user_id"], asked["shop_id"]) for asked, _, _ in extra)
