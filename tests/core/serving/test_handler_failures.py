"""What happens when features or model are slow, broken or gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fraud_service import COUNT, NOON, FraudService

from mlplat_core import Entity, FeatureView, Field
from mlplat_core.errors import (
    DeadlineExceededError,
    FeaturesUnavailableError,
    RequestError,
    UnknownEntityError,
)
from mlplat_core.serving import BreakerPolicy, Deadline, Fallback, PredictRequest

U3 = PredictRequest({"user_id": "u3"})
NEW = PredictRequest({"user_id": "new"})


def test_a_store_that_is_down_refuses(service: FraudService) -> None:
    """Whatever it raises, the caller learns only that it does not answer."""
    service.troubled.error = OSError("/srv/secret.db")

    with pytest.raises(FeaturesUnavailableError, match="does not answer") as failure:
        service.handler().predict(U3)

    assert "secret" not in str(failure.value)
    assert failure.value.__cause__ is service.troubled.error
    assert failure.value.features == ()


def test_a_store_that_refuses_for_no_reason_of_the_caller_is_down(service: FraudService) -> None:
    """A complaint about no row, or about a column that is no key, is not the caller's to mend."""
    handler = service.handler(breaker=BreakerPolicy(failures=9))

    for error in (RequestError("what?"), RequestError("what?", row=0, column="amount")):
        service.troubled.error = error
        with pytest.raises(FeaturesUnavailableError):
            handler.predict(U3)


def test_a_store_that_is_down_may_leave_it_to_the_defaults(service: FraudService) -> None:
    """If the policy says so, the answer is degraded and says that nothing was read."""
    service.troubled.error = OSError()
    handler = service.handler(on_store_failure="defaults", defaults={"txn_count_7d": 5})

    response = handler.predict(PredictRequest({"user_id": "u3"}, explain=True))
    given = handler.predict(PredictRequest({"user_id": "u3"}, {"txn_count_7d": 8}))

    assert (response.score, given.score) == (pytest.approx(0.5), pytest.approx(0.8))
    assert (response.degraded, response.features_missing) == (True, ("txn_count_7d",))
    assert (given.degraded, given.fallback) == (False, None)
    assert response.statuses == {"UNAVAILABLE": 1}
    assert response.features is not None
    assert response.features[0].status == "UNAVAILABLE"


def test_an_unknown_entity_is_answered_or_refused(service: FraudService) -> None:
    """By default with defaults, as for any missing feature."""
    lenient = service.handler(defaults={"txn_count_7d": 5})
    strict = service.handler(defaults={"txn_count_7d": 5}, unknown_entity="refuse")

    assert lenient.predict(NEW).degraded
    with pytest.raises(UnknownEntityError) as refusal:
        strict.predict(NEW)
    assert refusal.value.entity == {"user_id": "new"}
    assert not strict.predict(U3).degraded


def test_an_entity_whose_rows_have_expired_is_known(service: FraudService) -> None:
    """It is old news, but not nobody."""
    service.push("old", 7, at=NOON.replace(month=1))
    strict = service.handler(defaults={"txn_count_7d": 5}, unknown_entity="refuse")

    assert strict.predict(PredictRequest({"user_id": "old"})).statuses == {"OUTSIDE_MAX_AGE": 1}


def test_an_entity_that_one_view_knows_is_known(service: FraudService) -> None:
    """Or that one will know of in an hour; only who is new to all of them is refused."""
    user = Entity("user", join_keys=["user_id"])
    service.store.apply(FeatureView("profile", [user], [Field("age", int)]))
    later = {"event_timestamp": NOON, "created_timestamp": NOON + timedelta(hours=1)}
    service.store.push("profile", [{"user_id": "soon", "age": 40} | later])
    handler = service.handler(
        features=[COUNT, "profile:age"],
        defaults={"txn_count_7d": 5, "age": 30},
        unknown_entity="refuse",
    )

    assert handler.predict(U3).score == pytest.approx(0.3)
    assert handler.predict(PredictRequest({"user_id": "soon"})).score == pytest.approx(0.5)
    with pytest.raises(UnknownEntityError):
        handler.predict(NEW)


@pytest.mark.parametrize(
    ("read_ms", "model_ms", "part"),
    [(201, 0, "features"), (193, 0, "features"), (100, 101, "model")],
)
def test_an_answer_that_would_be_late_is_none(
    service: FraudService, read_ms: float, model_ms: float, part: str
) -> None:
    """The time that is left after the read must do for the model."""
    service.troubled.takes_ms, service.trouble.takes_ms = read_ms, model_ms
    handler = service.handler(deadline_ms=Deadline(200, reserve_ms=8))

    with pytest.raises(DeadlineExceededError, match=f"the {part} took too long") as failure:
        handler.predict(U3)

    assert (failure.value.deadline_ms, failure.value.part) == (200, part)
    assert len(service.trouble.seen) == (part == "model")


def test_an_answer_that_is_just_in_time_counts(service: FraudService) -> None:
    """192 of 200 ms for the read leave 8 for the model."""
    service.troubled.takes_ms, service.trouble.takes_ms = 191.9, 8
    handler = service.handler(deadline_ms=Deadline(200, reserve_ms=8))

    assert handler.predict(U3).latency_ms == 199.9


@pytest.mark.parametrize(
    ("store", "model", "reason"),
    [
        ({"takes_ms": 300}, {}, "timeout"),
        ({"error": TimeoutError()}, {}, "timeout"),
        ({"error": OSError()}, {}, "features"),
        ({}, {"takes_ms": 300}, "late"),
        ({}, {"error": ZeroDivisionError()}, "error"),
        ({}, {"answer": float("nan")}, "error"),
    ],
)
def test_a_fallback_answers_when_the_model_cannot(
    service: FraudService, store: dict[str, Any], model: dict[str, Any], reason: str
) -> None:
    """The answer says that it is one, why, and for which version it stands in."""
    for name, value in store.items():
        setattr(service.troubled, name, value)
    for name, value in model.items():
        setattr(service.trouble, name, value)
    handler = service.handler(deadline_ms=200, fallback=0.6)

    response = handler.predict(PredictRequest({"user_id": "u3"}, explain=True))

    assert (response.score, response.decision) == (0.6, "review")
    assert (response.fallback, response.degraded, response.model_version) == (reason, True, 1)
    assert response.features is not None
    assert len(response.features) == (0 if "error" in store else 1)


def test_a_fallback_may_depend_on_the_request_or_admit_that_there_is_no_score(
    service: FraudService,
) -> None:
    """Approving while nobody knows would be an invitation."""
    service.troubled.error = OSError()

    def by_user(request: PredictRequest) -> Fallback:
        return Fallback("block" if request.entity["user_id"] == "u3" else "review")

    handler = service.handler(fallback=by_user)

    assert handler.predict(U3).decision == "block"
    assert (handler.predict(NEW).score, handler.predict(NEW).decision) == (None, "review")


def test_a_fallback_stands_in_for_features_that_the_model_needs(service: FraudService) -> None:
    """Better than an error, if it was declared."""
    response = service.handler(fallback=Fallback("review")).predict(NEW)

    assert (response.fallback, response.statuses) == ("features", {"NOT_FOUND": 1})


def test_a_fallback_that_fails_does_not_hide_what_went_wrong(service: FraudService) -> None:
    """The first failure is reported, the second is counted."""
    service.troubled.error = OSError()
    handler = service.handler(fallback=lambda request: 1 / 0)

    with pytest.raises(FeaturesUnavailableError):
        handler.predict(U3)
    assert handler.counts == {"fallback_failures": 1}
