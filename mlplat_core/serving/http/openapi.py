"""What does the service accept and answer, in the words of OpenAPI?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, get_args

from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.serving.features.feature_source import UNAVAILABLE
from mlplat_core.serving.http.errors import CODES, EDGE_CODES, NOT_READY
from mlplat_core.serving.http.limits import Limits
from mlplat_core.serving.readiness import PARTS
from mlplat_core.serving.requests.json_values import LEAST, MOST, json_schema
from mlplat_core.serving.requests.problems import ProblemCode
from mlplat_core.serving.requests.request import TOKEN
from mlplat_core.serving.requests.validation import RequestSchema
from mlplat_core.serving.response import FallbackReason, Source

Schema: TypeAlias = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TIME: Schema = {"type": "string", "format": "date-time"}
_TOKEN: Schema = {"type": "string", "pattern": TOKEN}
_KEYS: dict[str, Schema] = {
    "string": _TEXT,
    "integer": {"type": "integer", "minimum": LEAST, "maximum": MOST},
    "string or integer": {"type": ["string", "integer"], "minimum": LEAST, "maximum": MOST},
}


def describe(schema: RequestSchema, limits: Limits) -> Schema:
    """The OpenAPI document of the service, for requests of this schema.

    Example:
        >>> document = describe(RequestSchema({"user_id": "string"}, {}), Limits())
        >>> sorted(document["paths"])
        ['/health/live', '/health/ready', '/predict', '/predict/batch']
    """
    components = {
        "PredictRequest": _predict_request(schema),
        "PredictResponse": _predict_response(),
        "FeatureProvenance": _provenance(),
        "Problem": _object({"path": _TEXT, "message": _TEXT, "code": _enum(get_args(ProblemCode))}),
        "Readiness": _object(_readiness()),
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "mlplat predict", "version": "1"},
        "paths": {
            "/predict": {"post": _predict(limits)},
            "/predict/batch": {"post": _predict_batch(limits)},
            "/health/live": {"get": _live()},
            "/health/ready": {"get": _ready()},
        },
        "components": {"schemas": components},
    }


def _predict(limits: Limits) -> Schema:
    return {
        "summary": "Predict for one entity",
        "operationId": "predict",
        "parameters": [
            _header("X-Request-ID", "Comes back; without it the response gets one."),
            _header("Idempotency-Key", "As `idempotency_key` in the body; the same, if in both."),
        ],
        "requestBody": _body(_ref("PredictRequest"), limits),
        "responses": {"200": _answer("The prediction", _ref("PredictResponse")), **_errors()},
    }


def _predict_batch(limits: Limits) -> Schema:
    instance = {
        "anyOf": [_ref("PredictRequest"), {"description": "Gets its own error in its place."}]
    }
    instances = {"type": "array", "maxItems": limits.max_instances, "items": instance}
    ends = {"type": "array", "items": {"anyOf": [_ref("PredictResponse"), _error(_all_codes())]}}
    return {
        "summary": "Predict for many entities, with one version of the model",
        "operationId": "predict_batch",
        "parameters": [_header("X-Request-ID", "Comes back; without it the response gets one.")],
        "requestBody": _body(_object({"instances": instances}), limits),
        "responses": {
            "200": _answer("One entry per instance, in order", _object({"predictions": ends})),
            **_errors(),
        },
    }


def _live() -> Schema:
    body = _object({"status": {"const": "live"}})
    return {
        "summary": "Whether the process runs",
        "operationId": "live",
        "responses": {"200": _answer("It does", body)},
    }


def _ready() -> Schema:
    parts = _readiness()
    refusal = _object({**parts, "ready": {"const": False}, **_error([NOT_READY])["properties"]})
    return {
        "summary": "Whether predictions can be made, found out by trying",
        "operationId": "ready",
        "responses": {
            "200": _answer("They can", _object({**parts, "ready": {"const": True}})),
            "503": _answer("They cannot; the checks say why", refusal, retry=True),
        },
    }


def _predict_request(schema: RequestSchema) -> Schema:
    entity = {name: _KEYS[kind] for name, kind in schema.entity.items()}
    features = {name: json_schema(dtype) for name, dtype in schema.features.items()}
    return _object(
        {
            "entity": _object(entity),
            "features": _object(features, required=schema.required),
            "id": _TOKEN,
            "idempotency_key": _TOKEN,
            "explain": {"type": "boolean", "default": False},
        },
        required=("entity", "features") if schema.required else ("entity",),
    )


def _predict_response() -> Schema:
    always: Schema = {
        "id": _TOKEN,
        "score": {"type": ["number", "null"]},
        "decision": _TEXT,
        "model_name": _TEXT,
        "model_version": {"type": "integer", "minimum": 1},
        "model_alias": {"type": ["string", "null"]},
        "features_as_of": _TIME,
        "features_missing": {"type": "array", "items": _TEXT},
        "degraded": {"type": "boolean"},
        "fallback": _enum([*get_args(FallbackReason), None]),
        "statuses": {
            "type": "object",
            "propertyNames": {"enum": [*map(str, FieldStatus), UNAVAILABLE]},
            "additionalProperties": {"type": "integer", "minimum": 1},
        },
        "latency_ms": {"type": "number", "minimum": 0},
    }
    features = {"type": "array", "items": _ref("FeatureProvenance")}
    return _object({**always, "features": features}, required=always)


def _provenance() -> Schema:
    return _object(
        {
            "name": _TEXT,
            "value": {"type": ["boolean", "number", "string", "null"]},
            "source": _enum(get_args(Source)),
            "status": _enum([*map(str, FieldStatus), UNAVAILABLE, None]),
            "event_timestamp": {"type": ["string", "null"], "format": "date-time"},
            "age_s": {"type": ["number", "null"]},
        }
    )


def _readiness() -> Schema:
    check = _object({"name": _enum(PARTS), "ok": {"type": "boolean"}, "reason": _TEXT})
    count = len(PARTS)
    return {
        "ready": {"type": "boolean"},
        "model_version": {"type": ["integer", "null"]},
        "checks": {"type": "array", "items": check, "minItems": count, "maxItems": count},
    }


def _errors() -> Schema:
    """The responses of a prediction that is none, by status."""
    codes: dict[int, list[str]] = {}
    for status, code in (*CODES.values(), *EDGE_CODES):
        codes.setdefault(status, []).append(code)
    return {
        str(status): _answer(" or ".join(known), _error(known), retry=status in (429, 503))
        for status, known in sorted(codes.items())
    }


def _all_codes() -> list[str]:
    return [code for _, code in (*CODES.values(), *EDGE_CODES)]


def _error(codes: Iterable[str]) -> Schema:
    details = {"type": "array", "items": _ref("Problem")}
    return _object({"error": _object({"code": _enum(codes), "message": _TEXT, "details": details})})


def _answer(description: str, schema: Schema, *, retry: bool = False) -> Schema:
    headers: Schema = {"X-Request-ID": {"required": True, "schema": _TOKEN}}
    if retry:
        seconds = {"type": "integer", "minimum": 1}
        headers["Retry-After"] = {"required": True, "schema": seconds}
    content = {"application/json": {"schema": schema}}
    return {"description": description, "headers": headers, "content": content}


def _body(schema: Schema, limits: Limits) -> Schema:
    return {
        "required": True,
        "description": f"JSON in UTF-8, at most {limits.max_body_bytes} bytes, no key twice.",
        "content": {"application/json": {"schema": schema}},
    }


def _header(name: str, description: str) -> Schema:
    return {"name": name, "in": "header", "description": description, "schema": _TOKEN}


def _object(properties: Schema, *, required: Iterable[str] | None = None) -> Schema:
    """An object with these properties and no others; all required unless told otherwise."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties if required is None else required),
        "additionalProperties": False,
    }


def _enum(values: Iterable[str | None]) -> Schema:
    return {"enum": list(values)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
