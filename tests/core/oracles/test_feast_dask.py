"""What Feast's default file store (dask) does to the same tables: a negative oracle.

The lessons and `docs/reference/compare.md` say that it loses entity rows and breaks ties wrongly.
These tests hold that claim against the installed Feast. A red test here means that Feast has
changed, and those pages with it, not that the platform is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from crowded_tables import Batch, Shape, make_batch
from feast_stores import FEAST_WARNINGS, FeastFolder
from point_in_time_scan import Row

pytestmark = FEAST_WARNINGS
Record = Callable[[str, object], None]
MENDED = "Feast has mended this: say so in docs/reference/compare.md and drop the test"


@pytest.fixture(scope="module")
def batch() -> Batch:
    """The tables that Feast is asked about."""
    return make_batch(Shape(full_ties=False, rows=40), tables=300, seed=6)


@pytest.fixture(scope="module")
def returned(batch: Batch, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Any]:
    """The value of each entity row that comes back from Feast, by its number."""
    feast = FeastFolder(tmp_path_factory.mktemp("feast"), "dask")
    feast.add(batch.view, batch.rows)
    found = feast.historical(batch.asked, ["stats:v"], as_known=False)
    return {number: value for number, (value,) in found.items()}


def identities(batch: Batch) -> list[tuple[Any, ...]]:
    """Key and moment of every entity row."""
    return [tuple(row.values()) for row in batch.asked]


def test_dask_drops_entity_rows_without_a_valid_candidate(
    batch: Batch, returned: dict[int, Any], record_property: Record
) -> None:
    """Exactly those whose key has rows, all of them expired or in the future, are lost."""
    statuses = [status for _, status in batch.scanned(as_known=False)]
    entity_rows = identities(batch)
    found = {entity_rows[number] for number in returned}

    pairs = zip(entity_rows, statuses, strict=True)
    lost = Counter(status for entity_row, status in pairs if entity_row not in found)

    record_property("oracle cases", f"Feast dask: {len(statuses)} cases")
    record_property("lost entity rows", f"{lost.total()} of {len(statuses)}: {dict(lost)}")
    assert lost, MENDED
    assert lost == Counter(each for each in statuses if each in ("OUTSIDE_MAX_AGE", "NOT_YET"))


def test_dask_collapses_repeated_entity_rows(
    batch: Batch, returned: dict[int, Any], record_property: Record
) -> None:
    """Of entity rows with equal key and moment one comes back, whatever their labels."""
    entity_rows = identities(batch)
    asked = Counter(entity_rows)

    found = Counter(entity_rows[number] for number in returned)

    repeated = [entity_row for entity_row in found if asked[entity_row] > 1]
    lost = sum(asked[entity_row] - found[entity_row] for entity_row in repeated)
    record_property("collapsed entity rows", f"{lost} of {len(entity_rows)}")
    assert repeated, "the batch repeats no entity row that comes back"
    assert all(found[entity_row] == 1 for entity_row in repeated), MENDED


def test_dask_breaks_ties_wrongly(
    batch: Batch, returned: dict[int, Any], record_property: Record
) -> None:
    """Of rows with one event time it may pick an older one; only there is a value ever wrong."""
    known = batch.scanned(as_known=False)
    tables = [rows for rows, asked in batch.tables for _ in asked]

    wrong = [number for number, value in returned.items() if value != known[number][0]]

    record_property("wrong values", f"{len(wrong)} of {len(returned)}")
    assert wrong, MENDED
    assert all(is_tied(batch.asked[number], tables[number]) for number in wrong)


def is_tied(asked: Row, rows: list[Row]) -> bool:
    """Whether the newest event that answers an entity row was observed more than once."""
    key = asked["user_id"], asked["shop_id"]
    events = [row["event_timestamp"] for row in rows if (row["user_id"], row["shop_id"]) == key]
    return events.count(max(e for e in events if e <= asked["event_timestamp"])) > 1
