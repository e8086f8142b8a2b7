"""How do rows get into the log, and at once into the online store?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.columns import Row
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.storage.opening import Storage
from mlplat_core.feature_store.storage.ports import EventTime, FeatureRow
from mlplat_core.feature_store.versions import to_version
from mlplat_core.feature_store.writing.ingest import append_new, read_drafts


@dataclass(frozen=True, slots=True)
class PushResult:
    """What became of the rows of a push.

    Attributes:
        appended: how many are new in the log.
        unchanged: how many the log had already.
        stale_write_ignored: how many of the new ones no online read from now on will see, because
            the key has a newer row.
        dropped_late: how many events are not in the log, because they came later than their view
            allows; `freshness` has the total of all pushes.

    Example:
        >>> PushResult(appended=2, unchanged=1, stale_write_ignored=0).dropped_late
        0
    """

    appended: int
    unchanged: int
    stale_write_ignored: int
    dropped_late: int = 0


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
    storage: Storage, view: FeatureView, rows: Iterable[Row], now: int, *, to: str
) -> PushResult:
    """Check the rows, append what is new and, if asked, write all of them online.

    Events are served from the log itself, so there is nothing to write online.

    Raises:
        RequestError: a row does not fit, or `to` is neither of its two values.
    """
    if to not in ("online_and_offline", "offline"):
        raise RequestError(
            f"to is {to!r}; choose 'online_and_offline' or 'offline'. What is served must be "
            "in the log, or training could never see it."
        )
    first = storage.offline.first(view.name)
    drafts = read_drafts(view, rows, now, None if first is None else first.key)
    before = storage.event_times.event_time(view.name) if view.aggregations else EventTime()
    appended = append_new(storage.offline, view, drafts, before)
    stale = 0
    if view.aggregations:
        storage.event_times.set_event_time(view.name, appended.time)
    elif to != "offline":
        stale = write_online(storage, view, appended.new, now)
        # The first time they may have gone offline only.
        write_online(storage, view, appended.repeated, now)
    dropped = appended.time.dropped_late - before.dropped_late
    return PushResult(len(appended.new), len(appended.repeated), stale, dropped)


def write_online(storage: Storage, view: FeatureView, rows: Iterable[FeatureRow], now: int) -> int:
    """Write the rows online; return how many no read from `now` on will see."""
    return storage.online.write(view.name, [to_version(view, row) for row in rows], now)
