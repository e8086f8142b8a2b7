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
    CircuitOpenError,
    ConflictError,
    CorruptArtifactError,
    DeadlineExceededError,
    DefinitionError,
    FeatureNotFoundError,
    FeaturesUnavailableError,
    FeatureViewNotFoundError,
    IdempotencyConflictError,
    InferenceError,
    IntegrityError,
    InvalidModelFileError,
    InvalidRequestError,
    ModelNotReadyError,
    ModelVersionNotFoundError,
    NotFoundError,
    OverloadedError,
    PlatformError,
    PromotionRejectedError,
    RegisteredModelNotFoundError,
    RequestError,
    SavedDatasetNotFoundError,
    ServingError,
    TamperedLogError,
    UnknownEntityError,
    VersionNotReadyError,
)
from mlplat_core.feature_store.answers import (
    JoinResult,
)
from mlplat_core.feature_store.definitions import (
    Entity,
    FeatureReference,
    FeatureService,
    FeatureView,
    Field,
)
from mlplat_core.feature_store.joining.row_index import (
    PointInTimeIndex,
)
from mlplat_core.feature_store.point_in_time import (
    join_views,
    point_in_time_join,
)
from mlplat_core.feature_store.status import (
    FieldStatus,
)

if TYPE_CHECKING:
    from mlplat_core.feature_store.explanation import (
        Candidate,
        Explanation,
        Verdict,
    )
    from mlplat_core.feature_store.monitoring.comparison import (
        Tolerance,
    )
    from mlplat_core.feature_store.monitoring.drift import (
        BinShare,
        PopulationStability,
        population_stability_index,
    )
    from mlplat_core.feature_store.monitoring.nulls import (
        null_rates,
    )
    from mlplat_core.feature_store.monitoring.skew import (
        skew_report,
    )
    from mlplat_core.feature_store.monitoring.skew_report import (
        FeatureSkew,
        SkewExample,
        SkewReport,
    )
    from mlplat_core.feature_store.on_demand.view import (
        OnDemandFeatureView,
    )
    from mlplat_core.feature_store.online import (
        Freshness,
        OnlineResult,
    )
    from mlplat_core.feature_store.requirements import (
        FeatureRequirements,
    )
    from mlplat_core.feature_store.saved_datasets.manifest import (
        DatasetManifest,
        SavedDataset,
    )
    from mlplat_core.feature_store.store import (
        FeatureStore,
    )
    from mlplat_core.feature_store.windows.aggregations import (
        WindowAggregation,
    )
    from mlplat_core.feature_store.writing.push import (
        MaterializeResult,
        PushResult,
    )
    from mlplat_core.models import *
    from mlplat_core.registry import *
    from mlplat_core.serving import *

