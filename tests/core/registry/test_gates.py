"""Gates: each edge of each rule, and what a promotion records."""

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
    Gate,
    GateResult,
    LatencyBudget,
    Lineage,
    MinimumGain,
    ModelRegistry,
    ModelVersion,
    PromotionRejected,
    PromotionRejectedError,
    Proposal,
    SchemaCompatible,
    SliceLimit,
    VersionNotReadyError,
    VersionStatus,
)


def version(**facts: Any) -> ModelVersion:
    """A version with the facts given, measured on set `s` and registered by ana otherwise."""
    base: dict[str, Any] = {
        "name": "fraud",
        "version": 1,
        "status": VersionStatus.READY,
        "artifact_hash": "h",
        "artifact_size": 1,
        "metrics": {},
        "evaluation_set": "s",
        "slices": {},
        "schema": {},
        "lineage": Lineage(),
        "author": "ana",
        "created_at": datetime(2026, 11, 23, tzinfo=UTC),
        "description": "",
        "tags": {},
    }
    return ModelVersion(**{**base, **facts})


def verdict(
    gate: Gate, candidate: dict[str, Any], current: dict[str, Any] | None, actor: str | None = "ben"
) -> tuple[str, dict[str, float]]:
    """The code and the numbers of a gate."""
    incumbent = None if current is None else version(**current)
    result = gate(Proposal(version(**candidate), incumbent, actor))
    assert result.passed == (result.code == "ok")
    assert result.gate == repr(gate)
    return result.code, dict(result.numbers)


def auc(value: float, **more: Any) -> dict[str, Any]:
    """Facts with one metric."""
    return {"metrics": {"auc": value}, **more}


@pytest.mark.parametrize(
    ("gain", "candidate", "current", "code"),
    [
        (0.01, auc(0.82), auc(0.81), "ok"),  # 0.82 - 0.81 < 0.01 in floating point
        (0.01, auc(0.8199), auc(0.81), "no-gain"),
        (0.0, auc(0.81), auc(0.81), "ok"),
        (0.0, auc(0.80), auc(0.81), "no-gain"),
        (-0.01, auc(0.80), auc(0.81), "ok"),
        (0.0, auc(0.9), None, "ok"),
        (0.0, {}, None, "missing-metric:auc"),
        (0.0, {}, auc(0.81), "missing-metric:auc"),
        (0.0, auc(0.9), {}, "missing-metric:auc"),
        (0.0, auc(0.9, evaluation_set="t"), auc(0.81), "different-eval-set"),
        (0.0, auc(0.9, evaluation_set=None), auc(0.81, evaluation_set=None), "different-eval-set"),
    ],
)
def test_minimum_gain(gain: float, candidate: Any, current: Any, code: str) -> None:
    """A gain counts only against the same evaluation set, and exactly the minimum is enough."""
    assert verdict(MinimumGain("auc", gain), candidate, current)[0] == code


def test_minimum_gain_shows_its_numbers() -> None:
    """Both values and the gain."""
    code, numbers = verdict(MinimumGain("auc"), auc(0.84), auc(0.81))

    assert (code, numbers) == ("ok", {"candidate": 0.84, "current": 0.81, "gain": 0.03})


def sliced(**values: float) -> dict[str, Any]:
    """Facts with one metric per slice."""
    return {"slices": {name: {"auc": value} for name, value in values.items()}}


@pytest.mark.parametrize(
    ("slices", "candidate", "current", "code"),
    [
        ((), sliced(new=0.80, old=0.9), sliced(new=0.82, old=0.8), "ok"),
        ((), sliced(new=0.79, old=0.9), sliced(new=0.82, old=0.8), "slice-drop:new"),
        ((), sliced(b=0.1, a=0.1), sliced(b=0.8, a=0.8), "slice-drop:a"),
        ((), sliced(old=0.9), sliced(new=0.82, old=0.8), "missing-slice:new"),
        ((), sliced(new=0.9, old=0.1), sliced(new=0.82), "ok"),
        (["new"], sliced(new=0.82), sliced(new=0.82, old=0.8), "ok"),
        (["new"], sliced(new=0.82), sliced(old=0.8), "missing-slice:new"),
        (["new"], {"slices": {"new": {"f1": 0.9}}}, sliced(new=0.8), "missing-slice:new"),
        (["new"], sliced(old=0.9), None, "missing-slice:new"),
        (["new"], sliced(new=0.1), None, "ok"),
        ((), sliced(new=0.1), None, "ok"),
        ((), sliced(new=0.9), {}, "no-slices"),
        ((), sliced(new=0.9) | {"evaluation_set": "t"}, sliced(new=0.8), "different-eval-set"),
    ],
)
def test_slice_limit(slices: Any, candidate: Any, current: Any, code: str) -> None:
    """No slice may lose more than the limit; one that was not measured counts as lost."""
    assert verdict(SliceLimit("auc", 0.02, slices), candidate, current)[0] == code


