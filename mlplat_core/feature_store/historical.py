"""How are the rows of the log kept ready for point-in-time joins?"""

from __future__ import annotations

from typing import Any

from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.names import CREATED_TIMESTAMP, EVENT_TIMESTAMP
from mlplat_core.feature_store.row_index import PointInTimeIndex
from mlplat_core.feature_store.storage.ports import FeatureRow, OfflineStore
from mlplat_core.feature_store.timestamps import from_microseconds


class HistoryIndexes:
    """One index per view, built again only when the log has grown or the view has changed.

    Args:
        offline: the log.
    """

    def __init__(self, offline: OfflineStore) -> None:
        self._offline = offline
        self._kept: dict[str, tuple[PointInTimeIndex, list[dict[str, Any]], int]] = {}

    def index(self, view: FeatureView) -> PointInTimeIndex:
        """The index of all rows of the view that are in the log now."""
        index, rows, last = self._kept.get(view.name, (None, [], 0))
        news = self._offline.scan(view.name, after=last)
        if index is None or news or index.view != view:
            rows = [*rows, *(to_columns(view, row) for row in news)]
            last = news[-1].sequence if news else last
            index = PointInTimeIndex(view, rows)
            self._kept[view.name] = index, rows, last
        return index


def to_columns(view: FeatureView, row: FeatureRow) -> dict[str, Any]:
    """The row as the dict that a join takes: keys, both times, and the values that it has."""
    return {
        **dict(zip(view.join_keys, row.key, strict=True)),
        EVENT_TIMESTAMP: from_microseconds(row.event),
        CREATED_TIMESTAMP: from_microseconds(row.created),
        **row.values,
    }
