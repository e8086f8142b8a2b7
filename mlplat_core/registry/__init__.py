"""Which model is live, since when, by whom, and why? Versions, aliases, gates, and their log."""

from mlplat_core.registry.events import (
    AliasAssigned,
    AliasRemoved,
    DescriptionChanged,
    ModelDeleted,
    ModelRegistered,
    PromotionRejected,
    TagChanged,
    VersionArchived,
    VersionCompleted,
    VersionDeleted,
    VersionFailed,
    VersionRegistered,
)
from mlplat_core.registry.gates import Gate, GateResult, Proposal
from mlplat_core.registry.hash_chain import LogEntry
from mlplat_core.registry.model_registry import ModelRegistry
from mlplat_core.registry.names import ModelUri
from mlplat_core.registry.replay import state_as_of
from mlplat_core.registry.standard_gates import (
    DifferentApprover,
    LatencyBudget,
    MinimumGain,
    SchemaCompatible,
    SliceLimit,
)
from mlplat_core.registry.state import RegistryState
from mlplat_core.registry.versions import (
    Lineage,
    ModelVersion,
    RegisteredModel,
    VersionStatus,
    classic_stage,
)

__all__ = [
    "AliasAssigned",
    "AliasRemoved",
    "DescriptionChanged",
    "DifferentApprover",
    "Gate",
    "GateResult",
    "LatencyBudget",
    "Lineage",
    "LogEntry",
    "MinimumGain",
    "ModelDeleted",
    "ModelRegistered",
    "ModelRegistry",
    "ModelUri",
    "ModelVersion",
    "PromotionRejected",
    "Proposal",
    "RegisteredModel",
    "RegistryState",
    "SchemaCompatible",
    "SliceLimit",
    "TagChanged",
    "VersionArchived",
    "VersionCompleted",
    "VersionDeleted",
    "VersionFailed",
    "VersionRegistered",
    "VersionStatus",
    "classic_stage",
    "state_as_of",
]
