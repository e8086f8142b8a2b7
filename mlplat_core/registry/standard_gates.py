"""Is it better, nowhere worse, fast enough, compatible, and approved by someone else?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mlplat_core.errors import DefinitionError
from mlplat_core.registry.gates import OK, GateResult, Proposal
from mlplat_core.registry.values import check_text, is_number, texts
from mlplat_core.registry.versions import ModelVersion

_NO_SET = "the two were not measured on the same evaluation set"


@dataclass(frozen=True, slots=True)
class MinimumGain:
    """The metric must beat the current version's on the same evaluation set; higher is better.

    Codes: `ok no-gain different-eval-set missing-metric:NAME`. With no current version, having the
    metric is enough. Differences are rounded to 12 digits, so that 0.82 beats 0.81 by 0.01.

    Attributes:
        metric: which metric.
        gain: by how much at least; 0 allows a draw, a negative value allows a loss.

    Example:
        >>> MinimumGain("auc", 0.01)
        MinimumGain(metric='auc', gain=0.01)
    """

    metric: str
    gain: float = 0.0

    def __post_init__(self) -> None:
        check_text(self.metric, "MinimumGain: metric")
        _check_number(self.gain, "MinimumGain: gain")

    def __call__(self, proposal: Proposal, /) -> GateResult:
        """The verdict, with both values and the gain."""
        candidate, current = proposal.candidate, proposal.current
        seen = _metrics(self.metric, candidate, current)
        expected = {"candidate"} if current is None else {"candidate", "current"}
        if seen.keys() != expected:
            return _refuse(self, f"missing-metric:{self.metric}", "it was not measured", seen)
        if current is None:
            return GateResult(repr(self), OK, "there is no current version to beat", seen)
        if not _comparable(candidate, current):
            return _refuse(self, "different-eval-set", _NO_SET, seen)
        gain = _difference(seen["candidate"], seen["current"])
        reason = f"{self.metric} gains {gain:g}, at least {self.gain:g} is asked"
        return GateResult(
            repr(self), OK if gain >= self.gain else "no-gain", reason, {**seen, "gain": gain}
        )


@dataclass(frozen=True, slots=True)
class SliceLimit:
    """No slice may lose more than this against the current version; higher is better.

    Codes: `ok slice-drop:NAME missing-slice:NAME different-eval-set no-slices`, where NAME is the
    first in alphabetical order. A slice that was not measured counts as lost.

    Attributes:
        metric: which metric.
        max_drop: how much a slice may lose at most, >= 0.
        slices: which slices; empty means all of the current version's.

    Example:
        >>> SliceLimit("auc", 0.02, slices=["new customers"]).slices
        ('new customers',)
    """

    metric: str
    max_drop: float = 0.02
    slices: Sequence[str] = ()

    def __post_init__(self) -> None:
        check_text(self.metric, "SliceLimit: metric")
        _check_number(self.max_drop, "SliceLimit: max_drop", least=0)
        if isinstance(self.slices, str):
            raise DefinitionError(f"SliceLimit: slices is {self.slices!r}; pass a list of names.")
        object.__setattr__(self, "slices", tuple(self.slices))

    def __call__(self, proposal: Proposal, /) -> GateResult:
        """The verdict, with the loss of every slice."""
        candidate, current = proposal.candidate, proposal.current
        wanted = sorted(self.slices or (current.slices if current else ()))
        if current is not None and not wanted:
            return _refuse(self, "no-slices", "no slice is named, and the current has none", {})
        sides = {"candidate": candidate} | ({"current": current} if current else {})
        seen = {
            f"{side}:{name}": version.slices[name][self.metric]
            for side, version in sides.items()
            for name in wanted
            if self.metric in version.slices.get(name, {})
        }
        missing = [n for n in wanted if any(f"{side}:{n}" not in seen for side in sides)]
        if missing:
            reason = f"{self.metric} was not measured on {', '.join(missing)}"
            return _refuse(self, f"missing-slice:{missing[0]}", reason, seen)
        if current is None:
            return GateResult(repr(self), OK, "there is no current version to compare with", seen)
        if not _comparable(candidate, current):
            return _refuse(self, "different-eval-set", _NO_SET, seen)
        return self._compare(wanted, seen)

    def _compare(self, names: list[str], seen: dict[str, float]) -> GateResult:
        drops = {n: _difference(seen[f"current:{n}"], seen[f"candidate:{n}"]) for n in names}
        lost = [name for name in names if drops[name] > self.max_drop]
        measured = {**seen, **{f"drop:{name}": drop for name, drop in drops.items()}}
        if lost:
            listing = ", ".join(f"{name} loses {drops[name]:g}" for name in lost)
            reason = f"{listing}; at most {self.max_drop:g} is allowed"
            return _refuse(self, f"slice-drop:{lost[0]}", reason, measured)
        reason = f"no slice loses more than {self.max_drop:g}"
        return GateResult(repr(self), OK, reason, measured)


@dataclass(frozen=True, slots=True)
class LatencyBudget:
    """The candidate's measured time must stay within the budget.

    Codes: `ok latency missing-metric:NAME`.

    Attributes:
        at_most_ms: the budget in milliseconds, > 0; exactly the budget is within it.
        metric: under which name the time was measured.

    Example:
        >>> LatencyBudget(50)
        LatencyBudget(at_most_ms=50, metric='p99_ms')
    """

    at_most_ms: float
    metric: str = "p99_ms"

    def __post_init__(self) -> None:
        _check_number(self.at_most_ms, "LatencyBudget: at_most_ms", least=0)
        check_text(self.metric, "LatencyBudget: metric")

    def __call__(self, proposal: Proposal, /) -> GateResult:
        """The verdict, with the time and the budget."""
        taken = proposal.candidate.metrics.get(self.metric)
        if taken is None:
            return _refuse(self, f"missing-metric:{self.metric}", "it was not measured", {})
        seen = {"candidate": taken, "budget": float(self.at_most_ms)}
        reason = f"{self.metric} is {taken:g} ms, the budget is {self.at_most_ms:g} ms"
        return GateResult(repr(self), OK if taken <= self.at_most_ms else "latency", reason, seen)


@dataclass(frozen=True, slots=True)
class SchemaCompatible:
    """The candidate may read only features that its callers already send, of the same type.

    Codes: `ok schema:FEATURE missing-schema`, where FEATURE is the first in alphabetical order. It
    may read fewer.

    Attributes:
        offered: what callers send, type by feature; None means what the current version reads.

    Example:
        >>> SchemaCompatible(offered={"age": "int64"})
        SchemaCompatible(offered={'age': 'int64'})
    """

    offered: Mapping[str, str] | None = field(default=None)

    def __post_init__(self) -> None:
        if self.offered is not None:
            object.__setattr__(self, "offered", texts(self.offered, "SchemaCompatible: offered"))

    def __call__(self, proposal: Proposal, /) -> GateResult:
        """The verdict, with how many features fit and how many do not."""
        wanted, offered = proposal.candidate.schema, self.offered
        if offered is None:
            offered = wanted if proposal.current is None else proposal.current.schema
        if not wanted:
            return _refuse(self, "missing-schema", "the candidate declares no features", {})
        strange = sorted(name for name in wanted if offered.get(name) != wanted[name])
        counts = {"features": float(len(wanted)), "unknown": float(len(strange))}
        if strange:
            reason = f"nobody sends {', '.join(f'{name}: {wanted[name]}' for name in strange)}"
            return _refuse(self, f"schema:{strange[0]}", reason, counts)
        return GateResult(repr(self), OK, "callers send every feature that it reads", counts)


@dataclass(frozen=True, slots=True)
class DifferentApprover:
    """Who promotes must be known, and must not be who registered the version.

    Codes: `ok same-approver unknown-approver unknown-author`. An author or approver whom nobody
    named does not pass.

    Example:
        >>> DifferentApprover()
        DifferentApprover()
    """

    def __call__(self, proposal: Proposal, /) -> GateResult:
        """The verdict; people have no numbers."""
        author, approver = proposal.candidate.author, proposal.actor
        if not approver or not author:
            who = "author" if approver else "approver"
            return _refuse(self, f"unknown-{who}", f"nobody said who the {who} is", {})
        if approver == author:
            return _refuse(self, "same-approver", f"{author} registered it", {})
        return GateResult(repr(self), OK, f"{approver} approves what {author} registered")


def _refuse(gate: object, code: str, reason: str, seen: Mapping[str, float]) -> GateResult:
    return GateResult(repr(gate), code, reason, seen)


def _metrics(name: str, candidate: ModelVersion, current: ModelVersion | None) -> dict[str, float]:
    """The metric of each side that has it."""
    sides = {"candidate": candidate} | ({"current": current} if current else {})
    return {side: v.metrics[name] for side, v in sides.items() if name in v.metrics}


def _comparable(one: ModelVersion, other: ModelVersion) -> bool:
    """Whether both say what they were measured on, and it is the same."""
    return one.evaluation_set is not None and one.evaluation_set == other.evaluation_set


def _difference(one: float, other: float) -> float:
    """The difference as a person would write it: 0.82 - 0.81 is 0.01, not 0.00999..."""
    return round(one - other, 12)


def _check_number(value: object, what: str, least: float | None = None) -> None:
    if not is_number(value) or (least is not None and float(str(value)) < least):
        bound = "" if least is None else f" of at least {least:g}"
        raise DefinitionError(f"{what} is {value!r}; pass a finite number{bound}.")
