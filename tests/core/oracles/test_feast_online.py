"""What Feast's online store (SQLite) serves in the cases where ours differs, as facts.

`docs/reference/compare.md` states them. A red test here means that Feast has changed, and that page
with it, not that the platform is wrong.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from feast_stores import FEAST_WARNINGS, FeastFolder
from point_in_time_cases import USER
from point_in_time_scan import Row

from mlplat_core import FeatureStore, FeatureView, Field

pytestmark = FEAST_WARNINGS
MENDED = "Feast has mended this: say so in docs/reference/compare.md and drop the test"
VIEW = FeatureView("stats", [USER], [Field("v", float)], ttl=timedelta(hours=1))
KEY = {"user_id": "u1"}
# Feast reads the clock of the machine. It matters only that the rows are old or new.
NOW = datetime.now(UTC).replace(microsecond=0)


def row(hours: float, value: float | None, user: str = "u1") -> Row:
    """An observation so many hours from now, known at once."""
    moment = NOW + timedelta(hours=hours)
    return {"user_id": user, "event_timestamp": moment, "created_timestamp": moment, "v": value}


def ours(*rows: Row) -> tuple[Any, str]:
    """What the platform serves now of rows that were pushed in this order."""
    store = FeatureStore(clock=lambda: NOW)
    store.apply(VIEW)
    for each in rows:
        store.push("stats", [each])
    result = store.get_online_features(["stats:v"], [KEY])
    return result.rows[0]["v"], str(result.statuses[0]["v"])


def theirs(folder: Path, *rows: Row) -> tuple[Any, str]:
    """What Feast serves now of rows that were written in this order."""
    feast = FeastFolder(folder, "duckdb")
    feast.add(VIEW, rows)
    for each in rows:
        # Feast refuses a write in which every value is null.
        feast.write_online("stats", [each, row(-0.5, 0.0, user="somebody else")])
    return feast.online("stats:v", KEY)


FACTS = {
    "a fresh value": ([row(-0.5, 1.0)], (1.0, "PRESENT"), (1.0, "PRESENT")),
    "an expired value": ([row(-10, 1.0)], (None, "OUTSIDE_MAX_AGE"), (1.0, "PRESENT")),
    "an older event written later": (
        [row(-0.2, 2.0), row(-0.5, 1.0)],
        (2.0, "PRESENT"),
        (1.0, "PRESENT"),
    ),
    "an event of the future": (
        [row(-0.5, 1.0), row(+5, 9.0)],
        (1.0, "PRESENT"),
        (9.0, "PRESENT"),
    ),
    "a null value": ([row(-0.5, None)], (None, "NULL_VALUE"), (None, "PRESENT")),
    "an unknown key": ([row(-0.5, 1.0, user="u2")], (None, "NOT_FOUND"), (None, "NOT_FOUND")),
}


@pytest.mark.parametrize(("rows", "platform", "feast"), FACTS.values(), ids=FACTS.keys())
def test_what_both_serve(
    rows: list[Row], platform: tuple[Any, str], feast: tuple[Any, str], tmp_path: Path
) -> None:
    """The platform honours the ttl, event order and the moment; Feast serves the last write."""
    assert platform == ours(*rows)
    assert feast == theirs(tmp_path, *rows), MENDED


def test_incremental_materialization_loses_late_data_in_feast(tmp_path: Path) -> None:
    """A row that arrives after a run but happened before its end is served by us, never by it."""
    # Feast looks back by the ttl, an hour, from the moment of the run: leave it time to get there.
    first, late = row(-0.4, 1.0, user="u2"), row(-0.35, 5.0)
    feast, store = FeastFolder(tmp_path, "duckdb"), FeatureStore(clock=lambda: NOW)
    feast.add(VIEW, [first])
    store.apply(VIEW)
    store.push("stats", [first], to="offline")
    for run in (feast, store):
        run.materialize_incremental(NOW - timedelta(hours=0.25))

    feast.append("stats", [late])
    store.push("stats", [late], to="offline")
    for run in (feast, store):
        run.materialize_incremental(NOW)

    assert store.get_online_features(["stats:v"], [KEY]).rows[0]["v"] == 5.0
    assert feast.online("stats:v", {"user_id": "u2"}) == (1.0, "PRESENT")
    assert feast.online("stats:v", KEY) == (None, "NOT_FOUND"), MENDED
