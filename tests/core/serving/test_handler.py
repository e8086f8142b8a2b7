"""What a prediction is made of, and what it says about that."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fraud_service import COUNT, NOON, FraudService, linear

from mlplat_core import Entity, FeatureStore, FeatureView, Field, ModelRegistry
from mlplat_core.errors import (
    DefinitionError,
    FeatureNotFoundError,
    FeaturesUnavailableError,
    InferenceError,
    InvalidRequestError,
    RequestError,
)
from mlplat_core.serving import (
    PredictHandler,
    PredictRequest,
    PredictResponse,
    RecordLog,
)

U3 = PredictRequest({"user_id": "u3"})


def test_a_prediction_says_what_it_was_made_of(service: FraudService) -> None:
    """Score, decision, version and the state of the features, in one answer."""
    service.trouble.takes_ms = 3

    response = service.handler().predict(U3)

    assert response == PredictResponse(
        id="r1",
        score=pytest.approx(0.3),
        decision="approve",
        model_name="fraud",
        model_version=1,
        model_alias="champion",
        features_as_of=NOON,
        features_missing=(),
        degraded=False,
        fallback=None,
        statuses={"PRESENT": 1},
        latency_ms=3.0,
        features=None,
    )
    json.dumps(response.to_document(), allow_nan=False)


def test_the_id_of_the_request_comes_back(service: FraudService) -> None:
    """Only a request without one gets a new one."""
    handler = service.handler()

    assert handler.predict(PredictRequest({"user_id": "u3"}, id="t-7")).id == "t-7"
    assert handler.predict(U3).id == "r1"


def test_ids_that_nobody_gave_are_all_different(service: FraudService) -> None:
    """The usual source needs no help."""
    handler = PredictHandler(
        registry=service.registry,
        store=service.store,
        model="models:/fraud/1",
        features=[COUNT],
    )

    ids = {handler.predict(U3).id for _ in range(100)}

    assert len(ids) == 100


def test_one_read_fetches_all_features(service: FraudService) -> None:
    """However many features the model has."""
    service.registry.create_model_version("fraud", linear(txn_count_7d=0.1, avg_amount_30d=0.01))
    service.registry.set_alias("fraud", "champion", 3)

    response = service.handler().predict(U3)

    assert response.score == pytest.approx(0.6)
    assert service.troubled.reads == [1]


def test_the_model_gets_its_own_order(service: FraudService) -> None:
    """Not that of the feature service."""
    artifact = linear(avg_amount_30d=0.01, txn_count_7d=0.1)
    service.registry.create_model_version("fraud", artifact)
    service.registry.set_alias("fraud", "champion", 3)

    service.handler().predict(U3)

    assert service.trouble.seen == [(30.0, 3)]


def test_null_is_for_the_model_to_accept(service: FraudService) -> None:
    """One that does not is never shown a null, and the error names the feature."""
    handler = service.handler()

    with pytest.raises(FeaturesUnavailableError, match="txn_count_7d") as refusal:
        handler.predict(PredictRequest({"user_id": "new"}))

    assert refusal.value.features == ("txn_count_7d",)
    assert service.trouble.seen == []


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
        ("/etc/passwd", "a str"),
        (True, "a bool"),
        ([0.5], "a list"),
    ],
)
def test_what_is_no_number_is_no_score(service: FraudService, answer: Any, found: str) -> None:
    """NaN compares false with everything and would slip through as approved."""
    service.trouble.answer = answer

    with pytest.raises(InferenceError, match=f"its score is {found}.") as failure:
        service.handler().predict(U3)
    assert "passwd" not in str(failure.value)


def test_a_model_that_raises_tells_nobody_why(service: FraudService) -> None:
    """The message has the class of the failure, and the cause stays on the server."""
    service.trouble.error = OSError("/etc/passwd")

    with pytest.raises(InferenceError, match="it raised OSError") as failure:
        service.handler().predict(U3)

    assert "passwd" not in str(failure.value)
    assert failure.value.__cause__ is service.trouble.error


def test_a_value_that_the_model_cannot_take_is_its_givers_fault(service: FraudService) -> None:
    """If the caller gave it, the caller learns which; if the platform did, the model failed."""
    handler = service.handler()
    service.trouble.error = RequestError("cannot", column="txn_count_7d")

    with pytest.raises(InvalidRequestError, match=r"features\.txn_count_7d: is a value that"):
        handler.predict(PredictRequest({"user_id": "u3"}, {"txn_count_7d": 2**62}))
    with pytest.raises(InferenceError, match="it cannot take txn_count_7d"):
        handler.predict(U3)
    service.trouble.error = RequestError("cannot")
    with pytest.raises(InferenceError, match="it cannot take the row"):
        handler.predict(U3)


def test_a_stored_infinity_is_no_number_for_a_model(service: FraudService) -> None:
    """The store keeps what it was given; a linear model refuses it, and so the request fails."""
    service.push("rich", 1, float("inf"))
    service.registry.create_model_version("fraud", linear(avg_amount_30d=0.01))
    service.registry.set_alias("fraud", "champion", 3)

    with pytest.raises(InferenceError, match="it cannot take avg_amount_30d"):
        service.handler(load=None).predict(PredictRequest({"user_id": "rich"}))


def test_a_dict_is_a_request_too(service: FraudService) -> None:
    """What JSON makes of a body, or the body itself, read first."""
    handler = service.handler()
    document = {"entity": {"user_id": "u3"}}

    assert handler.predict(document).score == pytest.approx(0.3)
    assert handler.read(json.dumps(document)) == handler.read(document) == U3
    with pytest.raises(InvalidRequestError, match="nope: is unknown"):
        handler.predict({**document, "nope": 1})


def test_the_usual_clocks_and_loader_will_do() -> None:
    """A store and a registry that keep real time, and a model file of the platform."""
    store, registry = FeatureStore(), ModelRegistry()
    store.apply(FeatureView("stats", [Entity("user", ["user_id"])], [Field("age", int)]))
    now = datetime.now(UTC)
    store.push("stats", [{"user_id": 7, "event_timestamp": now, "age": 30}])
    registry.create_registered_model("m")
    registry.create_model_version("m", linear(age=0.01))
    registry.set_alias("m", "champion", 1)
    log = RecordLog()
    handler = PredictHandler(
        registry=registry,
        store=store,
        model="models:/m@champion",
        features=["stats:age"],
        deadline_ms=60_000,
        on_record=log,
    )

    response = handler.predict(PredictRequest({"user_id": 7}, explain=True))

    assert response.score == pytest.approx(0.3)
    assert response.features_as_of >= now
    assert log.records[0].moment == response.features_as_of


def test_everything_may_live_in_one_file(tmp_path: Path) -> None:
    """Store and registry in SQLite; when the file is let go of, the handler says so."""
    store, registry = FeatureStore(tmp_path / "p.db"), ModelRegistry(tmp_path / "p.db")
    store.apply(FeatureView("stats", [Entity("user", ["user_id"])], [Field("age", int)]))
    store.push("stats", [{"user_id": "u1", "event_timestamp": datetime.now(UTC), "age": 30}])
    registry.create_registered_model("m")
    registry.create_model_version("m", linear(age=0.01))
    registry.set_alias("m", "champion", 1)
    uri = "models:/m@champion"
    handler = PredictHandler(registry=registry, store=store, model=uri, features=["stats:age"])
    request = PredictRequest({"user_id": "u1"})

    assert handler.readiness().ready
    assert handler.predict(request).score == pytest.approx(0.3)
    registry.close()
    assert handler.predict(request).score == pytest.approx(0.3)
    store.close()
    with pytest.raises(FeaturesUnavailableError):
        handler.predict(request)


def test_the_moment_is_that_of_the_stores_clock(service: FraudService) -> None:
    """A replay has one clock, and the age of a feature is never negative."""
    handler = service.handler(store=service.store, clock=None)

    assert handler.predict(U3).features_as_of == NOON


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"defaults": {"nope": 1}}, "defaults has 'nope'"),
        ({"defaults": {"txn_count_7d": "1"}}, "'txn_count_7d' is '1', not a whole number"),
        ({"defaults": {"txn_count_7d": None}}, "is null"),
        ({"self_test": {"nope": 1}}, "self_test has 'nope'"),
        ({"key_types": {"nope": str}}, "key_types has 'nope'"),
        ({"key_types": {"user_id": float}}, "use str or int"),
        ({"request_features": [Field("txn_count_7d", int)]}, "knows already"),
        ({"request_features": [Field("user_id", int)]}, "knows already"),
        ({"request_features": [Field("a", int), Field("a", int)]}, "knows already"),
        ({"on_store_failure": "ignore"}, "'refuse' or 'defaults'"),
        ({"unknown_entity": "ignore"}, "'refuse' or 'default'"),
        ({"model": "fraud"}, "no model URI"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    service: FraudService, options: dict[str, Any], words: str
) -> None:
    """When the handler is made, not when the first request fails."""
    with pytest.raises(DefinitionError, match=words):
        service.handler(**options)


def test_unknown_features_are_refused_when_the_handler_is_made(service: FraudService) -> None:
    """As the store says."""
    with pytest.raises(FeatureNotFoundError):
        service.handler(features=["user_stats:nope"])
