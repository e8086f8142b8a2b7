"""Which rules must a version pass before it may score every payment?"""

from mlplat_core import (
    DifferentApprover,
    GateResult,
    LatencyBudget,
    MinimumGain,
    SchemaCompatible,
    SliceLimit,
)

STEPS = (5, 25)
MEASURED = (
    MinimumGain("auc", 0.005),
    SliceLimit("auc", 0.02),
    LatencyBudget(50),
    SchemaCompatible(),
)


class StoodAsCanary:
    """The version must have stood at every step of the canary; the fact is in its tag."""

    __name__ = "StoodAsCanary()"

    def __call__(self, proposal):
        seen = proposal.candidate.tags.get("canary", "")
        if seen == f"stood at {STEPS[-1]} %":
            return GateResult(self.__name__, "ok", f"it {seen}")
        reason = f"the canary says: {seen or 'not tried'}; it has to stand at {STEPS[-1]} %"
        return GateResult(self.__name__, "canary", reason)


GATES = (*MEASURED, DifferentApprover(), StoodAsCanary())
