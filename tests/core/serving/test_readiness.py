"""When a handler may say that it is ready."""

from __future__ import annotations

from typing import Any

import pytest
from fraud_service import COUNT, FraudService, linear
from on_demand_service import fragile_service, ratio_service
from troubled_registry import TroubledRegistry

from mlplat_core import Entity, FeatureStore, FeatureView, Field, ModelRegistry
from mlplat_core.errors import TamperedLogError
from mlplat_core.registry.store import MemoryStore
from mlplat_core.serving import PredictHandler, Readiness, ReadinessCheck
from mlplat_core.serving.readiness import PARTS

SKIPPED = "not tried, because something before it is not well"


def failed(handler: PredictHandler) -> dict[str, str]:
    """What keeps the handler from being ready: reason by part."""
    readiness = handler.readiness()
    assert [check.name for check in readiness.checks] == list(PARTS)
    return {check.name: check.reason for check in readiness.checks if not check.ok}


def test_a_handler_is_ready_when_everything_was_tried(service: FraudService) -> None:
    """A version, an intact artifact, a score and an answer of the store."""
    readiness = service.handler().readiness()

    assert readiness.ready
    assert readiness.model_version == 1
    assert [check.name for check in readiness.checks] == list(PARTS)
    assert len(service.trouble.seen) == 1
    assert service.troubled.reads == [1]


def test_nothing_checked_is_not_ready() -> None:
    """Readiness is never vacuous: all of nothing is not enough, nor all but one."""
    checks = [ReadinessCheck(part, True, "") for part in PARTS]

    assert not Readiness((), None).ready
    assert not Readiness(tuple(checks[:-1]), 1).ready
    assert not Readiness((*checks[:-1], ReadinessCheck("features", False, "")), 1).ready
    assert Readiness(tuple(checks), 1).ready


def test_without_a_model_nothing_else_of_it_is_tried(service: FraudService) -> None:
    """What could not be tried is not well; the store is looked at all the same."""
    handler = service.handler(model="models:/fraud@next")

    reason = "models:/fraud@next cannot answer: no version has this alias."
    assert failed(handler) == {"model": reason, "artifact": SKIPPED, "self_test": SKIPPED}
    assert service.troubled.reads == [1]


def test_an_unknown_model_is_told_without_the_names_of_others(service: FraudService) -> None:
    """A probe is open to everybody."""
    handler = service.handler(model="models:/nope@champion")

    assert failed(handler)["model"] == "There is no registered model 'nope'."


def test_an_artifact_that_was_damaged_after_loading_is_noticed(service: FraudService) -> None:
    """The model in memory still serves, but a restart would not."""
    store = MemoryStore()
    registry = ModelRegistry(store=store)
    registry.create_registered_model("fraud")
    version = registry.create_model_version("fraud", linear(txn_count_7d=0.1))
    registry.set_alias("fraud", "champion", 1)
    handler = service.handler(registry=registry)
    assert handler.readiness().ready

    store._artifacts[str(version.artifact_hash)] = b"damaged"

    assert set(failed(handler)) == {"artifact", "self_test"}


def test_a_model_that_cannot_score_is_not_ready(service: FraudService) -> None:
    """Trying it is the only way to know."""
    service.trouble.error = ZeroDivisionError()

    assert list(failed(service.handler())) == ["self_test"]


def test_a_store_that_does_not_answer_is_not_ready(service: FraudService) -> None:
    """Without a word of what it said."""
    service.troubled.error = OSError("/srv/secret.db")

    reason = failed(service.handler())["features"]

    assert reason == "the online store does not answer (OSError)"


def test_the_trial_row_has_the_values_that_matter(service: FraudService) -> None:
    """Given, else declared as default, else zero."""
    artifact = linear(txn_count_7d=1, avg_amount_30d=1, amount=1)
    service.registry.create_model_version("fraud", artifact)
    service.registry.set_alias("fraud", "champion", 3)
    handler = service.handler(
        request_features=[Field("amount", float)],
        defaults={"txn_count_7d": 5, "amount": 2.0},
        self_test={"txn_count_7d": 7},
    )

    assert handler.readiness().ready
    assert service.trouble.seen == [(7, 0.0, 2.0)]


@pytest.mark.parametrize("make", [ratio_service, fragile_service])
def test_on_demand_features_are_tried_with_the_trial_row(make: Any) -> None:
    """A function that cannot cope with zeros is reached, and that is enough."""
    service = make()
    feature = "amounts:amount_ratio" if make is ratio_service else "shares:share"

    assert failed(service.handler(features=[COUNT, feature])) == {}


@pytest.mark.parametrize("key", ["u1", 1])
def test_the_probe_finds_keys_of_the_type_that_the_store_has(key: str | int) -> None:
    """Also where nobody declared it, and for several keys."""
    service = FraudService()
    store = FeatureStore(clock=service.store.clock)
    pair = [Entity("user", ["user_id"]), Entity("shop", ["shop_id"])]
    store.apply(FeatureView("pairs", pair, [Field("txn_count_7d", int)]))
    row = {"user_id": key, "shop_id": "s1", "event_timestamp": service.store.clock()}
    store.push("pairs", [row])
    handler = service.handler(
        store=store, features=["pairs:txn_count_7d"], key_types={"shop_id": str}
    )

    assert failed(handler) == {}


def test_views_that_disagree_about_keys_can_serve_nobody() -> None:
    """One has texts, the other numbers: no entity can be asked about."""
    service = FraudService()
    user = Entity("user", ["user_id"])
    service.store.apply(FeatureView("numbered", [user], [Field("age", int)]))
    row = {"user_id": 1, "event_timestamp": service.store.clock(), "age": 7}
    service.store.push("numbered", [row])
    handler = service.handler(features=[COUNT, "numbered:age"], key_types=None)

    assert failed(handler) == {"features": "the online store takes no key of any type"}


def test_a_registry_that_is_gone_does_not_take_the_service_with_it(service: FraudService) -> None:
    """What is loaded goes on, so it is ready; who starts now is not."""
    registry = TroubledRegistry(service.registry)
    handler = service.handler(registry=registry)
    assert handler.readiness().ready
    registry.error = OSError()

    readiness = handler.readiness()

    assert readiness.ready
    reasons = [check.reason for check in readiness.checks[:2]]
    assert all("the registry does not answer now" in reason for reason in reasons)
    assert "model" in failed(service.handler(registry=registry))


def test_a_registry_that_contradicts_itself_is_believed(service: FraudService) -> None:
    """A log that was tampered with is worse than none."""
    registry = TroubledRegistry(service.registry)
    handler = service.handler(registry=registry)
    assert handler.readiness().ready
    registry.error = TamperedLogError(1, "its hash is another")

    assert "cannot be trusted" in failed(handler)["model"]
