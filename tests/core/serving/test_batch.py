"""What becomes of many requests at once."""

from __future__ import annotations

from typing import Any

import pytest
from fraud_service import COUNT, FraudService, TroubledStore
from on_demand_service import fragile_service

from mlplat_core.errors import (
    CircuitOpenError,
    DeadlineExceededError,
    FeaturesUnavailableError,
    InvalidRequestError,
    ModelNotReadyError,
    PlatformError,
    UnknownEntityError,
)
from mlplat_core.serving import BreakerPolicy, Canary, PredictRequest, PredictResponse

USERS = [PredictRequest({"user_id": f"u{n}"}) for n in range(1, 6)]


def scores(outcomes: list[PredictResponse | PlatformError]) -> list[Any]:
    """The score of each outcome, or the class of its error."""
    return [
        round(end.score or 0.0, 6) if isinstance(end, PredictResponse) else type(end)
        for end in outcomes
    ]


def test_a_batch_is_one_read_and_keeps_its_order(service: FraudService) -> None:
    """Duplicates included."""
    outcomes = service.handler().predict_batch([*reversed(USERS), USERS[0]])

    assert scores(outcomes) == [0.5, 0.4, 0.3, 0.2, 0.1, 0.1]
    assert service.troubled.reads == [6]


def test_no_requests_are_no_answers(service: FraudService) -> None:
    """And no work."""
    assert service.handler().predict_batch([]) == []
    assert service.troubled.reads == []


def test_each_request_fails_for_itself(service: FraudService) -> None:
    """A mistake in one does not touch its neighbours."""
    handler = service.handler(unknown_entity="refuse")
    bad = {"entity": {"user_id": 7}}
    requests: list[Any] = [USERS[0], bad, PredictRequest({"user_id": "new"}), USERS[1], 7, "{}"]

    outcomes = handler.predict_batch(requests)

    assert scores(outcomes) == [
        0.1,
        InvalidRequestError,
        UnknownEntityError,
        0.2,
        InvalidRequestError,
        InvalidRequestError,
    ]
    assert service.troubled.reads == [3]


def test_one_version_answers_the_whole_batch(service: FraudService) -> None:
    """Also where a canary would answer for some of them one by one."""
    service.registry.set_alias("fraud", "challenger", 2)
    handler = service.handler(canary=Canary("challenger", 50, "salt"))

    whole = handler.predict_batch(USERS)
    each = handler.predict_batch(USERS, by_entity=True)

    assert {end.model_version for end in whole if isinstance(end, PredictResponse)} == {1}
    assert {end.model_version for end in each if isinstance(end, PredictResponse)} == {1, 2}
    assert scores(each) == scores([handler.predict(request) for request in USERS])


def test_without_a_version_there_is_no_batch(service: FraudService) -> None:
    """The batch fails as a whole; requests that only wait together fail one by one."""
    handler = service.handler(model="models:/fraud@next")

    with pytest.raises(ModelNotReadyError):
        handler.predict_batch(USERS)
    assert scores(handler.predict_batch(USERS, by_entity=True)) == [ModelNotReadyError] * 5


def test_keys_that_only_the_store_can_judge_fail_for_themselves(service: FraudService) -> None:
    """All keys of the wrong type are found with one more read, not with one each."""
    handler = service.handler(key_types=None)
    requests = [PredictRequest({"user_id": key}) for key in (7, "u1", 8, 9, "u2")]

    outcomes = handler.predict_batch(requests)

    refused = InvalidRequestError
    assert scores(outcomes) == [refused, 0.1, refused, refused, 0.2]
    assert service.troubled.reads == [5, 2]
    assert scores(handler.predict_batch(requests[2:4])) == [refused, refused]


def test_a_store_that_fails_halfway_leaves_what_was_refused_refused(service: FraudService) -> None:
    """The first read found a key of the wrong type, the second found nobody at home."""

    class Failing(TroubledStore):
        def get_online_features(self, *args: Any, **kwargs: Any) -> Any:
            if self.reads:
                self.error = OSError()
            return super().get_online_features(*args, **kwargs)

    store = Failing(service.store, service.time)
    handler = service.handler(store=store, key_types=None)

    outcomes = handler.predict_batch([PredictRequest({"user_id": key}) for key in (7, "u1")])

    assert scores(outcomes) == [InvalidRequestError, FeaturesUnavailableError]


def test_a_row_that_a_function_cannot_take_fails_for_itself() -> None:
    """The others are read again without it."""
    service = fragile_service()
    handler = service.handler(features=[COUNT, "shares:share"])
    requests = [PredictRequest({"user_id": "u1"}, {"parts": parts}) for parts in (1, 0, 2)]

    outcomes = handler.predict_batch(requests)

    assert scores(outcomes) == [0.3, FeaturesUnavailableError, 0.2]


def test_late_requests_are_late_for_themselves(service: FraudService) -> None:
    """Each has its own arrival, and who is late before the read is not read for."""
    handler = service.handler(deadline_ms=200)
    now = service.time.now
    service.troubled.takes_ms = 100
    arrivals = [now - 0.3, now - 0.15, now]

    outcomes = handler.predict_batch(USERS[:3], arrivals=arrivals)

    assert scores(outcomes) == [DeadlineExceededError, DeadlineExceededError, 0.3]
    parts = [end.part for end in outcomes if isinstance(end, DeadlineExceededError)]
    assert parts == ["queue", "features"]
    assert service.troubled.reads == [2]


def test_if_all_are_late_nothing_is_read(service: FraudService) -> None:
    """Nobody waits for it any more."""
    handler = service.handler(deadline_ms=200, fallback=0.6)

    (outcome,) = handler.predict_batch(USERS[:1], arrivals=[service.time.now - 1])

    assert isinstance(outcome, PredictResponse)
    assert (outcome.fallback, outcome.latency_ms, outcome.features) == ("timeout", 1000.0, None)
    assert service.troubled.reads == []


def test_a_model_that_fails_is_left_alone_within_the_batch(service: FraudService) -> None:
    """The third failure is the last."""
    service.trouble.error = ZeroDivisionError()
    handler = service.handler(breaker=BreakerPolicy(failures=3), fallback=0.6)

    outcomes = handler.predict_batch(USERS)

    reasons = [end.fallback for end in outcomes if isinstance(end, PredictResponse)]
    assert reasons == ["error"] * 3 + ["open"] * 2
    assert len(service.trouble.seen) == 3


def test_a_store_that_is_left_alone_refuses_all(service: FraudService) -> None:
    """Once per batch counts one failure."""
    service.troubled.error = OSError()
    handler = service.handler(breaker=BreakerPolicy(failures=2))

    seen = [set(scores(handler.predict_batch(USERS))) for _ in range(3)]

    assert seen == [{FeaturesUnavailableError}] * 2 + [{CircuitOpenError}]


def test_every_answer_of_a_batch_is_recorded_in_order(service: FraudService) -> None:
    """After all are complete, in one task."""
    later: list[Any] = []
    handler = service.handler(on_record=service.log)

    handler.predict_batch(USERS, defer=later.append)
    (task,) = later
    task()

    assert [record.entity["user_id"] for record in service.log.records] == [
        "u1",
        "u2",
        "u3",
        "u4",
        "u5",
    ]
