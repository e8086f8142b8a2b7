"""Which on-demand views can be defined, and what a store makes of another function."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from events import events_view, window
from on_demand_views import compare, comparing
from timeline import MakeStore, at, row, store_of, view_of

from mlplat_core import (
    DefinitionError,
    FeatureNotFoundError,
    FeatureService,
    FeatureStore,
    FeatureView,
    FeatureViewNotFoundError,
    Field,
)
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView, RecordedTransform

ROOT = Path(__file__).parents[3]
COUNTING = events_view([window("events_3h", None, "count", 3)])
ASKED = [{"user_id": "u1", "amount": 6}]


def another(row: Any) -> Any:
    """Some other function of the same form."""
    return {**compare(row), "known": 0}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sources": [], "request": []}, "computes from nothing"),
        ({"sources": "stats:count"}, "at least one str"),
        ({"sources": ["count"]}, "'count' is no feature reference"),
        ({"sources": ["stats:count", "stats:count"]}, "names 'stats:count' twice"),
        ({"schema": []}, "at least one Field"),
        ({"schema": [Field("amount", int)]}, "names 'amount' twice"),
        ({"request": ["amount"]}, "at least one Field"),
        ({"transform": print}, "pass a plain function, written with def or lambda"),
        ({"transform": None}, "has the transform None"),
    ],
)
def test_a_malformed_view_is_refused(change: Any, message: str) -> None:
    """With what to do."""
    with pytest.raises(DefinitionError, match=message):
        comparing(**change)


def test_a_view_is_named_like_any_other() -> None:
    """One word."""
    with pytest.raises(DefinitionError, match="cannot name an on-demand feature view"):
        OnDemandFeatureView("a__b", [], [Field("f", int)], compare, [Field("amount", float)])


def test_views_are_equal_if_their_functions_do_the_same() -> None:
    """Whichever object the function is; the hash of the definition agrees."""
    view = comparing()

    assert view == comparing(transform=RecordedTransform(view.transform_hash))
    assert view.definition_hash() == comparing().definition_hash()
    for change in (
        {"transform": another},
        {"sources": view.sources[::-1]},
        {"schema": view.schema[::-1]},
        {"request": (Field("amount", int),)},
    ):
        assert view != comparing(**change)
        assert view.definition_hash() != comparing(**change).definition_hash()


def test_a_recorded_function_cannot_be_called() -> None:
    """Only recognised."""
    with pytest.raises(DefinitionError, match="not known to this process"):
        RecordedTransform("abc")({})


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"sources": ["nobody:count"]}, FeatureViewNotFoundError, "nobody"),
        ({"sources": ["stats:nothing"]}, FeatureNotFoundError, "nothing"),
        ({"sources": ["compared:known"]}, DefinitionError, "is itself computed on demand"),
    ],
)
def test_sources_must_be_features_of_the_log(
    make_store: MakeStore, change: Any, error: type[Exception], message: str
) -> None:
    """Unknown ones and computed ones are refused, and nothing is applied."""
    store = make_store()
    store.apply([COUNTING, comparing()])
    view = OnDemandFeatureView("next", change["sources"], [Field("f", int)], compare)

    with pytest.raises(error, match=message):
        store.apply(view)
    with pytest.raises(FeatureViewNotFoundError):
        store.requirements(["next:f"])


def test_one_name_is_not_for_two_kinds_of_views(make_store: MakeStore) -> None:
    """A reference could mean either."""
    store = make_store()
    store.apply([COUNTING, comparing()])

    with pytest.raises(DefinitionError, match="'compared:ratio' could mean either"):
        store.apply(FeatureView("compared", view_of().entities, view_of().schema))


def test_another_function_must_be_asked_for(make_store: MakeStore) -> None:
    """Models were trained on the old one; with replace=True both sides change at once."""
    store = make_store()
    store.apply([COUNTING, comparing()])
    store.apply(comparing())
    assert store.get_online_features(["compared:known"], ASKED).rows[0]["known"] == 1

    with pytest.raises(DefinitionError, match="pass replace=True if models were trained on these"):
        store.apply(comparing(transform=another))
    store.apply(comparing(transform=another), replace=True)

    dated = [{**ASKED[0], "event_timestamp": at(1)}]
    assert store.get_online_features(["compared:known"], ASKED).rows[0]["known"] == 0
    assert store.get_historical_features(dated, ["compared:known"]).rows[0]["known"] == 0


def test_a_feature_in_use_cannot_be_taken_away(make_store: MakeStore) -> None:
    """A service would ask for what nobody computes."""
    store = make_store()
    store.apply([COUNTING, comparing(), FeatureService("fraud", ["compared:known"])])
    less = comparing(schema=(Field("ratio", float),))

    with pytest.raises(FeatureNotFoundError, match="known"):
        store.apply(less, replace=True)


# -- one file, several processes ---------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file whose on-demand view was applied by another process."""
    path = tmp_path / "platform.db"
    with closing(store_of(path=path)) as store:
        store.apply([COUNTING, comparing(), FeatureService("fraud", ["compared:known"])])
        store.push("stats", [row(1, 4)])
    return path


