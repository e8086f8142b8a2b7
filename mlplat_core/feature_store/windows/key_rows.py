"""Which rows of one key happened between two moments?

The rows of a key are kept in order of event time, those of one time in the order of the log.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort_right
from operator import attrgetter

from mlplat_core.feature_store.storage.ports import FeatureRow

_EVENT = attrgetter("event")


def insert_row(rows: list[FeatureRow], row: FeatureRow) -> None:
    """Add the row, which is the last in the log, at its place.

    Complexity:
        O(log n), and the cost of shifting a list if the row is late.
    """
    if rows and row.event < rows[-1].event:
        insort_right(rows, row, key=_EVENT)
    else:
        rows.append(row)


def select_rows(
    rows: list[FeatureRow],
    *,
    since: int | None = None,
    until: int | None = None,
    newest: int | None = None,
) -> list[FeatureRow]:
    """The rows with `since` <= event <= `until`; of these the last `newest`, if it is not None.

    Complexity:
        O(log n), and the number of rows returned.
    """
    start = 0 if since is None else bisect_left(rows, since, key=_EVENT)
    stop = len(rows) if until is None else bisect_right(rows, until, key=_EVENT)
    return rows[start if newest is None else max(start, stop - newest) : stop]
