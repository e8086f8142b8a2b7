"""What did the events of many keys add up to, at many moments?"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from mlplat_core.feature_store.columns import Row
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.storage.ports import FeatureRow, Key
from mlplat_core.feature_store.windows.key_rows import insert_row, select_rows
from mlplat_core.feature_store.windows.totals import ViewWindows

RowsByKey = Mapping[Any, list[FeatureRow]]
"""The events of every key, as `insert_row` keeps them."""


class WindowIndex:
    """The events of a view by key, to be asked as a `PointInTimeIndex` is asked.

    Args:
        view: a view with aggregations.
        by_key: its events; not to be changed afterwards.

    Attributes:
        view: the same view.
        by_key: the same events.
    """

    def __init__(self, view: FeatureView, by_key: RowsByKey) -> None:
        self.view, self.by_key = view, by_key
        self._windows = ViewWindows(view)
        self._one_key = len(view.join_keys) == 1

    def lookup(
        self, keys: Sequence[Hashable], as_of: Sequence[int], *, as_known: bool = True
    ) -> list[Row | FieldStatus]:
        """For each key and moment the features, or the status that says why there are none.

        Args:
            keys: bare values for a single join key, tuples for several. A null key has no events.
            as_of: as many moments, microseconds UTC.
            as_known: whether an event counts only once it was known.
        """
        answers = []
        for key, moment in zip(keys, as_of, strict=True):
            rows = self.by_key.get((key,) if self._one_key else key, [])
            select = partial(select_rows, rows)
            answers.append(self._windows.at(moment, select, as_known=as_known).answer)
        return answers


def add_rows(by_key: RowsByKey, rows: Iterable[FeatureRow]) -> RowsByKey:
    """The events with some more, which are the last of the log; the argument stays as it was."""
    more = dict(by_key)
    own: set[Key] = set()
    for row in rows:
        if row.key not in own:
            own.add(row.key)
            more[row.key] = list(more.get(row.key, ()))
        insert_row(more[row.key], row)
    return more
