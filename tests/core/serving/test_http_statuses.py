"""Which status and body each failure has over HTTP, and what none of them tells."""

from __future__ import annotations

from typing import Any

import pytest
from fraud_service import FraudService
from http_client import ask

from mlplat_core.errors import CircuitOpenError, DefinitionError, PlatformError, ServingError
from mlplat_core.serving import (
    BreakerPolicy,
    Limits,
    PredictRequest,
    create_app,
)
from mlplat_core.serving.http.errors import CODES, http_error

U3 = '{"entity": {"user_id": "u3"}}'


def down(service: FraudService) -> dict[str, Any]:
    """A store that does not answer."""
    service.troubled.error = OSError("/srv/secret.db")
    return {}


def broken(service: FraudService) -> dict[str, Any]:
    """A model that raises."""
    service.trouble.error = ZeroDivisionError("secret")
    return {}


def open_breaker(service: FraudService) -> dict[str, Any]:
    """A store that nobody asks any more."""
    service.troubled.error = OSError("secret")
    return {"breaker": BreakerPolicy(failures=1, open_s=7.2), "warm_up": True}


def slow(service: FraudService) -> dict[str, Any]:
    """A store that takes too long."""
    service.troubled.takes_ms = 300
    return {"deadline_ms": 200}


@pytest.mark.parametrize(
    ("prepare", "status", "code", "retry"),
    [
        (lambda service: {"model": "models:/nope@champion"}, 404, "model_not_found", None),
        (lambda service: {"model": "models:/fraud/9"}, 404, "model_not_found", None),
        (lambda service: {"model": "models:/fraud@next"}, 503, "model_not_ready", "5"),
        (down, 503, "features_unavailable", "1"),
        (open_breaker, 503, "circuit_open", "8"),
        (slow, 504, "deadline_exceeded", None),
        (broken, 500, "inference_error", None),
    ],
)
def test_each_failure_has_its_status(
    service: FraudService, prepare: Any, status: int, code: str, retry: str | None
) -> None:
    """One by one, and as a batch that fails as a whole; nothing from inside comes out."""
    options = prepare(service)
    warm_up = options.pop("warm_up", False)
    app = create_app(service.handler(**options))
    if warm_up:
        ask(app, content=U3)

    for path, content in (("/predict", U3), ("/predict/batch", f'{{"instances": [{U3}, {U3}]}}')):
        answer = ask(app, path, content)

        assert (answer.status, answer.body["error"]["code"]) == (status, code)
        assert answer.headers.get("retry-after") == retry
        assert answer.body["error"]["details"] == []
        assert "secret" not in str(answer.body)
        assert "Traceback" not in str(answer.body)
        assert "'fraud'" not in str(answer.body)
    assert len(answer.headers["x-request-id"]) == 32


def test_an_entity_that_is_refused_is_not_found(service: FraudService) -> None:
    """Only if the handler is strict."""
    app = create_app(service.handler(unknown_entity="refuse"))

    answer = ask(app, content='{"entity": {"user_id": "new"}}')

    assert (answer.status, answer.body["error"]["code"]) == (404, "entity_not_found")


def test_a_batch_in_which_some_fail_is_a_success(service: FraudService) -> None:
    """Callers look at each entry; only a common failure of the platform is the batch's."""
    app = create_app(service.handler(unknown_entity="refuse"))
    new = '{"entity": {"user_id": "new"}}'

    mixed = ask(app, "/predict/batch", f'{{"instances": [{U3}, {new}]}}')
    lost = ask(app, "/predict/batch", f'{{"instances": [{new}, {new}]}}')
    lenient = create_app(service.handler())
    lacking = ask(lenient, "/predict/batch", f'{{"instances": [{U3}, {new}]}}')

    assert (mixed.status, lost.status, lacking.status) == (200, 200, 200)
    assert lacking.body["predictions"][1]["error"]["code"] == "features_unavailable"
    assert [each["error"]["code"] for each in lost.body["predictions"]] == ["entity_not_found"] * 2


def test_an_accident_tells_only_the_log(
    service: FraudService, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever breaks, the answer is JSON and says nothing of it."""

    def break_down() -> Any:
        raise RuntimeError("secret")

    app = create_app(service.handler(id_source=break_down))

    answer = ask(app, content=U3)

    assert (answer.status, answer.body["error"]["code"]) == (500, "internal_error")
    assert "secret" not in str(answer.body)
    assert "secret" in caplog.text


def test_an_accident_outside_the_endpoints_is_answered_too(
    service: FraudService, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where FastAPI itself stumbles."""
    app = create_app(service.handler())

    def stumble() -> dict[str, Any]:
        raise RuntimeError("secret")

    app.openapi = stumble  # type: ignore[method-assign]

    answer = ask(app, "/openapi.json", method="GET")

    assert (answer.status, answer.body["error"]["code"]) == (500, "internal_error")
    assert "secret" in caplog.text


def test_alive_is_whoever_answers(service: FraudService) -> None:
    """Also when nothing else works."""
    service.troubled.error = OSError()

    answer = ask(create_app(service.handler()), "/health/live", method="GET")

    assert (answer.status, answer.body) == (200, {"status": "live"})


def test_ready_is_whoever_could_predict(service: FraudService) -> None:
    """With a reason for each part, and a status that a load balancer understands."""
    app = create_app(service.handler())

    ready = ask(app, "/health/ready", method="GET")
    service.troubled.error = OSError("secret")
    unready = ask(app, "/health/ready", method="GET")

    assert (ready.status, ready.body["ready"], ready.body["model_version"]) == (200, True, 1)
    assert len(ready.body["checks"]) == 4
    assert (unready.status, unready.body["ready"]) == (503, False)
    assert unready.body["error"] == {
        "code": "not_ready",
        "message": "features: the online store does not answer (OSError)",
        "details": [],
    }
    assert unready.headers["retry-after"] == "1"


def test_whoever_is_told_to_come_again_has_a_second_at_least() -> None:
    """Retry-After has whole seconds, and 0 would be now."""
    errors = [CircuitOpenError("model", 0.0), CircuitOpenError("model", 1.2)]

    assert [http_error(error).retry_after_s for error in errors] == [1, 2]


def leaves(kind: type) -> list[type]:
    """All classes below this one that have none below them."""
    below = [leaf for child in kind.__subclasses__() for leaf in leaves(child)]
    return below or [kind]


def test_every_reason_for_no_prediction_has_a_status() -> None:
    """A new error cannot be forgotten here."""
    known = CODES

    assert [kind for kind in leaves(ServingError) if kind not in known] == []


def test_the_core_knows_nothing_of_http() -> None:
    """An error outside the table is an accident, also one of the platform's own."""
    for error in (DefinitionError("a secret"), PlatformError("a secret"), KeyError("a secret")):
        answer = http_error(error)

        assert (answer.status, answer.code, answer.retry_after_s) == (500, "internal_error", None)
        assert "secret" not in answer.message


@pytest.mark.parametrize(("size", "count"), [(0, 1), (1, 0)])
def test_limits_let_something_in(size: int, count: int) -> None:
    """Or the service would answer nobody."""
    with pytest.raises(DefinitionError, match="lets nothing in"):
        Limits(size, count)


def test_a_prediction_is_the_same_with_and_without_http(service: FraudService) -> None:
    """The edge adds nothing and takes nothing away."""
    direct = service.handler().predict(PredictRequest({"user_id": "u3"}, explain=True))

    answer = ask(create_app(service.handler()), content=U3[:-1] + ', "explain": true}')

    assert answer.body == direct.to_document()
