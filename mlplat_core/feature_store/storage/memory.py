"""How does the feature store keep its rows when they need not outlive the process?"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.storage.ports import (
    Definition,
    EventTime,
    FeatureRow,
    Key,
    Version,
    Watermark,
)
from mlplat_core.feature_store.versions import effective_at, insert, is_stale
from mlplat_core.feature_store.windows.key_rows import insert_row, select_rows

# Python 3.11 looks a member of an enumeration up in many steps, which online reads would feel.
_NOT_FOUND, _NOT_YET = FieldStatus.NOT_FOUND, FieldStatus.NOT_YET


class MemoryOfflineStore:
    """The log as lists, one per view."""

    def __init__(self) -> None:
        self._last = 0
        self._rows: defaultdict[str, list[FeatureRow]] = defaultdict(list)
        self._of_key: defaultdict[tuple[str, Key], list[FeatureRow]] = defaultdict(list)

    def append(self, view: str, row: FeatureRow) -> FeatureRow:
        """See `OfflineStore.append`."""
        self._last += 1
        row = replace(row, sequence=self._last)
        self._rows[view].append(row)
        insert_row(self._of_key[view, row.key], row)
        return row

    def of_key(
        self,
        view: str,
        key: Key,
        *,
        since: int | None = None,
        until: int | None = None,
        newest: int | None = None,
    ) -> list[FeatureRow]:
        """See `OfflineStore.of_key`."""
        rows = self._of_key.get((view, key), [])
        return select_rows(rows, since=since, until=until, newest=newest)

    def scan(
        self, view: str, *, after: int = 0, since: int | None = None, until: int | None = None
    ) -> list[FeatureRow]:
        """See `OfflineStore.scan`."""
        rows = self._rows.get(view, [])
        newer = rows[bisect_right(rows, after, key=attrgetter("sequence")) :]
        return [
            row
            for row in newer
            if (since is None or since <= row.event) and (until is None or row.event <= until)
        ]

    def first(self, view: str) -> FeatureRow | None:
        """See `OfflineStore.first`."""
        return next(iter(self._rows.get(view, ())), None)


class MemoryOnlineStore:
    """One staircase of versions per view and key."""

    def __init__(self) -> None:
        self._steps: defaultdict[str, dict[Key, list[Version]]] = defaultdict(dict)

    def write(self, view: str, versions: Iterable[Version], now: int) -> int:
        """See `OnlineStore.write`."""
        stale = 0
        for version in versions:
            steps = self._steps[view].setdefault(version.row.key, [])
            stale += is_stale(steps, version, now)
            insert(steps, version)
        return stale

    def read(self, view: str, keys: Sequence[Key], now: int) -> list[Version | FieldStatus]:
        """See `OnlineStore.read`."""
        by_key = self._steps.get(view, {})
        return [
            (effective_at(by_key[key], now) or _NOT_YET) if key in by_key else _NOT_FOUND
            for key in keys
        ]

    def current(self, view: str, now: int) -> list[Version]:
        """See `OnlineStore.current`."""
        found = (effective_at(steps, now) for steps in self._steps.get(view, {}).values())
        return [version for version in found if version is not None]


class MemoryCatalogStore:
    """Definitions and watermarks as dicts."""

    def __init__(self) -> None:
        self._definitions: tuple[Definition, ...] = ()
        self._marks: dict[str, Watermark] = {}

    def load(self) -> Sequence[Definition]:
        """See `CatalogStore.load`."""
        return self._definitions

    def save(self, definitions: Iterable[Definition]) -> None:
        """See `CatalogStore.save`."""
        both = (*self._definitions, *definitions)
        self._definitions = tuple({(type(each), each.name): each for each in both}.values())

    def watermark(self, view: str) -> Watermark | None:
        """See `CatalogStore.watermark`."""
        return self._marks.get(view)

    def set_watermark(self, view: str, mark: Watermark) -> None:
        """See `CatalogStore.set_watermark`."""
        self._marks[view] = mark


class MemoryEventTimeStore:
    """A dict."""

    def __init__(self) -> None:
        self._times: dict[str, EventTime] = {}

    def event_time(self, view: str) -> EventTime:
        """See `EventTimeStore.event_time`."""
        return self._times.get(view, EventTime())

    def set_event_time(self, view: str, time: EventTime) -> None:
        """See `EventTimeStore.set_event_time`."""
        self._times[view] = time
