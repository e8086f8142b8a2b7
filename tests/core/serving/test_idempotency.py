"""What a repeated request gets."""

from __future__ import annotations

import pytest
from fraud_service import FraudService

from mlplat_core.errors import DefinitionError, IdempotencyConflictError, InferenceError
from mlplat_core.serving import Idempotency, PredictRequest

REQUEST = PredictRequest({"user_id": "u1"}, {"txn_count_7d": 3}, idempotency_key="k")


def test_the_same_request_gets_the_same_answer(service: FraudService) -> None:
    """Also if the world has changed meanwhile: the first answer was acted upon."""
    handler = service.handler(on_record=service.log)

    first = handler.predict(REQUEST)
    service.registry.set_alias("fraud", "champion", 2)
    again = handler.predict(REQUEST)

    assert again is first
    assert len(service.troubled.reads) == 1
    assert len(service.log.records) == 1


def test_a_document_and_a_request_that_say_the_same_are_the_same(service: FraudService) -> None:
    """3 and 3.0 are one count."""
    handler = service.handler()
    document = {
        "entity": {"user_id": "u1"},
        "features": {"txn_count_7d": 3.0},
        "idempotency_key": "k",
    }

    assert handler.predict(document) is handler.predict(REQUEST)


@pytest.mark.parametrize(
    "other",
    [
        PredictRequest({"user_id": "u2"}, {"txn_count_7d": 3}, idempotency_key="k"),
        PredictRequest({"user_id": "u1"}, {"txn_count_7d": 4}, idempotency_key="k"),
        PredictRequest({"user_id": "u1"}, {}, idempotency_key="k"),
        PredictRequest({"user_id": "u1"}, {"txn_count_7d": 3}, "id", "k"),
        PredictRequest({"user_id": "u1"}, {"txn_count_7d": 3}, None, "k", True),
    ],
)
def test_another_request_with_the_same_key_is_a_conflict(
    service: FraudService, other: PredictRequest
) -> None:
    """The first answer would be wrong for it, and a second one would break the promise."""
    handler = service.handler()
    handler.predict(REQUEST)

    with pytest.raises(IdempotencyConflictError, match="was another") as conflict:
        handler.predict(other)
    assert (conflict.value.key, conflict.value.pending) == ("k", False)


def test_a_failure_is_not_kept(service: FraudService) -> None:
    """The caller repeats the request because it failed."""
    handler = service.handler()
    service.trouble.error = ZeroDivisionError()

    with pytest.raises(InferenceError):
        handler.predict(REQUEST)
    service.trouble.error = None

    assert handler.predict(REQUEST).fallback is None


def test_an_interrupted_request_gives_its_key_back(service: FraudService) -> None:
    """Whatever happened, the next try starts afresh."""
    handler = service.handler()
    service.troubled.error = KeyboardInterrupt()  # type: ignore[assignment]

    with pytest.raises(KeyboardInterrupt):
        handler.predict(REQUEST)
    service.troubled.error = None

    assert handler.predict(REQUEST).score == pytest.approx(0.3)


def test_a_key_that_is_being_answered_is_a_conflict_too(service: FraudService) -> None:
    """Two requests with one key in one batch: the second cannot have the answer of the first."""
    first, second = service.handler().predict_batch([REQUEST, REQUEST])

    assert isinstance(second, IdempotencyConflictError)
    assert second.pending
    assert not isinstance(first, Exception)


def test_answers_are_kept_for_a_time(service: FraudService) -> None:
    """After that the key may mean something new."""
    handler = service.handler(idempotency=Idempotency(ttl_s=60))
    first = handler.predict(REQUEST)

    service.time.pass_ms(59_999)
    assert handler.predict(REQUEST) is first
    service.time.pass_ms(1)
    assert handler.predict(REQUEST) is not first


def test_only_so_many_answers_are_kept(service: FraudService) -> None:
    """The oldest is forgotten, so that no caller can fill the memory."""
    handler = service.handler(idempotency=Idempotency(max_entries=2))
    requests = [PredictRequest({"user_id": "u1"}, idempotency_key=key) for key in "abc"]

    answers = [handler.predict(request) for request in requests]

    assert handler.predict(requests[2]) is answers[2]
    assert handler.predict(requests[0]) is not answers[0]


def test_an_answer_that_was_crowded_out_while_it_was_made_is_given_anyway(
    service: FraudService,
) -> None:
    """Three keys at once, room for one."""
    handler = service.handler(idempotency=Idempotency(max_entries=1))
    requests = [PredictRequest({"user_id": "u1"}, idempotency_key=key) for key in "abc"]

    answers = handler.predict_batch(requests)

    assert not any(isinstance(answer, Exception) for answer in answers)
    assert handler.predict(requests[2]) is answers[2]


@pytest.mark.parametrize(("entries", "ttl"), [(0, 1), (1, 0)])
def test_keeping_nothing_is_refused(entries: int, ttl: float) -> None:
    """A promise that cannot be kept is not made."""
    with pytest.raises(DefinitionError, match="more than 0"):
        Idempotency(entries, ttl)