__all__ = [
    "AliasAssigned",
    "AliasNotFoundError",
    "AliasRemoved",
    "Batch",
    "BinShare",
    "Breaker",
    "BreakerPolicy",
    "Canary",
    "Candidate",
    "CircuitOpenError",
    "ConflictError",
    "Contributions",
    "CorruptArtifactError",
    "DatasetManifest",
    "Deadline",
    "DeadlineExceededError",
    "DefinitionError",
    "DescriptionChanged",
    "DifferentApprover",
    "Entity",
    "Explanation",
    "Fallback",
    "FeatureNotFoundError",
    "FeatureProvenance",
    "FeatureReference",
    "FeatureRequirements",
    "FeatureService",
    "FeatureSkew",
    "FeatureStore",
    "FeatureView",
    "FeatureViewNotFoundError",
    "FeaturesUnavailableError",
    "Field",
    "FieldStatus",
    "Freshness",
    "Gate",
    "GateResult",
    "GradientBoostingScorer",
    "Idempotency",
    "IdempotencyConflictError",
    "InferenceError",
    "IntegrityError",
    "InvalidModelFileError",
    "InvalidRequestError",
    "JoinResult",
    "LatencyBudget",
    "Limits",
    "Lineage",
    "LinearScorer",
    "LogEntry",
    "MaterializeResult",
    "MicroBatcher",
    "MicroBatching",
    "MinimumGain",
    "ModelCard",
    "ModelDeleted",
    "ModelNotReadyError",
    "ModelRegistered",
    "ModelRegistry",
    "ModelUri",
    "ModelVersion",
    "ModelVersionNotFoundError",
    "NotFoundError",
    "OnDemandFeatureView",
    "OnlineResult",
    "OverloadedError",
    "PathContributions",
    "PathStep",
    "PlatformError",
    "PointInTimeIndex",
    "PopulationStability",
    "PredictHandler",
    "PredictRequest",
    "PredictResponse",
    "PredictionRecord",
    "Problem",
    "PromotionRejected",
    "PromotionRejectedError",
    "Proposal",
    "PushResult",
    "Readiness",
    "ReadinessCheck",
    "RecordLog",
    "RegisteredModel",
    "RegisteredModelNotFoundError",
    "RegistryState",
    "RequestError",
    "RequestSchema",
    "SavedDataset",
    "SavedDatasetNotFoundError",
    "SchemaCompatible",
    "Scorer",
    "ServingError",
    "Shadow",
    "ShadowScore",
    "SkewExample",
    "SkewReport",
    "SliceLimit",
    "Split",
    "TagChanged",
    "TamperedLogError",
    "Thresholds",
    "Tolerance",
    "Tree",
    "UnknownEntityError",
    "Verdict",
    "VersionArchived",
    "VersionCompleted",
    "VersionDeleted",
    "VersionFailed",
    "VersionNotReadyError",
    "VersionRegistered",
    "VersionStatus",
    "WindowAggregation",
    "classic_stage",
    "create_app",
    "dump_model",
    "join_views",
    "linear_contributions",
    "load_model",
    "null_rates",
    "point_in_time_join",
    "population_stability_index",
    "probe_rows",
    "read_card",
    "skew_report",
    "state_as_of",
]


# A page that only joins should wait neither for a store nor for a registry or a service. Who uses
# one of these names first loads its module; names that are not here are loaded above.
_LAZY = {
    "feature_store.explanation": "Candidate Explanation Verdict",
    "feature_store.monitoring.comparison": "Tolerance",
    "feature_store.monitoring.drift": ("BinShare PopulationStability population_stability_index"),
    "feature_store.monitoring.nulls": "null_rates",
    "feature_store.monitoring.skew": "skew_report",
    "feature_store.monitoring.skew_report": "FeatureSkew SkewExample SkewReport",
    "feature_store.on_demand.view": "OnDemandFeatureView",
    "feature_store.online": "Freshness OnlineResult",
    "feature_store.requirements": "FeatureRequirements",
    "feature_store.saved_datasets.manifest": "DatasetManifest SavedDataset",
    "feature_store.store": "FeatureStore",
    "feature_store.windows.aggregations": "WindowAggregation",
    "feature_store.writing.push": "MaterializeResult PushResult",
    "models": (
        "Contributions GradientBoostingScorer LinearScorer ModelCard PathContributions PathStep "
        "Scorer Split Tree dump_model linear_contributions load_model probe_rows read_card"
    ),
    "registry": (
        "AliasAssigned AliasRemoved DescriptionChanged DifferentApprover Gate GateResult "
        "LatencyBudget Lineage LogEntry MinimumGain ModelDeleted ModelRegistered ModelRegistry "
        "ModelUri ModelVersion PromotionRejected Proposal RegisteredModel RegistryState "
        "SchemaCompatible SliceLimit TagChanged VersionArchived VersionCompleted VersionDeleted "
        "VersionFailed VersionRegistered VersionStatus classic_stage state_as_of"
    ),
    "serving": (
        "Batch Breaker BreakerPolicy Canary Deadline Fallback FeatureProvenance Idempotency "
        "Limits MicroBatcher MicroBatching PredictHandler PredictRequest PredictResponse "
        "PredictionRecord Problem Readiness ReadinessCheck RecordLog RequestSchema Shadow "
        "ShadowScore Thresholds create_app"
    ),
}
_MODULE_OF = {name: module for module, names in _LAZY.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """A public name whose module the first program that uses it loads."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"mlplat_core.{_MODULE_OF[name]}")
    value = globals()[name] = getattr(module, name)
    return value
