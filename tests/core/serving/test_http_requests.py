"""What the service makes of every kind of body and header."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI
from fraud_service import FraudService
from http_client import JSON, ask

from mlplat_core import Field
from mlplat_core.serving import Limits, create_app


@pytest.fixture
def app(service: FraudService) -> FastAPI:
    """The service over HTTP; a request says an amount, which the model does not read."""
    fields = [Field("amount", float)]
    handler = service.handler(request_features=fields, defaults={"amount": 1.0})
    return create_app(handler, limits=Limits(max_instances=3))


def body(amount: str = "1", user: str = '"u3"') -> str:
    """A request with this JSON as its amount."""
    return f'{{"entity": {{"user_id": {user}}}, "features": {{"amount": {amount}}}}}'


def test_a_good_request_is_answered(app: FastAPI) -> None:
    """In JSON, with the id in body and header."""
    answer = ask(app, content=body())

    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.body["score"] == pytest.approx(0.3)
    assert answer.headers["x-request-id"] == answer.body["id"] == "r1"
    assert "features" not in answer.body


@pytest.mark.parametrize(
    ("content", "path", "code"),
    [
        (body("NaN"), "features.amount", "not_finite"),
        (body("Infinity"), "features.amount", "not_finite"),
        (body("-Infinity"), "features.amount", "not_finite"),
        (body("1e999"), "features.amount", "not_finite"),
        (body("true"), "features.amount", "wrong_type"),
        (body('"7"'), "features.amount", "wrong_type"),
        (body("null"), "features.amount", "null"),
        (body("[1]"), "features.amount", "wrong_type"),
        (body("9" * 20), "features.amount", "out_of_range"),
        (body("9" * 5000), "features.amount", "out_of_range"),
        (body(f"-{'9' * 400_000}"), "features.amount", "out_of_range"),
        (body(user="7"), "entity.user_id", "wrong_type"),
        (body(user='"\\ud800"'), "entity.user_id", "not_unicode"),
        (body("[" * 10_000 + "]" * 10_000), "", "too_deep"),
        ("[" * 10_000, "", "too_deep"),
        ('{"a":' * 10_000, "", "too_deep"),
        ("", "", "malformed_json"),
        ("{", "", "malformed_json"),
        ("nonsense", "", "malformed_json"),
        ("7", "", "wrong_type"),
        ("[]", "", "wrong_type"),
        ("\ufeff" + body(), "", "malformed_json"),
        (b'{"entity": {"user_id": "\xff"}}', "", "malformed_json"),
        (body().encode("utf-16"), "", "malformed_json"),
        ('{"entity": {"user_id": "u1", "user_id": "u2"}}', "user_id", "duplicate_key"),
        ('{"entity": {"user_id": "u1"}, "now": 1}', "now", "unknown_field"),
        (
            '{"entity": {"user_id": "u1"}, "features": {"ammount": 1}}',
            "features.ammount",
            "unknown_field",
        ),
        ("{}", "entity", "missing_field"),
    ],
)
def test_a_bad_body_is_the_callers_to_mend(
    app: FastAPI, content: str | bytes, path: str, code: str
) -> None:
    """422, with the path of the field and what is wrong with it."""
    answer = ask(app, content=content)

    assert answer.status == 422
    assert answer.body["error"]["code"] == "validation_error"
    assert answer.problems == [(path, code)]
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize("user", ['"\\u0000"', '""', '"\\ud83d\\ude00"', json.dumps("x" * 100_000)])
def test_strange_keys_are_keys(app: FastAPI, user: str) -> None:
    """Nobody has them, so the model has no value for them; the request was right."""
    assert ask(app, content=body(user=user)).status == 503


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/jsonx"},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/json; profile=x; charset=utf-16"},
        {"content-type": "multipart/form-data; boundary=x"},
        {**JSON, "content-encoding": "gzip"},
    ],
)
def test_what_is_not_announced_as_json_is_not_read(app: FastAPI, headers: dict[str, str]) -> None:
    """415, also if it happens to be JSON."""
    answer = ask(app, content=body(), headers=headers)

    assert (answer.status, answer.body["error"]["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "Application/JSON",
        'application/json;charset="UTF-8"',
        "application/json; charset=utf-8; profile=x",
    ],
)
def test_json_may_name_its_charset(app: FastAPI, kind: str) -> None:
    """There is only one that it can have."""
    assert ask(app, content=body(), headers={"content-type": kind}).status == 200


def test_a_body_that_is_too_long_is_refused(app: FastAPI) -> None:
    """10 MB are refused; a million bytes are read."""
    padded = body() + " " * (1_000_000 - len(body()))

    assert ask(app, content=padded).status == 200
    for content in (padded + " ", " " * 10_000_000):
        answer = ask(app, content=content)
        assert (answer.status, answer.body["error"]["code"]) == (413, "payload_too_large")


def test_reading_stops_where_a_body_becomes_too_long(app: FastAPI) -> None:
    """What is refused is not read whole, and may well be endless."""
    taken: list[int] = []

    async def receive() -> dict[str, Any]:
        taken.append(1)
        return {"type": "http.request", "body": b" " * 400_000, "more_body": True}

    status = run_raw(app, receive)

    assert status == 413
    assert len(taken) == 3


def test_a_client_that_leaves_is_no_accident(
    app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody reads the answer, and nothing is logged as an error."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    assert run_raw(app, receive) == 400
    assert caplog.records == []


def run_raw(app: FastAPI, receive: Any) -> int:
    """The status of a prediction that is asked for without a client library."""
    import asyncio

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/predict",
        "raw_path": b"/predict",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": [(b"content-type", b"application/json")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    asyncio.run(app(scope, receive, send))
    return int(sent[0]["status"])


def test_a_request_id_comes_back(app: FastAPI) -> None:
    """On every answer, good or bad; one that no header can carry is refused."""
    headers = JSON | {"x-request-id": "trace-7"}

    assert ask(app, content=body(), headers=headers).headers["x-request-id"] == "trace-7"
    assert ask(app, content="{", headers=headers).headers["x-request-id"] == "trace-7"
    refused = ask(app, content=body(), headers=JSON | {"x-request-id": "a b"})
    assert (refused.status, refused.problems) == (422, [("header.X-Request-ID", "bad_format")])
    assert refused.headers["x-request-id"] not in ("", "a b")


def test_an_idempotency_key_may_come_as_a_header(app: FastAPI) -> None:
    """The same in header and body is one; two different ones are a conflict."""
    headers = JSON | {"idempotency-key": "k"}
    keyed = body()[:-1] + ', "idempotency_key": "k"}'

    first, again = ask(app, content=body(), headers=headers), ask(app, content=keyed)
    both = ask(app, content=keyed, headers=headers)
    other = ask(app, content=body("2"), headers=headers)
    differing = ask(app, content=keyed, headers=JSON | {"idempotency-key": "l"})
    unusable = ask(app, content=body(), headers=JSON | {"idempotency-key": "k k"})

    assert first.body == again.body == both.body
    assert (other.status, differing.status) == (409, 409)
    assert other.body["error"]["code"] == differing.body["error"]["code"] == "idempotency_conflict"
    assert unusable.problems == [("header.Idempotency-Key", "bad_format")]
    assert ask(app, content="[]", headers=headers).problems == [("", "wrong_type")]


def test_an_explanation_comes_on_request(app: FastAPI) -> None:
    """With the source of each value."""
    answer = ask(app, content=body()[:-1] + ', "explain": true}')

    assert answer.body["features"] == [
        {
            "name": "txn_count_7d",
            "value": 3,
            "source": "online",
            "status": "PRESENT",
            "event_timestamp": "2026-11-23T12:00:00+00:00",
            "age_s": 0.0,
        }
    ]


def test_a_batch_is_answered_item_by_item(app: FastAPI) -> None:
    """In order, each with its response or its error."""
    answer = ask(app, "/predict/batch", f'{{"instances": [{body()}, {body("NaN")}, "x"]}}')

    first, second, third = answer.body["predictions"]
    assert answer.status == 200
    assert first["score"] == pytest.approx(0.3)
    assert second["error"]["details"][0]["path"] == "features.amount"
    assert third["error"]["code"] == "validation_error"
    assert ask(app, "/predict/batch", '{"instances": []}').body == {"predictions": []}


@pytest.mark.parametrize(
    ("content", "path", "code"),
    [
        ("[]", "", "wrong_type"),
        ("{}", "", "wrong_type"),
        ('{"instances": [], "more": 1}', "", "wrong_type"),
        ('{"instances": {}}', "instances", "wrong_type"),
        (f'{{"instances": [{", ".join([body()] * 4)}]}}', "instances", "too_many"),
    ],
)
def test_what_is_no_batch_is_refused(app: FastAPI, content: str, path: str, code: str) -> None:
    """As a whole, before any item is looked at."""
    answer = ask(app, "/predict/batch", content)

    assert (answer.status, answer.problems) == (422, [(path, code)])


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nope", 404, "not_found"),
        ("POST", "/predict/", 404, "not_found"),
        ("GET", "/predict", 405, "method_not_allowed"),
        ("DELETE", "/health/live", 405, "method_not_allowed"),
        ("GET", "/docs", 404, "not_found"),
    ],
)
def test_wrong_addresses_are_answered_in_json_too(
    app: FastAPI, method: str, path: str, status: int, code: str
) -> None:
    """One shape for all errors."""
    answer = ask(app, path, method=method)

    assert (answer.status, answer.body["error"]["code"]) == (status, code)
    assert answer.headers["x-request-id"]
    assert status == 404 or answer.headers["allow"]
