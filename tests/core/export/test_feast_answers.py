"""What Feast answers on an exported repository is what our store answers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from random_store import NOW, ODD, START, USER, WINDOWS, asked, make_store, views
from real_feast import FEAST_WARNINGS, RealFeast, feast_apply, feast_materialize

from mlplat_core import FeatureStore, FeatureView, Field
from mlplat_core.export.feast import export_feast
from mlplat_core.feature_store.storage.opening import open_storage

pytestmark = FEAST_WARNINGS

SEED = 20_261_123
VIEWS = {view.name: view for view in views()}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FeatureStore, RealFeast]]:
    """A store with random rows, and Feast on its export, both brought there by its own CLI."""
    folder = tmp_path_factory.mktemp("platform")
    ours = make_store(folder / "platform.db", random.Random(SEED), rows=400)
    storage = open_storage(folder / "platform.db")
    export_feast(storage, folder / "repository", strict=True)
    storage.close()
    feast_apply(folder / "repository")
    feast_materialize(folder / "repository", START - timedelta(days=1), NOW)
    yield ours, RealFeast(folder / "repository")
    ours.close()


@pytest.fixture(scope="module")
def unlimited() -> FeatureStore:
    """The same rows in views without a ttl."""
    return make_store(None, random.Random(SEED), rows=400, expiring=False)


@pytest.mark.parametrize("as_known", [True, False])
@pytest.mark.parametrize("name", VIEWS)
def test_training_sets_are_equal(
    both: tuple[FeatureStore, RealFeast],
    record_property: Callable[[str, object], None],
    name: str,
    as_known: bool,
) -> None:
    """Value for value, row for row: types, nulls, ties, late rows, expiry, boundaries, keys."""
    (ours, feast), view = both, VIEWS[name]
    rows = asked(view, random.Random(SEED + 1), 500)
    features = [f"{name}:{feature}" for feature in view.feature_names]

    expected = ours.get_historical_features(rows, features, as_known=as_known).rows
    found = feast.history(rows, features, as_known=as_known)

    assert found == expected
    answered = [row for row in expected if any(row[f] is not None for f in view.feature_names)]
    assert 50 < len(answered) < len(expected)  # neither side could pass with nothing but nulls
    record_property("oracle cases", f"Feast DuckDB, exported: {len(rows) * len(features)}")


def test_windows_are_equal_as_known(
    both: tuple[FeatureStore, RealFeast], record_property: Callable[[str, object], None]
) -> None:
    """Feast, which has no such windows, gets what they held from moment to moment."""
    ours, feast = both
    rows = asked(WINDOWS, random.Random(SEED + 3), 500)
    features = [f"windows:{feature}" for feature in WINDOWS.feature_names]

    expected = ours.get_historical_features(rows, features).rows

    assert feast.history(rows, features) == expected
    assert feast.history(rows, features, as_known=False) == expected
    assert {row["all_count_us"] for row in expected} > {0, 1, None}
    record_property("oracle cases", f"Feast DuckDB, exported: {2 * len(rows) * len(features)}")


@pytest.mark.parametrize("name", VIEWS)
def test_served_values_are_equal(
    both: tuple[FeatureStore, RealFeast],
    unlimited: FeatureStore,
    record_property: Callable[[str, object], None],
    name: str,
) -> None:
    """What Feast materialised is what we materialised, as far as its online store can say so.

    It ignores the ttl, where we say OUTSIDE_MAX_AGE, and keeps of a moment the whole second.
    """
    (ours, feast), view = both, VIEWS[name]
    rng = random.Random(SEED + 2)
    rows = [{key: row[key] for key in view.join_keys} for row in asked(view, rng, 60)]
    rows = [row for row in rows if None not in row.values()]  # refused by us, an error in Feast
    features = [f"{name}:{feature}" for feature in view.feature_names]

    expected = [whole_seconds(row) for row in unlimited.get_online_features(features, rows).rows]
    found = feast.online(rows, features)

    assert found == expected
    expiring = ours.get_online_features(features, rows)
    if view.ttl is None:
        assert [whole_seconds(row) for row in expiring.rows] == expected
    else:
        assert {str(s) for each in expiring.statuses for s in each.values()} <= {
            "OUTSIDE_MAX_AGE",
            "NOT_FOUND",
        }
    record_property("oracle cases", f"Feast online, exported: {len(rows) * len(features)}")


def whole_seconds(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its moments as Feast serves them."""
    return {
        column: value.replace(microsecond=0) if isinstance(value, datetime) else value
        for column, value in row.items()
    }


