"""Which version answers, and what makes it fit to answer."""

from __future__ import annotations

from typing import Any

import pytest
from fraud_service import COUNT, FraudService, linear
from troubled_registry import TroubledRegistry

from mlplat_core import Entity, FeatureView, Field, ModelRegistry
from mlplat_core.errors import (
    ModelNotReadyError,
    ModelVersionNotFoundError,
    RegisteredModelNotFoundError,
    TamperedLogError,
)
from mlplat_core.registry.store import MemoryStore
from mlplat_core.serving import Canary, PredictHandler, PredictRequest

U3 = PredictRequest({"user_id": "u3"})
EVERYBODY = Canary("challenger", 100)


@pytest.fixture
def registry(service: FraudService) -> TroubledRegistry:
    """The registry of the service, with a counter."""
    return TroubledRegistry(service.registry)


def reason_of(handler: PredictHandler) -> str:
    """Why the handler's model is not ready."""
    with pytest.raises(ModelNotReadyError) as failure:
        handler.predict(U3)
    assert failure.value.retry_after_s == 5
    return failure.value.reason


def test_a_moved_alias_counts_from_the_next_request_on(service: FraudService) -> None:
    """No restart, no staleness; and back again."""
    handler = service.handler()
    seen = []
    for version in (1, 2, 1):
        service.registry.set_alias("fraud", "champion", version)
        response = handler.predict(U3)
        seen.append((response.model_version, round(response.score or 0, 6)))

    assert seen == [(1, 0.3), (2, 0.6), (1, 0.3)]


def test_the_alias_is_followed_once_and_the_artifact_loaded_once(
    service: FraudService, registry: TroubledRegistry
) -> None:
    """Per request, and per version."""
    handler = service.handler(registry=registry)

    for _ in range(5):
        handler.predict(U3)

    assert registry.calls == {"alias": 5, "artifact": 1}


def test_a_version_that_changes_under_a_request_does_not_mix(service: FraudService) -> None:
    """Score, version and record are of the version that the request found first."""

    def move(record: Any) -> None:
        service.registry.set_alias("fraud", "champion", 2)

    class MovingStore:
        requirements = service.troubled.requirements

        def get_online_features(self, *args: Any, **kwargs: Any) -> Any:
            service.registry.set_alias("fraud", "champion", 2)
            return service.store.get_online_features(*args, **kwargs)

    response = service.handler(store=MovingStore()).predict(U3)

    assert (response.model_version, response.score) == (1, pytest.approx(0.3))


def test_a_handler_may_serve_one_version_by_number(service: FraudService) -> None:
    """Then there is no alias, and no alias moves it."""
    handler = service.handler(model="models:/fraud/2")

    response = handler.predict(U3)

    assert (response.model_version, response.model_alias) == (2, None)


def test_what_does_not_exist_is_not_found(service: FraudService) -> None:
    """An unknown model or version is another matter than an alias that nobody has yet."""
    with pytest.raises(RegisteredModelNotFoundError):
        service.handler(model="models:/nope@champion").predict(U3)
    with pytest.raises(ModelVersionNotFoundError):
        service.handler(model="models:/fraud/9").predict(U3)
    assert reason_of(service.handler(model="models:/fraud@next")) == "no version has this alias"


def test_a_model_whose_features_nobody_provides_is_not_ready(service: FraudService) -> None:
    """It is found out when the version is first loaded, with the names."""
    service.registry.create_model_version("fraud", linear(txn_count_7d=1, height=1, weight=1))
    service.registry.set_alias("fraud", "champion", 3)

    with pytest.raises(ModelNotReadyError, match="height, weight") as failure:
        service.handler().predict(U3)

    assert failure.value.features == ("height", "weight")
    assert service.troubled.reads == []


def test_a_model_that_reads_texts_is_not_ready(service: FraudService) -> None:
    """Scorers calculate; a feature that is no number is none for them."""
    user = Entity("user", join_keys=["user_id"])
    service.store.apply(FeatureView("profile", [user], [Field("country", str)]))
    service.registry.create_model_version("fraud", linear(txn_count_7d=1, country=1))
    service.registry.set_alias("fraud", "champion", 3)

    reason = reason_of(service.handler(features=[COUNT, "profile:country"]))

    assert reason == "nothing provides its features as numbers: country"


def test_an_artifact_that_was_tampered_with_is_not_loaded(service: FraudService) -> None:
    """What serves is what was registered, byte for byte."""
    store = MemoryStore()
    registry = ModelRegistry(store=store)
    registry.create_registered_model("fraud")
    version = registry.create_model_version("fraud", linear(txn_count_7d=0.1))
    registry.set_alias("fraud", "champion", 1)
    store._artifacts[str(version.artifact_hash)] = linear(txn_count_7d=9.0)

    assert "not what was registered" in reason_of(service.handler(registry=registry))


