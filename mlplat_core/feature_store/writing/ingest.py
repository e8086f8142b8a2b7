"""Which rows of a push fit their view, and which of them say something new?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.columns import Row, read_times
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.dtypes import Value, to_stored
from mlplat_core.feature_store.keys import read_store_keys
from mlplat_core.feature_store.names import CREATED_TIMESTAMP, EVENT_TIMESTAMP, RESERVED
from mlplat_core.feature_store.storage.ports import EventTime, FeatureRow, Key, OfflineStore
from mlplat_core.feature_store.timestamps import MICROSECOND, NEVER


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that fits its view and is not yet in the log.

    Attributes:
        row: the row, with the clock's time if it did not say when it became known.
        dated: whether it said when it became known.
    """

    row: FeatureRow
    dated: bool


def read_drafts(view: FeatureView, rows: Iterable[Row], now: int, like: Key | None) -> list[Draft]:
    """The rows, checked against the view's schema; all or none.

    Args:
        view: what they belong to.
        rows: one dict per observation: the join keys, an aware `event_timestamp`, an aware
            `created_timestamp` or none, and any of the features.
        now: what the clock says, microseconds UTC.
        like: a key that the view has already, or None.

    Raises:
        RequestError: with `row` and `column`, for the first value that does not fit.
    """
    listed, owner = list(rows), f"rows of {view.name!r}"
    _check_columns(view, listed, owner)
    keys = read_store_keys(listed, view.join_keys, owner, like)
    events = read_times(listed, EVENT_TIMESTAMP, owner)
    dates = [{CREATED_TIMESTAMP: row.get(CREATED_TIMESTAMP)} for row in listed]
    created = read_times(dates, CREATED_TIMESTAMP, owner, nullable=True)
    drafts = []
    for number, (key, event, known) in enumerate(zip(keys, events, created, strict=True)):
        values = _read_values(view, listed[number], number, owner)
        dated = known != NEVER
        drafts.append(Draft(FeatureRow(key, event, known if dated else now, values), dated))
    return drafts


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of drafts.

    Attributes:
        new: the rows that were appended.
        repeated: the rows that the log had already.
        time: how far the events of the view have come now.
    """

    new: list[FeatureRow]
    repeated: list[FeatureRow]
    time: EventTime


def append_new(
    offline: OfflineStore, view: FeatureView, drafts: Iterable[Draft], time: EventTime
) -> Appended:
    """Append the drafts that say something new and do not come too late, one after the other.

    Each event is judged by those before it, so it does not matter how a stream is cut into pushes.

    Args:
        offline: the log.
        view: the view.
        drafts: the rows, in order.
        time: how far the events of the view have come.
    """
    lateness = view.allowed_lateness
    allowed = math.inf if lateness is None else lateness // MICROSECOND
    same = find_same_event if view.aggregations else find_repeat
    result = Appended([], [], time)
    newest, dropped = time.newest, time.dropped_late
    for draft in drafts:
        event = draft.row.event
        rows = offline.of_key(view.name, draft.row.key, since=event, until=event)
        known = same(draft, rows)
        if known is not None:
            result.repeated.append(known)
        elif newest is not None and event < newest - allowed:
            dropped += 1
        else:
            result.new.append(offline.append(view.name, draft.row))
        newest = event if newest is None else max(newest, event)
    return replace(result, time=EventTime(newest, dropped))


def find_repeat(draft: Draft, rows: Sequence[FeatureRow]) -> FeatureRow | None:
    """The row that says already what the draft says, or None.

    A dated row repeats the last row of the same two times. A row without a date says "this is so,
    as of now", which repeats whatever was known last about that event time. So a stream that
    delivers twice changes nothing, while A, then B, then A again are three facts.

    Args:
        draft: the new row.
        rows: those of its key and event time in the log.
    """
    latest = max(_known_with(draft, rows), key=lambda row: row.rank, default=None)
    return latest if latest is not None and latest.values == draft.row.values else None


def find_same_event(draft: Draft, rows: Sequence[FeatureRow]) -> FeatureRow | None:
    """The event that the draft is, or None.

    An event has no other identity than its whole row. So a row with other values at the same time
    is another event, not a correction, and A, then B, then A again are two.

    Args:
        draft: the new event.
        rows: those of its key and event time in the log.
    """
    same = (row for row in _known_with(draft, rows) if row.values == draft.row.values)
    return next(same, None)


def _known_with(draft: Draft, rows: Sequence[FeatureRow]) -> list[FeatureRow]:
    """The rows that became known when the draft did; if it does not say when, by now."""
    known = draft.row.created
    return [r for r in rows if (r.created == known if draft.dated else r.created <= known)]


def _check_columns(view: FeatureView, rows: Sequence[Row], owner: str) -> None:
    """Refuse a column of no meaning: a misspelt feature would otherwise be null for ever."""
    names = [field.name for field in view.schema]
    known = {*view.join_keys, *names, *RESERVED}
    for number, row in enumerate(rows):
        unknown = next((column for column in row if column not in known), None)
        if unknown is not None:
            raise RequestError(
                f"{owner}, row {number}: {unknown!r} is no column of the view; "
                f"it has: {', '.join(names)}.",
                row=number,
                column=unknown,
            )


def _read_values(view: FeatureView, row: Row, number: int, owner: str) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for field in view.schema:
        try:
            value = to_stored(str(field.dtype), row.get(field.name))
        except ValueError as error:
            message = f"{owner}, row {number}, {field.name}: {error}"
            raise RequestError(message, row=number, column=field.name) from None
        if value is not None:
            values[field.name] = value
    return values