def test_a_file_brings_no_code_into_the_process(path: Path) -> None:
    """Both sides say which view to apply; what was not computed can be read at once."""
    dated = [{**ASKED[0], "event_timestamp": at(200)}]
    with closing(FeatureStore(path, clock=lambda: at(200))) as store:
        assert store.get_online_features(["stats:count"], ASKED).rows[0]["count"] == 4
        for read in (
            lambda: store.get_online_features(["compared:known"], ASKED),
            lambda: store.get_historical_features(dated, ["compared:known"]),
            lambda: store.requirements(["compared:known"]),
        ):
            with pytest.raises(DefinitionError, match="function of on-demand feature view 'comp"):
                read()

        store.apply(comparing())

        assert store.get_online_features(["compared:known"], ASKED).rows[0]["known"] == 2
        assert store.get_historical_features(dated, ["compared:known"]).rows[0]["known"] == 2


def test_another_process_cannot_apply_another_function(path: Path) -> None:
    """The file knows by its fingerprint that it is another."""
    with closing(FeatureStore(path)) as store:
        with pytest.raises(DefinitionError, match="already has another 'compared'"):
            store.apply(comparing(transform=another))
        with pytest.raises(DefinitionError, match="Apply the view, with the same function"):
            store.get_online_features(["compared:known"], ASKED)


def test_a_function_that_was_replaced_elsewhere_is_not_used_any_more(path: Path) -> None:
    """Until this process applies the new one as well."""
    with closing(store_of(path=path)) as one, closing(store_of(path=path)) as two:
        one.apply(comparing())
        two.apply(comparing(transform=another), replace=True)
        assert two.get_online_features(["compared:known"], ASKED).rows[0]["known"] == 0
        with pytest.raises(DefinitionError, match="does not have the function"):
            one.get_online_features(["compared:known"], ASKED)

        one.apply(comparing(transform=another))
        assert one.get_online_features(["compared:known"], ASKED).rows[0]["known"] == 0

        two.apply(comparing(), replace=True)
        assert one.get_online_features(["compared:known"], ASKED).rows[0]["known"] == 2


def test_the_same_module_in_another_process_means_the_same_function(path: Path) -> None:
    """Whatever seed Python hashes its texts with."""
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]; from on_demand_views import comparing; "
        "from mlplat_core import FeatureStore; store = FeatureStore(sys.argv[1]); "
        "store.apply(comparing()); store.close()"
    )
    command = [sys.executable, "-c", code, str(path), str(Path(__file__).parent), str(ROOT)]

    for seed in ("1", "2"):
        subprocess.run(command, env={"PYTHONHASHSEED": seed}, check=True)
