"""When a plan for reading is kept, and when it must be made anew."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from timeline import FEATURES, SCHEMA, USER, MakeStore, at, row, store_of, view_of

from mlplat_core import DefinitionError, FeatureService, FeatureView, Field
from mlplat_core.feature_store.catalog_reader import CatalogReader
from mlplat_core.feature_store.storage.memory import MemoryCatalogStore
from mlplat_core.feature_store.storage.sqlite_catalog import SqliteCatalogStore
from mlplat_core.feature_store.storage.sqlite_database import SqliteDatabase

MORE = replace(view_of(), schema=(*SCHEMA, Field("extra", str)))


def plan(reader: CatalogReader, features: Any, *, full: bool = False) -> Any:
    """The plan for some features."""
    return reader.plan(features, full_feature_names=full)


def test_a_plan_is_kept_until_a_definition_changes() -> None:
    """One for each list or service, and for each kind of names."""
    catalog = MemoryCatalogStore()
    catalog.save([view_of()])
    reader = CatalogReader(catalog)

    kept = plan(reader, FEATURES)

    assert plan(reader, tuple(FEATURES)) is kept
    assert plan(reader, iter(FEATURES)) is kept
    assert plan(reader, FEATURES, full=True).columns == ("stats__count", "stats__amount")
    assert plan(reader, FEATURES[::-1]).columns == ("amount", "count")
    service = FeatureService("churn", FEATURES)
    assert plan(reader, service) is plan(reader, FeatureService("churn", FEATURES))

    catalog.save([MORE])

    assert plan(reader, FEATURES) is not kept
    assert plan(reader, [*FEATURES, "stats:extra"]).columns == ("count", "amount", "extra")


def test_plans_are_forgotten_before_there_are_too_many() -> None:
    """The oldest first, so that a program that makes up its lists does not fill the memory."""
    catalog = MemoryCatalogStore()
    wide = FeatureView("wide", [USER], [Field(f"f{n}", int) for n in range(300)])
    catalog.save([wide])
    reader = CatalogReader(catalog)
    first, last = plan(reader, ["wide:f0"]), None

    for number in range(300):
        last = plan(reader, [f"wide:f{number}"])

    assert len(reader._plans) == 256
    assert plan(reader, ["wide:f299"]) is last
    assert plan(reader, ["wide:f0"]) is not first


@pytest.mark.parametrize("features", [[["stats:count"]], [{}], "stats:count", [7]])
def test_what_is_no_list_of_references_is_refused(make_store: MakeStore, features: Any) -> None:
    """Also what could not be looked up among the plans."""
    store = make_store()

    for _ in range(2):
        with pytest.raises(DefinitionError):
            store.get_online_features(features, [])


def test_a_definition_of_another_process_is_seen_by_the_next_read(tmp_path: Path) -> None:
    """On both sides, though the plan for the same features was kept."""
    path = tmp_path / "platform.db"
    asked = [{"user_id": "u1", "event_timestamp": at(2)}]
    with closing(store_of(path=path)) as one, closing(store_of(path=path)) as two:
        one.push("stats", [{**row(1, 7, created=1), "amount": 2.5}])
        two.get_online_features(FEATURES, asked, now=at(2))
        with pytest.raises(LookupError):
            two.get_online_features(["stats:extra"], asked)

        one.apply(MORE)

        for found in (
            two.get_online_features([*FEATURES, "stats:extra"], [{"user_id": "u1"}], now=at(2)),
            two.get_historical_features(asked, [*FEATURES, "stats:extra"]),
        ):
            assert [found.rows[0][name] for name in ("count", "amount", "extra")] == [7, 2.5, None]


def test_rows_of_another_process_leave_the_definitions_as_they_were(tmp_path: Path) -> None:
    """They are the very same, so that no plan is made anew for every push of another."""
    path = tmp_path / "platform.db"
    with closing(store_of(path=path)) as other, closing(SqliteDatabase(path)) as database:
        catalog = SqliteCatalogStore(database)
        kept = catalog.load()

        other.push("stats", [row(1, 7)])
        assert catalog.load() is kept

        other.apply(MORE)
        assert catalog.load() is not kept