def test_a_service_and_a_view_without_rows_arrive(both: tuple[FeatureStore, RealFeast]) -> None:
    """Feast knows the service by its name, and answers for a view that has no rows yet."""
    ours, feast = both
    rows = [{"user_id": "1", "shop_id": 1, "event_timestamp": NOW}]
    service = feast.store.get_feature_service("model")

    features = [f"{name}:{VIEWS[name].feature_names[0]}" for name in list(VIEWS)[1::-1]]

    expected = ours.get_historical_features(rows, features, full_feature_names=True)

    assert feast.history(rows, service, full_feature_names=True) == expected.rows
    assert feast.history(rows, ["empty:nothing"])[0]["nothing"] is None
    assert feast.online([{"user_id": "1"}], ["empty:nothing"])[0]["nothing"] is None


@pytest.mark.parametrize(
    ("view", "unreadable"),
    [
        ("odd_names", ["pos_y", "rn"]),
        ("odd_ttl", ["plain"]),
        ("odd_boundary", ["plain"]),
    ],
)
def test_feast_fails_aloud_where_a_note_says_so(
    both: tuple[FeatureStore, RealFeast], view: str, unreadable: list[str]
) -> None:
    """What the export notes as unreadable raises in Feast's DuckDB store, and nothing else does."""
    _, feast = both
    definition = next(each for each in ODD if each.name == view)
    rows = [{"user_id": "1", "event_timestamp": NOW}]

    for feature in definition.feature_names:
        if feature in unreadable:
            with pytest.raises(Exception, match=r"not found in table|mixed units"):
                feast.history(rows, [f"{view}:{feature}"])
        else:
            assert feast.history(rows, [f"{view}:{feature}"])[0][feature] is None


def test_what_is_left_out_would_go_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exported all the same, such views stop `feast materialize` or change training sets."""
    day = timedelta(days=1)
    odd = {
        "twins": ([Field("a", int), Field("A", int)], None),
        "taken": ([Field("entity_row_id", str), Field("value", str)], None),
        "expiry": ([Field("event_expire_timestamp", int)], day),
    }
    store = FeatureStore(tmp_path / "platform.db", clock=lambda: NOW)
    for name, (fields, ttl) in odd.items():
        store.apply(FeatureView(name, [USER], fields, ttl=ttl))
        values = {field.name: "x" if field.dtype == "string" else 7 for field in fields}
        for user in ("1", "2"):
            store.push(name, [{"user_id": user, "event_timestamp": START, **values}])
    storage = open_storage(tmp_path / "platform.db")
    assert len(export_feast(storage, tmp_path / "empty").left_out) == len(odd)
    monkeypatch.setattr("mlplat_core.export.feast_plan.unfit", lambda view: None)
    export_feast(storage, tmp_path / "all")
    feast_apply(tmp_path / "all")
    feast = RealFeast(tmp_path / "all")

    with pytest.raises(Exception, match=r"not found in table"):
        feast.store.materialize(START - day, NOW, feature_views=["twins"])
    asked = [{"user_id": user, "event_timestamp": NOW} for user in ("1", "2")]
    found = [row["value"] for row in feast.history(asked, ["taken:value"], as_known=False)]
    assert found != ["x", "x"]
    asked = [{"user_id": "1", "event_timestamp": START}]
    answer = feast.history(asked, ["expiry:event_expire_timestamp"], as_known=False)
    assert answer[0]["event_expire_timestamp"] == START + day
    storage.close()
    store.close()
