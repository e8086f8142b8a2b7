"""How do rows get into the log and from there into the online store?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mlplat_core.feature_store.columns import Row
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.ingest import append_new, read_drafts
from mlplat_core.feature_store.storage.opening import Storage
from mlplat_core.feature_store.storage.ports import FeatureRow, Key, Watermark
from mlplat_core.feature_store.versions import to_version


@dataclass(frozen=True, slots=True)
class PushResult:
    """What became of the rows of a push.

    Attributes:
        appended: how many are new in the log.
        unchanged: how many the log had already.
        stale_write_ignored: how many of the new ones no online read from now on will see, because
            the key has a newer row.

    Example:
        >>> PushResult(appended=2, unchanged=1, stale_write_ignored=0).appended
        2
    """

    appended: int
    unchanged: int
    stale_write_ignored: int


@dataclass(frozen=True, slots=True)
class MaterializeResult:
    """What a materialisation did, over all its views.

    Attributes:
        rows: how many rows of the log it brought to the online store.
        stale_write_ignored: for how many keys the online store was already ahead of them.

    Example:
        >>> MaterializeResult(rows=3, stale_write_ignored=0).rows
        3
    """

    rows: int
    stale_write_ignored: int


def push_rows(
    storage: Storage, view: FeatureView, rows: Iterable[Row], now: int, *, online: bool
) -> PushResult:
    """Check the rows, append what is new and, if asked, write all of them online."""
    first = storage.offline.first(view.name)
    drafts = read_drafts(view, rows, now, None if first is None else first.key)
    appended, repeated = append_new(storage.offline, view.name, drafts)
    stale = 0
    if online:
        stale = _write(storage, view, appended, now)
        _write(storage, view, repeated, now)  # the first time they may have gone offline only
    return PushResult(len(appended), len(repeated), stale)


def materialize_range(
    storage: Storage, view: FeatureView, start: int, end: int, now: int
) -> MaterializeResult:
    """Bring the rows that happened from start to end, both included, to the online store."""
    rows = storage.offline.scan(view.name, since=start, until=end)
    return _materialize(storage, view, rows, now)


def materialize_news(storage: Storage, view: FeatureView, end: int, now: int) -> MaterializeResult:
    """Bring the rows up to end to the online store that no earlier call has brought.

    The watermark is a corner: rows are done if they lie before it in the log and in event time. So
    neither a row that arrives late nor one that was dated ahead is ever skipped, and neither makes
    a later call read everything again.
    """
    mark = storage.catalog.watermark(view.name)
    news = storage.offline.scan(view.name, after=mark.sequence if mark else 0)
    end = max(end, mark.end) if mark else end
    due = [row for row in news if row.event <= end]
    if mark and mark.end < end:
        older = storage.offline.scan(view.name, since=mark.end + 1, until=end)
        due += [row for row in older if row.sequence <= mark.sequence]
    result = _materialize(storage, view, due, now)
    last = news[-1].sequence if news else (mark.sequence if mark else 0)
    storage.catalog.set_watermark(view.name, Watermark(last, end))
    return result


def _materialize(
    storage: Storage, view: FeatureView, rows: list[FeatureRow], now: int
) -> MaterializeResult:
    newest: dict[Key, FeatureRow] = {}
    for row in rows:
        if row.key not in newest or newest[row.key].rank < row.rank:
            newest[row.key] = row
    # Only a key whose newest row loses is behind; that its older rows lose is their lot.
    stale = _write(storage, view, newest.values(), now)
    _write(storage, view, rows, now)
    return MaterializeResult(len(rows), stale)


def _write(storage: Storage, view: FeatureView, rows: Iterable[FeatureRow], now: int) -> int:
    return storage.online.write(view.name, [to_version(view, row) for row in rows], now)