def test_an_artifact_that_is_no_model_is_not_ready(service: FraudService) -> None:
    """The message says what kind of failure it was, and not what is in the file."""
    service.registry.create_model_version("fraud", b"\x80secret")
    service.registry.set_alias("fraud", "champion", 3)

    reason = reason_of(service.handler())

    assert reason.startswith("its artifact is no model (")
    assert "secret" not in reason


def test_a_version_without_an_artifact_is_not_ready(service: FraudService) -> None:
    """It says which state it is in."""
    service.registry.create_model_version("fraud")

    assert reason_of(service.handler(model="models:/fraud/3")) == "it is PENDING"


def test_a_repaired_version_is_ready_again(service: FraudService) -> None:
    """A failure is not remembered."""
    service.registry.create_model_version("fraud")
    handler = service.handler(model="models:/fraud/3")
    reason_of(handler)

    service.registry.complete_model_version("fraud", 3, linear(txn_count_7d=0.3))

    assert handler.predict(U3).score == pytest.approx(0.9)


def test_a_registry_that_is_gone_does_not_stop_what_is_loaded(
    service: FraudService, registry: TroubledRegistry
) -> None:
    """It is no part of the request path: the last version that it named goes on."""
    handler = service.handler(registry=registry)
    handler.predict(U3)
    registry.error = OSError("/srv/registry.db")

    assert handler.predict(U3).model_version == 1
    assert handler.counts == {"registry_unreachable": 1}
    fresh = service.handler(registry=registry)
    assert reason_of(fresh) == "the registry does not answer"


def test_a_registry_that_is_gone_between_alias_and_artifact(
    service: FraudService, registry: TroubledRegistry
) -> None:
    """A version that is not loaded cannot be loaded then."""

    class Half(TroubledRegistry):
        def load_artifact(self, uri: str) -> bytes:
            raise OSError("/srv/registry.db")

    reason = reason_of(service.handler(registry=Half(service.registry)))

    assert reason == "its artifact cannot be read (OSError)"


def test_a_registry_that_cannot_be_trusted_is_not(
    service: FraudService, registry: TroubledRegistry
) -> None:
    """Better no answer than one of a version that somebody slipped in."""
    handler = service.handler(registry=registry)
    handler.predict(U3)
    registry.error = TamperedLogError(3, "its hash is another")

    assert "cannot be trusted" in reason_of(handler)


def test_only_so_many_models_stay_loaded(service: FraudService, registry: TroubledRegistry) -> None:
    """The one that was used longest ago is forgotten, and loaded again when it is needed."""
    handler = service.handler(registry=registry, cache_size=1)

    for version in (1, 2, 2, 1):
        service.registry.set_alias("fraud", "champion", version)
        handler.predict(U3)

    assert registry.calls["artifact"] == 3


def test_the_model_that_was_used_last_is_forgotten_last(
    service: FraudService, registry: TroubledRegistry
) -> None:
    """Of two that stay loaded, the one in use is not the one that goes."""
    service.registry.create_model_version("fraud", linear(txn_count_7d=0.3))
    handler = service.handler(registry=registry, cache_size=2)

    for version in (1, 2, 1, 3, 1):
        service.registry.set_alias("fraud", "champion", version)
        handler.predict(U3)

    assert registry.calls["artifact"] == 3


def test_the_canary_answers_for_its_share_and_always_the_same(service: FraudService) -> None:
    """Every entity sees one version, however often it comes."""
    service.registry.set_alias("fraud", "challenger", 2)
    handler = service.handler(canary=Canary("challenger", 50, "s"), defaults={"txn_count_7d": 1})
    requests = [PredictRequest({"user_id": f"u{n}"}) for n in range(200)]

    first = [handler.predict(request) for request in requests]
    again = [handler.predict(request) for request in requests]

    versions = [response.model_version for response in first]
    assert versions == [response.model_version for response in again]
    assert 70 < versions.count(2) < 130
    assert {(r.model_alias, r.model_version) for r in first} == {("champion", 1), ("challenger", 2)}


def test_a_canary_that_is_not_there_leaves_its_share_to_the_champion(
    service: FraudService,
) -> None:
    """No alias yet, or a version that cannot score: nobody is worse off for the trial."""
    handler = service.handler(canary=EVERYBODY)
    absent = handler.predict(U3)
    service.registry.create_model_version("fraud", b"no model")
    service.registry.set_alias("fraud", "challenger", 3)
    broken = handler.predict(U3)

    assert (absent.model_version, broken.model_version) == (1, 1)
    assert handler.counts == {"canary_unavailable": 2}


def test_a_canary_of_nobody_is_never_looked_for(
    service: FraudService, registry: TroubledRegistry
) -> None:
    """One look at the registry, as without it."""
    handler = service.handler(registry=registry, canary=Canary("challenger", 0))
    handler.predict(U3)

    assert registry.calls["alias"] == 1
