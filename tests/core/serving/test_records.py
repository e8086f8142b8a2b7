"""What is kept of a prediction, and what a shadow adds to it."""

from __future__ import annotations

from typing import Any

import pytest
from fraud_service import COUNT, NOON, USUAL, FraudService, linear

from mlplat_core.errors import DefinitionError
from mlplat_core.feature_store.monitoring.skew import skew_report
from mlplat_core.serving import PredictionRecord, PredictRequest, RecordLog, Shadow, ShadowScore

U3 = PredictRequest({"user_id": "u3"})


def test_a_record_has_what_the_model_saw(service: FraudService) -> None:
    """Entity, moment, values, sources and the whole answer."""
    handler = service.handler(on_record=service.log, defaults={"txn_count_7d": 5})

    response = handler.predict(PredictRequest({"user_id": "new"}, {"avg_amount_30d": 2.0}))

    assert service.log.records == (
        PredictionRecord(
            {"user_id": "new"},
            NOON,
            {"avg_amount_30d": 2.0, "txn_count_7d": 5},
            {"avg_amount_30d": "request", "txn_count_7d": "default"},
            response,
        ),
    )


def test_records_can_be_held_against_what_training_would_see(service: FraudService) -> None:
    """A row of a record is an entity row: the default that was served shows up as skew."""
    service.registry.create_model_version("fraud", linear(txn_count_7d=0.1, avg_amount_30d=0.01))
    service.registry.set_alias("fraud", "champion", 3)
    handler = service.handler(
        on_record=service.log, defaults={"txn_count_7d": 5, "avg_amount_30d": 1.0}
    )
    for user in ("u1", "u2", "new"):
        handler.predict(PredictRequest({"user_id": user}))

    served = [record.row for record in service.log.records]
    asked = [{key: row[key] for key in ("user_id", "event_timestamp")} for row in served]
    recomputed = service.store.get_historical_features(asked, [COUNT, USUAL]).rows
    report = skew_report(served, recomputed, features=["txn_count_7d", "avg_amount_30d"])

    assert report.features["txn_count_7d"].extra == 1
    assert report.features["txn_count_7d"].equal == 2


def test_a_failed_request_leaves_no_record(service: FraudService) -> None:
    """There is no prediction to compare."""
    service.troubled.error = OSError()

    service.handler(on_record=service.log).predict_batch([U3])

    assert service.log.records == ()


def test_a_fallback_is_recorded_without_features(service: FraudService) -> None:
    """The record says that nothing was read."""
    service.troubled.error = OSError()
    service.handler(on_record=service.log, fallback=0.6).predict(U3)

    (record,) = service.log.records
    assert (record.features, record.sources, record.response.fallback) == ({}, {}, "features")


def test_a_callback_that_fails_does_not_hurt_the_answer(service: FraudService) -> None:
    """The loss is counted."""

    def fail(record: PredictionRecord) -> None:
        raise OSError("disk full")

    handler = service.handler(on_record=fail)

    assert handler.predict(U3).score == pytest.approx(0.3)
    assert handler.counts == {"records_lost": 1}


def test_a_log_keeps_the_latest() -> None:
    """Its memory is bounded."""
    log = RecordLog(limit=2)
    for number in range(3):
        log(number)  # type: ignore[arg-type]

    assert log.records == (1, 2)


def test_a_shadow_scores_the_same_features_for_the_record(service: FraudService) -> None:
    """One read, two scores, and the answer is the champion's."""
    service.registry.set_alias("fraud", "challenger", 2)
    handler = service.handler(on_record=service.log, shadow=Shadow("challenger"))

    response = handler.predict(U3)

    (record,) = service.log.records
    assert (response.score, response.model_version) == (pytest.approx(0.3), 1)
    assert record.shadow == ShadowScore("challenger", 2, pytest.approx(0.6))
    assert record.response is response
    assert service.troubled.reads == [1]


@pytest.mark.parametrize(
    ("artifact", "version", "error"),
    [
        (None, None, "ModelNotReadyError"),
        (b"no model", None, "ModelNotReadyError"),
        (linear(height=1.0), None, "ModelNotReadyError"),
        (linear(avg_amount_30d=float(10**300)), 3, "InferenceError"),
    ],
)
def test_a_shadow_that_fails_is_only_seen_in_the_record(
    service: FraudService, artifact: bytes | None, version: int | None, error: str
) -> None:
    """Missing, damaged, greedy or broken: the answer is the same."""
    service.push("u3", 3, 1e100)
    if artifact is not None:
        service.registry.create_model_version("fraud", artifact)
        service.registry.set_alias("fraud", "challenger", 3)
    handler = service.handler(on_record=service.log, shadow=Shadow("challenger"), load=None)

    response = handler.predict(U3)

    (record,) = service.log.records
    assert (response.score, response.degraded) == (pytest.approx(0.3), False)
    assert record.shadow == ShadowScore("challenger", version, None, error)
    assert handler.counts == {"shadow_failures": 1}


def test_what_comes_after_the_answer_can_wait(service: FraudService) -> None:
    """With `defer`, the answer is back before shadow and record begin; it took no longer."""
    service.registry.set_alias("fraud", "challenger", 2)
    handler = service.handler(on_record=service.log, shadow=Shadow("challenger"), deadline_ms=200)
    later: list[Any] = []

    response = handler.predict(U3, defer=later.append)
    service.trouble.takes_ms = 10_000

    assert len(service.trouble.seen) == 1
    assert service.log.records == ()
    (task,) = later
    task()
    assert service.log.records[0].shadow is not None
    assert response.latency_ms == 0.0


def test_a_slow_shadow_is_not_late(service: FraudService) -> None:
    """The deadline is the answer's, which was complete before."""
    service.registry.set_alias("fraud", "challenger", 2)
    service.trouble.takes_ms = 150
    handler = service.handler(on_record=service.log, shadow=Shadow("challenger"), deadline_ms=200)

    response = handler.predict(U3)

    assert (response.fallback, response.latency_ms) == (None, 150.0)
    assert service.log.records[0].shadow == ShadowScore("challenger", 2, pytest.approx(0.6))


def test_a_shadow_that_nobody_sees_is_refused(service: FraudService) -> None:
    """It would cost time and tell nobody anything."""
    with pytest.raises(DefinitionError, match="on_record"):
        service.handler(shadow=Shadow("challenger"))


def test_without_a_callback_nothing_is_deferred(service: FraudService) -> None:
    """There is nothing to do after the answer."""
    later: list[Any] = []
    service.handler().predict(U3, defer=later.append)

    assert later == []
