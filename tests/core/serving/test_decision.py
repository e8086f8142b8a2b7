"""What is done about a score, about not having one, and until when it counts."""

from __future__ import annotations

from typing import Any

import pytest
from fraud_service import Time

from mlplat_core.errors import DefinitionError
from mlplat_core.serving import Deadline, Fallback, PredictRequest, Thresholds
from mlplat_core.serving.decision import fall_back
from mlplat_core.serving.protection.deadline import Watch

REQUEST = PredictRequest({"user_id": "u1"})


def test_a_score_on_a_threshold_has_reached_it() -> None:
    """0.9 blocks."""
    decide = Thresholds()

    scores = (0.0, 0.499, 0.5, 0.899, 0.9, 1.0)
    expected = ["approve", "approve", "review", "review", "block", "block"]
    assert [decide(score) for score in scores] == expected


def test_thresholds_are_in_order() -> None:
    """Nothing can be blocked before it is reviewed."""
    with pytest.raises(DefinitionError, match="cannot be less"):
        Thresholds(review=0.9, block=0.5)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (0.7, Fallback("review", 0.7)),
        (1, Fallback("block", 1.0)),
        (Fallback("call"), Fallback("call")),
        (lambda request: 0.2, Fallback("approve", 0.2)),
        (lambda request: Fallback(request.entity["user_id"]), Fallback("u1")),
    ],
)
def test_a_rule_is_a_score_an_answer_or_a_function(rule: Any, expected: Fallback) -> None:
    """A bare score is decided about as any other."""
    assert fall_back(rule, REQUEST, Thresholds()) == expected


@pytest.mark.parametrize("rule", [float("nan"), True, "0.5", lambda request: None])
def test_a_rule_that_has_no_number_is_refused(rule: Any) -> None:
    """NaN would slip through every comparison as approved."""
    with pytest.raises(DefinitionError):
        fall_back(rule, REQUEST, Thresholds())


def test_a_fallback_has_a_number_or_none() -> None:
    """A stand-in that is no score would be worse than none."""
    with pytest.raises(DefinitionError, match="Infinity"):
        Fallback("review", float("inf"))


def test_the_model_gets_the_time_that_is_reserved_for_it() -> None:
    """Of 50 ms the features may take 42."""
    time = Time()
    watch = Watch(Deadline(50, reserve_ms=8), time)

    time.pass_ms(41.9)
    assert not watch.is_late_for_model(100.0)
    time.pass_ms(0.2)
    assert watch.is_late_for_model(100.0)
    assert not watch.is_late(100.0)
    time.pass_ms(8)
    assert watch.is_late(100.0)
    assert watch.elapsed_ms(100.0) == 50.1


def test_the_last_moment_is_in_time() -> None:
    """A deadline of 50 ms is met by an answer after 50 ms."""
    time = Time()
    time.now = 0.05
    watch = Watch(Deadline(50), time)

    assert not watch.is_late(0.0)
    assert not watch.is_late_for_model(0.0)


def test_without_a_deadline_nothing_is_late() -> None:
    """None means no limit."""
    time = Time()
    watch = Watch(Deadline(), time)
    time.pass_ms(1e12)

    assert not watch.is_late(100.0)
    assert not watch.is_late_for_model(100.0)


@pytest.mark.parametrize(("total", "reserve"), [(0, 0), (50, 50), (50, -1), (-5, 0), (None, -1)])
def test_a_deadline_leaves_time_for_something(total: float | None, reserve: float) -> None:
    """Nothing for the features, or less than nothing for the model, is a mistake."""
    with pytest.raises(DefinitionError, match="ms for an answer"):
        Deadline(total, reserve)
