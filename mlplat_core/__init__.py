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

from mlplat_core.errors import (
    DefinitionError,
    FeatureNotFoundError,
    FeatureViewNotFoundError,
    NotFoundError,
    PlatformError,
    RequestError,
)
from mlplat_core.feature_store.definitions import (
    Entity,
    FeatureReference,
    FeatureService,
    FeatureView,
    Field,
)
from mlplat_core.feature_store.point_in_time import JoinResult, join_views, point_in_time_join
from mlplat_core.feature_store.row_index import PointInTimeIndex
from mlplat_core.feature_store.status import FieldStatus

__all__ = [
    "DefinitionError",
    "Entity",
    "FeatureNotFoundError",
    "FeatureReference",
    "FeatureService",
    "FeatureView",
    "FeatureViewNotFoundError",
    "Field",
    "FieldStatus",
    "JoinResult",
    "NotFoundError",
    "PlatformError",
    "PointInTimeIndex",
    "RequestError",
    "join_views",
    "point_in_time_join",
]
