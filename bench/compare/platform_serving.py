"""What does this platform's predict service do, in the cases that other servers are asked about?"""

from __future__ import annotations

from typing import Any, cast

from fastapi import FastAPI

from bench.compare import serving_cases as cases
from bench.compare.asgi_client import ask
from bench.compare.observation import Observation
from mlplat_core import Entity, FeatureStore, FeatureView, Field, ModelRegistry
from mlplat_core.models import LinearScorer, dump_model
from mlplat_core.serving import PredictHandler, create_app

SYSTEM = "mlplat_core"
MODELS = {"alpha": 1.0, "beta": 1000.0}
"""The models that are served, and what each multiplies the amount with."""


def observe() -> list[Observation]:
    """What the service does in every case."""
    registry = _registry()
    app = _app(registry, "models:/alpha@champion")
    right = ask(app, body=_request("7", more=f', "id": "{cases.ID}"'))
    outcomes = {
        **{case: _outcome(app, _request(text)) for case, text in cases.NUMBERS.items()},
        cases.MALFORMED: _outcome(app, _request("7")[:-1]),
        cases.EMPTY: _batch(app, '{"instances": []}'),
        cases.SHAPE: cases.NO_SUCH_NOTION,
        cases.UNKNOWN_FIELD: _outcome(app, _request("7", more=', "nobody_knows": 1')),
        cases.CONTENT_TYPE: _outcome(app, _request("7"), content_type=cases.PLAIN),
        cases.UNKNOWN_MODEL: _outcome(_app(registry, "models:/nope@champion"), _request("7")),
        cases.NOT_READY: _outcome(_app(registry, "models:/alpha@next"), _request("7")),
        cases.REQUEST_ID: cases.yes_or_no(_document(right).get("id") == cases.ID),
        cases.MODEL_VERSION: f"yes: {_document(right)['model_version']}",
        cases.READY: _ready(),
        cases.SAME_PAYLOAD: _same_payload(registry),
    }
    return cases.observations(SYSTEM, outcomes)


def _registry() -> ModelRegistry:
    """A registry with all models; their score is the amount times their factor."""
    registry = ModelRegistry()
    for name, factor in MODELS.items():
        registry.create_registered_model(name)
        registry.create_model_version(name, dump_model(LinearScorer(("amount",), (factor,), 0.0)))
        registry.set_alias(name, "champion", 1)
    return registry


def _app(registry: ModelRegistry, model: str) -> FastAPI:
    """The service of one model, with the defaults for everything that has one."""
    store = FeatureStore()
    user = Entity("user", join_keys=["user_id"])
    store.apply(FeatureView("user_stats", [user], [Field("txn_count_7d", int)]))
    handler = PredictHandler(
        registry=registry,
        store=store,
        model=model,
        features=["user_stats:txn_count_7d"],
        request_features=[Field("amount", float)],
    )
    return create_app(handler)


def _request(number: str, *, more: str = "") -> str:
    return f'{{"entity": {{"user_id": "u1"}}, "features": {{"amount": {number}}}{more}}}'


def _outcome(app: FastAPI, body: str, *, content_type: str = cases.JSON) -> str:
    """What the model made of it, or the complaint."""
    answer = ask(app, body=body, content_type=content_type)
    if answer.status != 200:
        return cases.told(answer)
    return cases.taken_as(_document(answer)["score"])


def _batch(app: FastAPI, body: str) -> str:
    answer = ask(app, "/predict/batch", body)
    if answer.status != 200:
        return cases.told(answer)
    return f"200: {_document(answer)['predictions']}"


def _ready() -> str:
    """How a service is whose registry has nothing in it."""
    return cases.told(ask(_app(ModelRegistry(), "models:/fraud@champion"), "/health/ready"))


def _same_payload(registry: ModelRegistry) -> str:
    """Who answers a request that another model has answered, and kept the answer of by its key."""
    body = _request("7", more=', "idempotency_key": "once"')
    alpha, beta = (_app(registry, f"models:/{name}@champion") for name in MODELS)
    ask(alpha, body=body)
    return f"{_document(ask(beta, body=body))['model_name']} answers: beta was asked"


def _document(answer: cases.Answer) -> dict[str, Any]:
    return cast("dict[str, Any]", answer.document)
