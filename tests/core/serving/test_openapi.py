"""Whether the service keeps to what its OpenAPI document says, whatever it is sent."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from fraud_service import FraudService
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.openapi import from_asgi

from mlplat_core import Field
from mlplat_core.serving import Limits, MicroBatching, RequestSchema, create_app
from mlplat_core.serving.http.openapi import describe

DTYPES = ("bool", "bytes", "float32", "float64", "int32", "int64", "string", "unix_timestamp")
OPTIONS: dict[str, Any] = {
    "defaults": {"txn_count_7d": 3, "avg_amount_30d": 40.0},
    "request_features": [Field(f"given_{dtype}", dtype) for dtype in DTYPES],
}


def app_of(**edge: Any) -> FastAPI:
    """The service over HTTP, asking for a value of every type."""
    return create_app(FraudService().handler(**OPTIONS), **edge)


def schema_of(**parts: Any) -> dict[str, Any]:
    """What the document says of a request."""
    document = describe(RequestSchema(**{"entity": {}, "features": {}} | parts), Limits())
    request = document["components"]["schemas"]["PredictRequest"]
    assert isinstance(request, dict)
    return request


one_by_one = from_asgi("/openapi.json", app_of(limits=Limits(max_instances=5)))
together = from_asgi("/openapi.json", app_of(batching=MicroBatching(8, max_wait_ms=0)))
fuzz = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)


@one_by_one.parametrize()
@fuzz
def test_the_service_keeps_to_its_document(case: Case) -> None:
    """No body makes it fail, and every answer is one that the document describes."""
    case.call_and_validate()


@together.include(path="/predict").parametrize()
@fuzz
def test_requests_that_wait_for_each_other_keep_to_it_too(case: Case) -> None:
    """A micro-batcher changes nothing that a client could see."""
    case.call_and_validate()


def test_the_document_describes_every_route_and_no_other() -> None:
    """Paths and methods of the application are those of its document."""
    app = app_of()
    routes = {
        (route.path, method.lower())
        for route in app.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    }

    described = {(path, method) for path, item in app.openapi()["paths"].items() for method in item}

    assert routes == described


def test_the_document_knows_keys_and_features() -> None:
    """Their names, their types, and which must be there."""
    request = schema_of(
        entity={"user_id": "string", "shop_id": "integer", "card": "string or integer"},
        features={"amount": "float64", "age": "int32"},
        required=("amount",),
    )

    entity, features = request["properties"]["entity"], request["properties"]["features"]
    assert request["required"] == ["entity", "features"]
    assert entity["required"] == ["user_id", "shop_id", "card"]
    assert [entity["properties"][name]["type"] for name in entity["required"]] == [
        "string",
        "integer",
        ["string", "integer"],
    ]
    assert features["required"] == ["amount"]
    assert features["properties"]["age"]["maximum"] == 2**31 - 1
    assert not entity["additionalProperties"]
    assert not features["additionalProperties"]


def test_features_may_be_left_out_if_none_is_required() -> None:
    """Then an entity is a whole request."""
    assert schema_of()["required"] == ["entity"]


def test_the_document_names_the_limits() -> None:
    """A client need not find them out by trying."""
    document = describe(RequestSchema({}, {}), Limits(max_body_bytes=77, max_instances=5))

    batch = document["paths"]["/predict/batch"]["post"]["requestBody"]
    assert "77 bytes" in batch["description"]
    instances = batch["content"]["application/json"]["schema"]["properties"]["instances"]
    assert instances["maxItems"] == 5
