"""May this version take over, and which numbers say so?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from mlplat_core.errors import DefinitionError
from mlplat_core.registry.values import check_text, numbers
from mlplat_core.registry.versions import ModelVersion

OK = "ok"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a gate judges: this version is to take over from that one, and this person wants it.

    Attributes:
        candidate: the version that is to take over; READY.
        current: the version that the alias points at now; None if it points at none.
        actor: who promotes; None if nobody said.

    Example:
        >>> from mlplat_core import GateResult, ModelRegistry
        >>> def has_tests(proposal: Proposal) -> GateResult:
        ...     code = "ok" if "tests" in proposal.candidate.tags else "no-tests"
        ...     return GateResult("has_tests", code, "looked for the tag 'tests'")
    """

    candidate: ModelVersion
    current: ModelVersion | None
    actor: str | None


@dataclass(frozen=True, slots=True)
class GateResult:
    """What one gate said, with every number that it looked at.

    Attributes:
        gate: the gate and its settings.
        code: `ok`, or a short stable word for why not, such as `no-gain`.
        reason: the same as a sentence.
        numbers: what was compared, by name.

    Raises:
        DefinitionError: a text is none, or a number is not finite.

    Example:
        >>> GateResult("parity", "ok", "100 of 100 rows agree", {"rows": 100}).passed
        True
    """

    gate: str
    code: str
    reason: str
    numbers: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("gate", "code", "reason"):
            check_text(getattr(self, name), f"GateResult: {name}")
        object.__setattr__(self, "numbers", numbers(self.numbers, "GateResult: numbers"))

    @property
    def passed(self) -> bool:
        """Whether the gate lets the version through."""
        return self.code == OK


class Gate(Protocol):
    """A rule that a version must pass: any callable from a `Proposal` to a `GateResult`.

    It is asked about the state right before the move, and again if others change the registry
    meanwhile, so it should only look. One that raises has refused.

    Example:
        >>> def always(proposal: Proposal) -> GateResult:
        ...     return GateResult("always", "ok", "nothing to object")
        >>> gate: Gate = always
    """

    def __call__(self, proposal: Proposal, /) -> GateResult:
        """The verdict on the proposal."""


def evaluate(gates: Iterable[Gate], proposal: Proposal) -> tuple[GateResult, ...]:
    """What every gate says, in order; one that raises, or answers otherwise, has refused.

    Raises:
        DefinitionError: there is no gate, so that "all passed" would mean nothing.
    """
    asked = tuple(gates)
    if not asked:
        raise DefinitionError(
            "A promotion needs at least one gate; to move an alias without one, use set_alias."
        )
    return tuple(_ask(gate, proposal) for gate in asked)


def _ask(gate: Gate, proposal: Proposal) -> GateResult:
    try:
        result = gate(proposal)
    except Exception as error:  # whatever went wrong in a gate, the version has not passed it
        return GateResult(_name(gate), "gate-error", f"raised {type(error).__name__}: {error}")
    if not isinstance(result, GateResult):
        return GateResult(_name(gate), "gate-error", f"answered {result!r}, not a GateResult")
    return result


def _name(gate: Gate) -> str:
    return str(getattr(gate, "__name__", None) or repr(gate))
