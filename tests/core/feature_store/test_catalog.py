"""Which definitions a store takes, and which changes of them it refuses."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from timeline import SCHEMA, USER, MakeStore, at, online, row, view_of

from mlplat_core import (
    DefinitionError,
    Entity,
    FeatureNotFoundError,
    FeatureService,
    FeatureView,
    FeatureViewNotFoundError,
    Field,
)

VIEW = view_of(ttl=2)
MORE = (*SCHEMA, Field("extra", str))


def test_applying_the_same_again_is_no_change(make_store: MakeStore) -> None:
    """Also as a single definition, and for a service."""
    store = make_store(VIEW)
    service = FeatureService("churn", ["stats:count"])

    store.apply([service, VIEW, USER])
    store.apply(VIEW)
    store.apply(service)


def test_new_features_at_the_end_are_welcome(make_store: MakeStore) -> None:
    """Older rows have no value there."""
    store = make_store(VIEW)
    store.push("stats", [row(1, 7, created=1)])

    store.apply(replace(VIEW, schema=MORE))

    result = store.get_online_features(["stats:extra"], [{"user_id": "u1"}], now=at(2))
    assert result.statuses == [{"extra": "NULL_VALUE"}]


@pytest.mark.parametrize(
    "change",
    [
        {"schema": (Field("count", float), SCHEMA[1])},
        {"schema": SCHEMA[:1]},
        {"schema": (Field("extra", str), *SCHEMA)},
        {"boundary": "exclusive"},
        {"entities": (Entity("shop", ["shop_id"]),)},
    ],
    ids=str,
)
def test_changes_that_do_not_fit_stored_rows_are_refused(
    make_store: MakeStore, change: dict[str, Any]
) -> None:
    """Even when asked for; the message shows both and proposes a new name."""
    store = make_store(VIEW)

    for force in (False, True):
        with pytest.raises(DefinitionError, match="new name, such as 'stats_2'"):
            store.apply(replace(VIEW, **change), replace=force)


def test_a_new_ttl_must_be_asked_for(make_store: MakeStore) -> None:
    """It changes old answers, so it is never silent."""
    store = make_store(VIEW)
    store.push("stats", [row(1, 7, created=1)])
    longer = replace(VIEW, ttl=timedelta(hours=50), schema=MORE)

    with pytest.raises(DefinitionError, match="replace=True"):
        store.apply(longer)
    assert online(store, 9) == (None, "OUTSIDE_MAX_AGE")
    store.apply(longer, replace=True)

    assert online(store, 9) == (7, "PRESENT")
    asked = [{"user_id": "u1", "event_timestamp": at(9)}]
    assert store.get_historical_features(asked, ["stats:count"]).rows[0]["count"] == 7


def test_a_service_changes_only_when_asked_for(make_store: MakeStore) -> None:
    """Its model was trained on the old features."""
    store = make_store(VIEW)
    store.apply(FeatureService("churn", ["stats:count"]))
    other = FeatureService("churn", ["stats:amount"])

    with pytest.raises(DefinitionError, match="trained on these"):
        store.apply(other)
    store.apply(other, replace=True)


def test_an_entity_keeps_its_join_key(make_store: MakeStore) -> None:
    """Also when a view brings it along."""
    store = make_store(VIEW)
    other = Entity("user", ["customer_id"])

    for definition in (other, FeatureView("other", [other], SCHEMA)):
        with pytest.raises(DefinitionError, match="another 'user'"):
            store.apply(definition)


def test_applying_is_all_or_nothing(make_store: MakeStore) -> None:
    """A bad service keeps a good view out; what is no definition is refused."""
    store = make_store(VIEW)
    good = FeatureView("good", [USER], SCHEMA)

    with pytest.raises(FeatureViewNotFoundError):
        store.apply([good, FeatureService("bad", ["nobody:count"])])
    with pytest.raises(FeatureNotFoundError):
        store.apply([good, FeatureService("bad", ["good:nothing"])])
    with pytest.raises(DefinitionError, match="no definition"):
        store.apply([good, "stats"])  # type: ignore[list-item]
    with pytest.raises(FeatureViewNotFoundError):
        store.push("good", [])


@pytest.mark.parametrize(
    "other",
    [
        replace(VIEW, name="other"),
        replace(VIEW, ttl=None),
        replace(VIEW, boundary="exclusive"),
        replace(VIEW, schema=SCHEMA[::-1]),
        replace(VIEW, schema=(Field("count", "int32"), SCHEMA[1])),
        replace(VIEW, entities=(Entity("user", ["customer_id"]),)),
        replace(VIEW, entities=(Entity("customer", ["user_id"]),)),
    ],
    ids=str,
)
def test_a_hash_covers_everything_that_is_declared(other: FeatureView) -> None:
    """Equal views have equal hashes, and any difference shows."""
    assert VIEW.definition_hash() == view_of(ttl=2).definition_hash()
    assert VIEW.definition_hash() != other.definition_hash()


def test_a_hash_is_the_same_in_every_process() -> None:
    """Whatever seed Python hashes its texts with."""
    code = (
        "from mlplat_core import *; "
        "print(FeatureView('v', [Entity('e', ['ключ'])], [Field('f', int)]).definition_hash())"
    )

    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    view = FeatureView("v", [Entity("e", ["ключ"])], [Field("f", int)])
    assert found == {view.definition_hash()}
