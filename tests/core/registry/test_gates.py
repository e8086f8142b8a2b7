"""Gates: each edge of each rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from mlplat_core import (
    DefinitionError,
    DifferentApprover,
    Gate,
    GateResult,
    LatencyBudget,
    Lineage,
    MinimumGain,
    ModelVersion,
    Proposal,
    SchemaCompatible,
    SliceLimit,
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
