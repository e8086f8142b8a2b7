"""Which feature values does a request get, and how old are they?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mlplat_core.feature_store.answers import JoinResult, fill
from mlplat_core.feature_store.columns import Row
from mlplat_core.feature_store.definitions import FeatureReference, FeatureView
from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.storage.ports import Version
from mlplat_core.feature_store.timestamps import MICROSECOND, from_microseconds

_EXPIRED = FieldStatus.OUTSIDE_MAX_AGE


@dataclass(frozen=True, slots=True)
class OnlineResult:
    """What an online read returns: one entry per entity row, in the order of the entity rows.

    Attributes:
        rows: new dicts: the columns of the entity row, then one column per feature, None where
            there is no value.
        statuses: why each feature has its value or none, by the feature's name.
        event_timestamps: when the row that answered, or had expired, was true, by the feature's
            name; None if there was no such row.

    Example:
        >>> OnlineResult(rows=[], statuses=[], event_timestamps=[]).rows
        []
    """

    rows: list[dict[str, Any]]
    statuses: list[dict[str, FieldStatus]]
    event_timestamps: list[dict[str, datetime | None]]


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old the online values of one view are.

    Attributes:
        view: the view's name.
        keys: how many keys have a row that had happened and was known.
        newest_age: the age of the newest of these rows; None if there is none.
        share_beyond_ttl: the share of the keys, 0 to 1, whose row has expired; 0 if there is none.

    Example:
        >>> Freshness("user_stats", keys=0, newest_age=None, share_beyond_ttl=0.0).keys
        0
    """

    view: str
    keys: int
    newest_age: timedelta | None
    share_beyond_ttl: float


def answer(
    entity_rows: Sequence[Row],
    features: Sequence[tuple[FeatureReference, str]],
    found: Mapping[str, Sequence[Version | FieldStatus]],
    views: Mapping[str, FeatureView],
    now: int,
) -> OnlineResult:
    """The entity rows with the features that were found for them.

    Args:
        entity_rows: n >= 0 rows.
        features: which, and what their columns are called.
        found: by view, n versions or reasons why there is none.
        views: the definitions of at least these views.
        now: the moment of the read, microseconds UTC.
    """
    rows = [dict(row) for row in entity_rows]
    result = OnlineResult(rows, [{} for _ in rows], [{} for _ in rows])
    columns = JoinResult(result.rows, result.statuses)
    values = {name: [_value(each, views[name], now) for each in found[name]] for name in found}
    for ref, column in features:
        fill(columns, column, ref.feature, values[ref.view])
        for moments, each in zip(result.event_timestamps, found[ref.view], strict=True):
            moments[column] = _event(each)
    return result


def measure_freshness(view: FeatureView, versions: Sequence[Version], now: int) -> Freshness:
    """How old the versions are at `now`."""
    newest = max((version.row.event for version in versions), default=None)
    expired = sum(_value(version, view, now) == _EXPIRED for version in versions)
    return Freshness(
        view.name,
        len(versions),
        None if newest is None else (now - newest) * MICROSECOND,
        expired / len(versions) if versions else 0.0,
    )


def _event(found: Version | FieldStatus) -> datetime | None:
    return None if isinstance(found, FieldStatus) else from_microseconds(found.row.event)


def _value(found: Version | FieldStatus, view: FeatureView, now: int) -> Row | FieldStatus:
    """The values of a version, unless it is too old; a reason stays what it is."""
    if isinstance(found, FieldStatus):
        return found
    # Inclusive, as in the join: a value exactly as old as the ttl is still valid.
    expired = view.ttl is not None and now - found.row.event > view.ttl // MICROSECOND
    return _EXPIRED if expired else found.row.values
