"""How are the rows of the log kept ready for point-in-time joins?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from mlplat_core.feature_store.answers import check_not_overwritten
from mlplat_core.feature_store.columns import Row, read_keys, read_times
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.joining.row_index import PointInTimeIndex
from mlplat_core.feature_store.names import CREATED_TIMESTAMP, ENTITY_ROWS, EVENT_TIMESTAMP
from mlplat_core.feature_store.on_demand.computing import Answers
from mlplat_core.feature_store.plan import ReadPlan
from mlplat_core.feature_store.storage.ports import FeatureRow, OfflineStore
from mlplat_core.feature_store.timestamps import from_microseconds
from mlplat_core.feature_store.windows.index import WindowIndex, add_rows

HistoryIndex: TypeAlias = PointInTimeIndex | WindowIndex
"""What answers for a view at any moment."""


class HistoryIndexes:
    """One index per view, changed only when the log has grown or the view has changed.

    Args:
        offline: the log.
    """

    def __init__(self, offline: OfflineStore) -> None:
        self._offline = offline
        self._kept: dict[str, tuple[HistoryIndex, list[dict[str, Any]], int]] = {}

    def index(self, view: FeatureView) -> HistoryIndex:
        """The index of all rows of the view that are in the log now."""
        index, rows, last = self._kept.get(view.name, (None, [], 0))
        news = self._offline.scan(view.name, after=last)
        if index is None or news or index.view != view:
            last = news[-1].sequence if news else last
            if view.aggregations:
                known = index.by_key if isinstance(index, WindowIndex) else {}
                index = WindowIndex(view, add_rows(known, news))
            else:
                rows = [*rows, *(to_columns(view, row) for row in news)]
                index = PointInTimeIndex(view, rows)
            self._kept[view.name] = index, rows, last
        return index


def read_history(
    plan: ReadPlan,
    entity_rows: Sequence[Row],
    indexes: Mapping[str, HistoryIndex],
    *,
    as_known: bool,
) -> dict[str, Answers]:
    """What each view had for the entity rows at their moments.

    Args:
        plan: which features, of which views.
        entity_rows: n >= 0 rows with an aware `event_timestamp`.
        indexes: the rows of each of these views.
        as_known: whether a row counts only from its `created_timestamp` on.

    Raises:
        RequestError: a key or a moment is missing or no key or moment, or a feature would overwrite
            a column.
    """
    check_not_overwritten(plan.blank.keys(), entity_rows)
    moments = read_times(entity_rows, EVENT_TIMESTAMP, ENTITY_ROWS)
    answers: dict[str, Answers] = {}
    for read in plan.reads:
        name, join_keys = read.view.name, read.view.join_keys
        keys = read_keys(entity_rows, join_keys, ENTITY_ROWS)
        answers[name] = indexes[name].lookup(keys, moments, as_known=as_known)
    return answers


def to_columns(view: FeatureView, row: FeatureRow) -> dict[str, Any]:
    """The row as the dict that a join takes: keys, both times, and the values that it has."""
    return {
        **dict(zip(view.join_keys, row.key, strict=True)),
        EVENT_TIMESTAMP: from_microseconds(row.event),
        CREATED_TIMESTAMP: from_microseconds(row.created),
        **row.values,
    }
