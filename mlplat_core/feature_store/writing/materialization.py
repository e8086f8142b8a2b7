"""How do rows that are only in the log get into the online store?

Views with aggregations have no part in it: their events are served from the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.storage.opening import Storage
from mlplat_core.feature_store.storage.ports import FeatureRow, Key, Watermark
from mlplat_core.feature_store.timestamps import to_microseconds
from mlplat_core.feature_store.writing.push import MaterializeResult, write_online


def materialize_range(
    storage: Storage,
    views: Iterable[FeatureView],
    start_date: datetime,
    end_date: datetime,
    *,
    now: int,
) -> MaterializeResult:
    """Bring the rows that happened from start to end, both included, to the online store.

    Raises:
        RequestError: a date is naive, the start is later than the end, or the end than `now`.
    """
    start, end = to_microseconds(start_date), to_microseconds(end_date)
    if start > end:
        raise RequestError(f"start_date {start_date} is after end_date {end_date}; swap them.")
    _check_not_future(end_date, now)
    results = [
        _materialize(storage, view, storage.offline.scan(view.name, since=start, until=end), now)
        for view in views
        if not view.aggregations
    ]
    return _total(results)


def materialize_news(
    storage: Storage, views: Iterable[FeatureView], end_date: datetime, *, now: int
) -> MaterializeResult:
    """Bring the rows up to end to the online store that no earlier call has brought.

    Raises:
        RequestError: the end is naive or later than `now`.
    """
    _check_not_future(end_date, now)
    end = to_microseconds(end_date)
    results = [
        _materialize(storage, view, _take_due(storage, view.name, end), now)
        for view in views
        if not view.aggregations
    ]
    return _total(results)


def _check_not_future(end_date: datetime, now: int) -> None:
    if to_microseconds(end_date) > now:
        raise RequestError(
            f"end_date {end_date} lies in the future, whose rows have not arrived yet; "
            "pass the clock's time or an earlier one."
        )


def _take_due(storage: Storage, view: str, end: int) -> list[FeatureRow]:
    """The rows that are due, which from now on are done.

    The watermark is a corner: rows are done if they lie before it in the log and in event time. So
    neither a row that arrives late nor one that was dated ahead is ever skipped, and neither makes
    a later call read everything again.
    """
    mark = storage.catalog.watermark(view)
    news = storage.offline.scan(view, after=mark.sequence if mark else 0)
    end = max(end, mark.end) if mark else end
    due = [row for row in news if row.event <= end]
    if mark and mark.end < end:
        older = storage.offline.scan(view, since=mark.end + 1, until=end)
        due += [row for row in older if row.sequence <= mark.sequence]
    last = news[-1].sequence if news else (mark.sequence if mark else 0)
    storage.catalog.set_watermark(view, Watermark(last, end))
    return due


def _materialize(
    storage: Storage, view: FeatureView, rows: list[FeatureRow], now: int
) -> MaterializeResult:
    newest: dict[Key, FeatureRow] = {}
    for row in rows:
        if row.key not in newest or newest[row.key].rank < row.rank:
            newest[row.key] = row
    # Only a key whose newest row loses is behind; that its older rows lose is their lot.
    stale = write_online(storage, view, newest.values(), now)
    write_online(storage, view, rows, now)
    return MaterializeResult(len(rows), stale)


def _total(results: Sequence[MaterializeResult]) -> MaterializeResult:
    return MaterializeResult(
        sum(result.rows for result in results),
        sum(result.stale_write_ignored for result in results),
    )