def test_slice_limit_shows_every_slice() -> None:
    """Also when it refuses, and also those that did not lose."""
    numbers = verdict(SliceLimit("auc"), sliced(a=0.9, b=0.1), sliced(a=0.8, b=0.8))[1]

    assert numbers == {
        "candidate:a": 0.9,
        "candidate:b": 0.1,
        "current:a": 0.8,
        "current:b": 0.8,
        "drop:a": -0.1,
        "drop:b": 0.7,
    }


@pytest.mark.parametrize(
    ("metrics", "code"),
    [
        ({"p99_ms": 50.0}, "ok"),
        ({"p99_ms": 50.1}, "latency"),
        ({"p50_ms": 1.0}, "missing-metric:p99_ms"),
    ],
)
def test_latency_budget(metrics: dict[str, float], code: str) -> None:
    """Exactly the budget is within it; what was not measured is not."""
    assert verdict(LatencyBudget(50), {"metrics": metrics}, None)[0] == code


AGE, CITY = {"age": "int64"}, {"city": "string"}


@pytest.mark.parametrize(
    ("offered", "candidate", "current", "code"),
    [
        (None, AGE, AGE | CITY, "ok"),
        (None, AGE | CITY, AGE, "schema:city"),
        (None, {"age": "float64"}, AGE, "schema:age"),
        (None, AGE, {}, "schema:age"),
        (None, {}, AGE, "missing-schema"),
        (None, AGE, None, "ok"),
        (None, {}, None, "missing-schema"),
        (AGE | CITY, AGE | CITY, AGE, "ok"),
        (CITY, AGE, AGE, "schema:age"),
    ],
)
def test_schema_compatible(offered: Any, candidate: Any, current: Any, code: str) -> None:
    """A version may read less than callers send, never more and never as another type."""
    incumbent = None if current is None else {"schema": current}

    assert verdict(SchemaCompatible(offered), {"schema": candidate}, incumbent)[0] == code


@pytest.mark.parametrize(
    ("author", "actor", "code"),
    [
        ("ana", "ben", "ok"),
        ("ana", "ana", "same-approver"),
        ("ana", None, "unknown-approver"),
        ("ana", "", "unknown-approver"),
        (None, "ben", "unknown-author"),
        (None, None, "unknown-approver"),
    ],
)
def test_different_approver(author: str | None, actor: str | None, code: str) -> None:
    """Two people, both known."""
    assert verdict(DifferentApprover(), {"author": author}, None, actor)[0] == code


@pytest.mark.parametrize(
    "make",
    [
        lambda: MinimumGain("auc", float("nan")),
        lambda: MinimumGain(None),  # type: ignore[arg-type]
        lambda: SliceLimit("auc", -0.1),
        lambda: SliceLimit("auc", 0.1, "new"),
        lambda: LatencyBudget(-1),
        lambda: LatencyBudget("50"),  # type: ignore[arg-type]
        lambda: SchemaCompatible({"age": int}),  # type: ignore[dict-item]
        lambda: GateResult("g", "ok", "r", {"n": float("inf")}),
        lambda: GateResult("g", None, "r"),  # type: ignore[arg-type]
    ],
)
def test_a_gate_without_sense_is_refused_when_it_is_made(make: Callable[[], object]) -> None:
    """Malformed settings do not wait for a promotion."""
    with pytest.raises(DefinitionError):
        make()


def test_gates_are_values() -> None:
    """Equal settings make equal gates, which can be kept in sets."""
    assert {SliceLimit("auc", 0.1, ["a"]), SliceLimit("auc", 0.1, ("a",))} == {
        SliceLimit("auc", 0.1, ["a"])
    }
    assert hash(SchemaCompatible({"b": "x", "a": "y"})) == hash(
        SchemaCompatible({"a": "y", "b": "x"})
    )


# ---------------------------------------------------------------- promotion


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
