"""What a promotion moves, refuses and records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from mlplat_core import (
    AliasAssigned,
    ConflictError,
    DefinitionError,
    DifferentApprover,
    GateResult,
    LatencyBudget,
    ModelRegistry,
    PromotionRejected,
    PromotionRejectedError,
    Proposal,
    VersionNotReadyError,
)


def yes(proposal: Proposal) -> GateResult:
    """A gate that lets everything through."""
    return GateResult("yes", "ok", "fine", {"seen": proposal.candidate.version})


def test_a_promotion_moves_the_alias_and_keeps_the_verdicts(registry: ModelRegistry) -> None:
    """One event holds the move and what every gate said."""
    promoted = registry.promote("fraud", 2, "Champion", [yes], actor="ben", reason="better")

    entry = registry.history()[-1]
    assert promoted.version == registry.resolve("models:/fraud@champion").version == 2
    assert (entry.actor, entry.reason) == ("ben", "better")
    assert entry.event == AliasAssigned(
        "fraud", "champion", 2, 1, "promotion", (GateResult("yes", "ok", "fine", {"seen": 2}),)
    )
    assert registry.rollback("fraud", "champion").version == 1


def test_a_refusal_leaves_the_alias_and_keeps_every_number(registry: ModelRegistry) -> None:
    """All gates are asked, also after one has refused."""
    gates = [LatencyBudget(50), yes, DifferentApprover()]

    with pytest.raises(PromotionRejectedError, match="p99_ms") as refusal:
        registry.promote("fraud", 2, "champion", gates, actor="ana")

    event = registry.history()[-1].event
    assert isinstance(event, PromotionRejected)
    assert [result.code for result in event.results] == [
        "missing-metric:p99_ms",
        "ok",
        "same-approver",
    ]
    assert refusal.value.results == event.results
    assert refusal.value.failed_gates == (event.results[0], event.results[2])
    assert (event.version, event.previous) == (2, 1)
    assert registry.resolve("models:/fraud@champion").version == 1


def test_the_first_promotion_has_nothing_to_beat(registry: ModelRegistry) -> None:
    """Without an alias the current version is None."""
    seen: list[Proposal] = []

    def look(proposal: Proposal) -> GateResult:
        seen.append(proposal)
        return yes(proposal)

    registry.promote("fraud", 2, "shadow", [look], expected=None)
    registry.promote("fraud", 3, "shadow", [look], actor="ben")

    assert [p.current.version if p.current else None for p in seen] == [None, 2]
    assert [p.actor for p in seen] == [None, "ben"]


def broken(proposal: Proposal) -> GateResult:
    """A gate that fails by itself."""
    raise ZeroDivisionError("no rows")


@pytest.mark.parametrize(
    ("gate", "reason"),
    [(broken, "raised ZeroDivisionError: no rows"), (lambda proposal: True, "answered True")],
)
def test_a_gate_that_breaks_has_refused(registry: ModelRegistry, gate: Any, reason: str) -> None:
    """Nothing is promoted by an accident in a gate."""
    with pytest.raises(PromotionRejectedError) as refusal:
        registry.promote("fraud", 2, "champion", [gate])

    (result,) = refusal.value.failed_gates
    assert (result.gate, result.code) == (gate.__name__, "gate-error")
    assert reason in result.reason


def test_a_promotion_without_gates_would_promise_nothing(registry: ModelRegistry) -> None:
    """All of no gates is not a check."""
    before = registry.history()

    with pytest.raises(DefinitionError, match="at least one gate"):
        registry.promote("fraud", 2, "champion", [])
    assert registry.history() == before


def test_a_promotion_compares_and_sets_too(registry: ModelRegistry) -> None:
    """An alias that moved, or a version that is not ready, is refused before any gate is asked."""
    registry.create_model_version("fraud")

    with pytest.raises(ConflictError):
        registry.promote("fraud", 2, "champion", [broken], expected=3)
    with pytest.raises(VersionNotReadyError):
        registry.promote("fraud", 4, "champion", [broken])


def test_gates_judge_the_state_right_before_the_move(
    registry: ModelRegistry, reopen: Callable[[], Any]
) -> None:
    """If another registry moves the alias while a gate thinks, the gates are asked again."""
    other = ModelRegistry(store=reopen(), clock=lambda: datetime(2026, 11, 23, tzinfo=UTC))
    seen: list[int | None] = []

    def slow(proposal: Proposal) -> GateResult:
        seen.append(proposal.current.version if proposal.current else None)
        if len(seen) == 1:
            other.set_alias("fraud", "champion", 3)
        return yes(proposal)

    registry.promote("fraud", 2, "champion", [slow])

    event = registry.history()[-1].event
    assert seen == [1, 3]
    assert isinstance(event, AliasAssigned)
    assert event.previous == 3


def test_the_loser_of_a_race_learns_of_it(
    registry: ModelRegistry, reopen: Callable[[], Any]
) -> None:
    """With `expected`, a promotion that was overtaken while its gates thought is a conflict."""
    other = ModelRegistry(store=reopen(), clock=lambda: datetime(2026, 11, 23, tzinfo=UTC))

    def slow(proposal: Proposal) -> GateResult:
        other.set_alias("fraud", "champion", 3)
        return yes(proposal)

    with pytest.raises(ConflictError, match="points at version 3"):
        registry.promote("fraud", 2, "champion", [slow], expected=1)
    assert registry.resolve("models:/fraud@champion").version == 3


def test_a_gate_that_writes_each_time_is_stopped(registry: ModelRegistry) -> None:
    """Nobody waits for ever: after many attempts the promotion gives up."""

    def restless(proposal: Proposal) -> GateResult:
        registry.set_tag("fraud", None, "asked", "again")
        return yes(proposal)

    with pytest.raises(ConflictError, match="attempts"):
        registry.promote("fraud", 2, "champion", [restless])
    assert registry.resolve("models:/fraud@champion").version == 1
