"""When a part that keeps failing is left alone, and when it is asked again."""

from __future__ import annotations

from typing import Any

import pytest
from fraud_service import COUNT, FraudService
from on_demand_service import fragile_service

from mlplat_core.errors import (
    CircuitOpenError,
    FeaturesUnavailableError,
    InferenceError,
    InvalidRequestError,
    PlatformError,
    RequestError,
)
from mlplat_core.serving import BreakerPolicy, PredictRequest

U3 = PredictRequest({"user_id": "u3"})


def outcomes(service: FraudService, count: int, **options: Any) -> list[str]:
    """What becomes of so many requests, one after the other: a reason or an error."""
    handler = service.handler(breaker=BreakerPolicy(failures=3, open_s=10), **options)
    seen = []
    for _ in range(count):
        try:
            seen.append(handler.predict(U3).fallback or "model")
        except PlatformError as error:
            seen.append(type(error).__name__)
    return seen


def test_after_three_failures_the_store_is_left_alone(service: FraudService) -> None:
    """The fourth caller does not wait for the same disappointment."""
    service.troubled.error = TimeoutError()

    assert outcomes(service, 5, fallback=0.6) == ["timeout"] * 3 + ["open"] * 2
    assert len(service.troubled.reads) == 3


def test_a_slow_store_opens_the_breaker_too(service: FraudService) -> None:
    """It answered, but never in time."""
    service.troubled.takes_ms = 300
    seen = outcomes(service, 4, deadline_ms=200)

    assert seen == ["DeadlineExceededError"] * 3 + ["CircuitOpenError"]


def test_an_open_breaker_leaves_it_to_the_defaults_if_the_policy_says_so(
    service: FraudService,
) -> None:
    """For the policy, a store that nobody asks is one that does not answer."""
    service.troubled.error = OSError()
    options: dict[str, Any] = {"on_store_failure": "defaults", "defaults": {"txn_count_7d": 5}}

    assert outcomes(service, 5, **options) == ["model"] * 5
    assert len(service.troubled.reads) == 3


def test_a_model_that_fails_is_left_alone(service: FraudService) -> None:
    """And the store is not asked for features that nobody would use."""
    service.trouble.error = ZeroDivisionError()

    assert outcomes(service, 5) == ["InferenceError"] * 3 + ["CircuitOpenError"] * 2
    assert len(service.troubled.reads) == 3


def test_a_model_that_is_always_late_is_left_alone(service: FraudService) -> None:
    """Its answers are of no use to anybody."""
    service.trouble.takes_ms = 300

    assert outcomes(service, 4, deadline_ms=200, fallback=0.6) == ["late"] * 3 + ["open"]


def test_a_model_that_fails_now_and_then_is_not_left_alone(service: FraudService) -> None:
    """Failures count in a row."""
    handler = service.handler(breaker=BreakerPolicy(failures=2))

    for error in (ZeroDivisionError(), None, ZeroDivisionError(), None):
        service.trouble.error = error
        if error is None:
            handler.predict(U3)
        else:
            with pytest.raises(InferenceError):
                handler.predict(U3)


def test_a_value_that_a_model_cannot_take_is_not_held_against_it(service: FraudService) -> None:
    """Or one caller could switch off the model for all."""
    handler = service.handler(breaker=BreakerPolicy(failures=1))
    service.trouble.error = RequestError("cannot", column="txn_count_7d")

    for _ in range(3):
        with pytest.raises(InvalidRequestError):
            handler.predict(PredictRequest({"user_id": "u3"}, {"txn_count_7d": 1}))
    service.trouble.error = None

    assert handler.predict(U3).fallback is None


def test_a_new_version_starts_without_blame(service: FraudService) -> None:
    """After a rollback the good version answers at once."""
    handler = service.handler(breaker=BreakerPolicy(failures=1))
    service.trouble.error = ZeroDivisionError()
    with pytest.raises(InferenceError):
        handler.predict(U3)
    with pytest.raises(CircuitOpenError, match="model failed too often"):
        handler.predict(U3)

    service.trouble.error = None
    service.registry.set_alias("fraud", "champion", 2)

    assert handler.predict(U3).score == pytest.approx(0.6)


def test_one_probe_closes_the_breaker(service: FraudService) -> None:
    """When the time is over, the next request is the probe."""
    handler = service.handler(breaker=BreakerPolicy(failures=1, open_s=10))
    service.troubled.error = OSError()
    with pytest.raises(FeaturesUnavailableError):
        handler.predict(U3)
    with pytest.raises(CircuitOpenError) as refusal:
        handler.predict(U3)
    assert refusal.value.retry_after_s == 10

    service.troubled.error = None
    service.time.pass_ms(10_000)

    assert handler.predict(U3).fallback is None
    assert handler.predict(U3).fallback is None


def test_a_callers_mistake_is_not_held_against_anybody(service: FraudService) -> None:
    """Keys of the wrong type, known only to the store, open no breaker."""
    handler = service.handler(breaker=BreakerPolicy(failures=1), key_types=None)

    for _ in range(3):
        with pytest.raises(InvalidRequestError, match=r"entity\.user_id: is 7") as refusal:
            handler.predict(PredictRequest({"user_id": 7}))
    assert refusal.value.problems[0].code == "wrong_type"
    assert handler.predict(U3).fallback is None


def test_a_callers_mistake_does_not_heal_a_store_either(service: FraudService) -> None:
    """A probe that never reached the store proves nothing: the next failure opens at once."""
    handler = service.handler(breaker=BreakerPolicy(failures=2, open_s=10), key_types=None)
    service.troubled.error = OSError()
    for _ in range(2):
        with pytest.raises(FeaturesUnavailableError):
            handler.predict(U3)
    service.time.pass_ms(10_000)
    service.troubled.error = None
    with pytest.raises(InvalidRequestError):
        handler.predict(PredictRequest({"user_id": 7}))
    service.troubled.error = OSError()

    with pytest.raises(FeaturesUnavailableError):
        handler.predict(U3)
    with pytest.raises(CircuitOpenError):
        handler.predict(U3)


def test_a_function_that_fails_is_not_held_against_the_store() -> None:
    """Its requests go without features; the breaker stays closed for the others."""
    service = fragile_service()
    handler = service.handler(features=[COUNT, "shares:share"], breaker=BreakerPolicy(failures=1))

    for _ in range(2):
        with pytest.raises(FeaturesUnavailableError):
            handler.predict(PredictRequest({"user_id": "u3"}, {"parts": 0}))
    assert handler.predict(PredictRequest({"user_id": "u3"}, {"parts": 2})).score is not None


def test_a_probe_that_finds_the_model_busy_is_refused(service: FraudService) -> None:
    """While one request probes a model, others are not let in beside it."""
    handler = service.handler(breaker=BreakerPolicy(failures=1, open_s=10))
    service.trouble.error = ZeroDivisionError()
    with pytest.raises(InferenceError):
        handler.predict(U3)
    service.time.pass_ms(10_000)
    service.trouble.error = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        handler.predict(U3)

    with pytest.raises(CircuitOpenError):
        handler.predict(U3)
