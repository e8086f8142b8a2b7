"""Why is a version not what the caller wanted it to become?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mlplat_core.errors.general import ConflictError, PlatformError

if TYPE_CHECKING:
    from mlplat_core.registry.gates import GateResult


class VersionNotReadyError(ConflictError):
    """The version has no artifact yet, never will, or is archived.

    Attributes:
        status: the state that the version is in.

    Example:
        >>> VersionNotReadyError("fraud version 2", "ARCHIVED").status
        'ARCHIVED'
    """

    def __init__(self, version: str, status: str, wanted: str = "READY") -> None:
        self.status = status
        super().__init__(f"{version} is {status}, not {wanted}; choose a version that is {wanted}.")


class PromotionRejectedError(PlatformError):
    """At least one gate refused the version, so the alias stayed where it was.

    Attributes:
        results: what every gate said, in order.
        failed_gates: those of them that refused.

    Example:
        >>> from mlplat_core import GateResult
        >>> gate = GateResult("latency", "latency", "p99 is 31 ms, over 20 ms", {"p99_ms": 31.0})
        >>> print(PromotionRejectedError("fraud version 2", "champion", [gate]))
        fraud version 2 was not promoted to 'champion'. latency: p99 is 31 ms, over 20 ms
    """

    def __init__(self, version: str, alias: str, results: Iterable[GateResult]) -> None:
        self.results = tuple(results)
        self.failed_gates = tuple(result for result in self.results if not result.passed)
        reasons = "; ".join(f"{result.gate}: {result.reason}" for result in self.failed_gates)
        super().__init__(f"{version} was not promoted to {alias!r}. {reasons}")
