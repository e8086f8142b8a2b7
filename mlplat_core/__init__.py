"""An ML platform small enough to read: the standard library only, every public name from here.

Example:
    >>> from datetime import datetime, timedelta, timezone
    >>> from mlplat_core import Entity, FeatureView, Field, point_in_time_join
    >>> user, count = Entity("user", join_keys=["user_id"]), Field("txn_count_7d", int)
    >>> stats = FeatureView("user_stats", [user], [count], ttl=timedelta(days=1))
    >>> nine = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
    >>> seen = [{"user_id": "u1", "event_timestamp": nine, "txn_count_7d": 3}]
    >>> asked = [{"user_id": "u1", "event_timestamp": nine + timedelta(days=2)}]
    >>> point_in_time_join(asked, stats, seen).statuses
    [{'txn_count_7d': 'OUTSIDE_MAX_AGE'}]
"""

from importlib import import_module
from typing import TYPE_CHECKING

from mlplat_core.errors import (
    AliasNotFoundError,
    ConflictError,
    CorruptArtifactError,
    DefinitionError,
    FeatureNotFoundError,
    FeatureViewNotFoundError,
    IntegrityError,
    ModelVersionNotFoundError,
    NotFoundError,
    PlatformError,
    PromotionRejectedError,
    RegisteredModelNotFoundError,
    RequestError,
    TamperedLogError,
    VersionNotReadyError,
)
from mlplat_core.feature_store.answers import JoinResult
from mlplat_core.feature_store.definitions import (
    Entity,
    FeatureReference,
    FeatureService,
    FeatureView,
    Field,
)
from mlplat_core.feature_store.point_in_time import join_views, point_in_time_join
from mlplat_core.feature_store.row_index import PointInTimeIndex
from mlplat_core.feature_store.status import FieldStatus

if TYPE_CHECKING:
    from mlplat_core.feature_store.explanation import Candidate, Explanation, Verdict
    from mlplat_core.feature_store.online import Freshness, OnlineResult
    from mlplat_core.feature_store.store import FeatureStore
    from mlplat_core.feature_store.writing import MaterializeResult, PushResult
    from mlplat_core.registry import (
        AliasAssigned,
        AliasRemoved,
        DescriptionChanged,
        DifferentApprover,
        Gate,
        GateResult,
        LatencyBudget,
        Lineage,
        LogEntry,
        MinimumGain,
        ModelDeleted,
        ModelRegistered,
        ModelRegistry,
        ModelUri,
        ModelVersion,
        PromotionRejected,
        Proposal,
        RegisteredModel,
        RegistryState,
        SchemaCompatible,
        SliceLimit,
        TagChanged,
        VersionArchived,
        VersionCompleted,
        VersionDeleted,
        VersionFailed,
        VersionRegistered,
        VersionStatus,
        classic_stage,
        state_as_of,
    )

__all__ = [
    "AliasAssigned",
    "AliasNotFoundError",
    "AliasRemoved",
    "Candidate",
    "ConflictError",
    "CorruptArtifactError",
    "DefinitionError",
    "DescriptionChanged",
    "DifferentApprover",
    "Entity",
    "Explanation",
    "FeatureNotFoundError",
    "FeatureReference",
    "FeatureService",
    "FeatureStore",
    "FeatureView",
    "FeatureViewNotFoundError",
    "Field",
    "FieldStatus",
    "Freshness",
    "Gate",
    "GateResult",
    "IntegrityError",
    "JoinResult",
    "LatencyBudget",
    "Lineage",
    "LogEntry",
    "MaterializeResult",
    "MinimumGain",
    "ModelDeleted",
    "ModelRegistered",
    "ModelRegistry",
    "ModelUri",
    "ModelVersion",
    "ModelVersionNotFoundError",
    "NotFoundError",
    "OnlineResult",
    "PlatformError",
    "PointInTimeIndex",
    "PromotionRejected",
    "PromotionRejectedError",
    "Proposal",
    "PushResult",
    "RegisteredModel",
    "RegisteredModelNotFoundError",
    "RegistryState",
    "RequestError",
    "SchemaCompatible",
    "SliceLimit",
    "TagChanged",
    "TamperedLogError",
    "Verdict",
    "VersionArchived",
    "VersionCompleted",
    "VersionDeleted",
    "VersionFailed",
    "VersionNotReadyError",
    "VersionRegistered",
    "VersionStatus",
    "classic_stage",
    "join_views",
    "point_in_time_join",
    "state_as_of",
]


# Store and registry are most of the package: a page that only joins should not wait for either.
# Names that are not here are the registry's.
_OF_THE_STORE = {
    "Candidate": "explanation",
    "Explanation": "explanation",
    "FeatureStore": "store",
    "Freshness": "online",
    "MaterializeResult": "writing",
    "OnlineResult": "online",
    "PushResult": "writing",
    "Verdict": "explanation",
}


def __getattr__(name: str) -> object:
    """A name of the store or the registry, which the first program that uses one loads."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    part = _OF_THE_STORE.get(name)
    source = f"mlplat_core.feature_store.{part}" if part else "mlplat_core.registry"
    value = globals()[name] = getattr(import_module(source), name)
    return value
