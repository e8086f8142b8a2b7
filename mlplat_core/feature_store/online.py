"""Which feature values does a request get, and how old are they?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from mlplat_core.feature_store.answers import check_not_overwritten
from mlplat_core.feature_store.columns import Row
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.keys import StoreKeys
from mlplat_core.feature_store.names import ENTITY_ROWS
from mlplat_core.feature_store.on_demand.computing import Answers
from mlplat_core.feature_store.plan import ReadPlan
from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.storage.opening import Storage
from mlplat_core.feature_store.storage.ports import FeatureRow, Key, Version
from mlplat_core.feature_store.timestamps import MICROSECOND, from_microseconds
from mlplat_core.feature_store.windows.totals import ViewWindows

_EXPIRED = FieldStatus.OUTSIDE_MAX_AGE


@dataclass(frozen=True, slots=True)
class OnlineResult:
    """What an online read returns: one entry per entity row, in the order of the entity rows.

    Attributes:
        rows: new dicts: the columns of the entity row, then one column per feature, None where
            there is no value.
        statuses: why each feature has its value or none, by the feature's name.
        event_timestamps: when the row that answered, or had expired, was true, by the feature's
            name; None if there was no such row. For windows, when the newest event happened that
            lies in any window of the view; for a feature of an on-demand view, None.

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
        dropped_late: how many events of the view were dropped at any push, as they came too late.

    Example:
        >>> Freshness("user_stats", keys=0, newest_age=None, share_beyond_ttl=0.0).keys
        0
    """

    view: str
    keys: int
    newest_age: timedelta | None
    share_beyond_ttl: float
    dropped_late: int = 0


def look_up(
    storage: Storage, plan: ReadPlan, entity_rows: Sequence[Row], keys: StoreKeys, *, now: int
) -> tuple[dict[str, Answers], list[dict[str, datetime | None]]]:
    """What the online store has for the entity rows: answers by view, and event times by column.

    Args:
        storage: where to look.
        plan: which features, of which views.
        entity_rows: n >= 0 rows.
        keys: reads the keys of each view.
        now: the moment of the read, microseconds UTC.

    Raises:
        RequestError: a key is missing, null or of another type than those of the view, or a feature
            would overwrite a column.
    """
    check_not_overwritten(plan.blank.keys(), entity_rows)
    answers: dict[str, Answers] = {}
    moments: list[dict[str, datetime | None]] = [{**plan.blank} for _ in entity_rows]
    for read in plan.reads:
        view = read.view
        asked = keys.read(view, entity_rows, ENTITY_ROWS)
        if read.windows is None:
            found, events = _read_versions(storage.online.read(view.name, asked, now), view, now)
        else:
            rows_of = partial(storage.offline.of_key, view.name)
            found, events = _read_windows(read.windows, rows_of, asked, now)
        answers[view.name] = found
        columns = read.columns
        for stamps, event in zip(moments, events, strict=True):
            if event is not None:
                moment = from_microseconds(event)
                for column in columns:
                    stamps[column] = moment
    return answers, moments


def measure_freshness(storage: Storage, view: FeatureView, now: int) -> Freshness:
    """How old the values of the view are at `now`."""
    if view.aggregations:
        versions = _newest_events(storage.offline.scan(view.name, until=now - 1), now)
    else:
        versions = storage.online.current(view.name, now)
    answers, events = _read_versions(versions, view, now)
    newest = max((event for event in events if event is not None), default=None)
    expired = sum(answer is _EXPIRED for answer in answers)
    return Freshness(
        view.name,
        len(versions),
        None if newest is None else (now - newest) * MICROSECOND,
        expired / len(versions) if versions else 0.0,
        storage.event_times.event_time(view.name).dropped_late,
    )


def _read_versions(
    found: Sequence[Version | FieldStatus], view: FeatureView, now: int
) -> tuple[Answers, list[int | None]]:
    """The values and the event time of each version; a reason stays what it is."""
    # Inclusive, as in the join: a value exactly as old as the ttl is still valid.
    oldest = -math.inf if view.ttl is None else now - view.ttl // MICROSECOND
    answers: list[Row | FieldStatus] = []
    events: list[int | None] = []
    for each in found:
        if isinstance(each, FieldStatus):
            answers.append(each)
            events.append(None)
        else:
            row = each.row
            answers.append(row.values if row.event >= oldest else _EXPIRED)
            events.append(row.event)
    return answers, events


def _read_windows(
    windows: ViewWindows, rows_of: Callable[..., list[FeatureRow]], keys: Sequence[Key], now: int
) -> tuple[Answers, list[int | None]]:
    found = [windows.at(now, partial(rows_of, key)) for key in keys]
    return [each.answer for each in found], [each.event for each in found]


def _newest_events(rows: Iterable[FeatureRow], now: int) -> list[Version]:
    """The newest event of each key that is known at `now`."""
    newest: dict[Key, FeatureRow] = {}
    for row in rows:
        if row.created <= now and (row.key not in newest or newest[row.key].event < row.event):
            newest[row.key] = row
    return [Version(now, row) for row in newest.values()]
