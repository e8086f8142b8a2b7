"""Which rows of a push fit their view, and which of them say something new?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.columns import Row, read_times
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.dtypes import Value, to_stored
from mlplat_core.feature_store.keys import read_store_keys
from mlplat_core.feature_store.names import CREATED_TIMESTAMP, EVENT_TIMESTAMP, RESERVED
from mlplat_core.feature_store.storage.ports import FeatureRow, Key, OfflineStore
from mlplat_core.feature_store.timestamps import NEVER


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
    for number, row in enumerate(listed):
        _check_columns(view, row, number, owner)
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


def append_new(
    offline: OfflineStore, view: str, drafts: Iterable[Draft]
) -> tuple[list[FeatureRow], list[FeatureRow]]:
    """Append the drafts that say something new, in order.

    Returns:
        The rows that were appended, and those that the log had already.
    """
    appended: list[FeatureRow] = []
    repeated: list[FeatureRow] = []
    for draft in drafts:
        known = find_repeat(draft, offline.at(view, draft.row.key, draft.row.event))
        if known is None:
            appended.append(offline.append(view, draft.row))
        else:
            repeated.append(known)
    return appended, repeated


def find_repeat(draft: Draft, rows: Sequence[FeatureRow]) -> FeatureRow | None:
    """The row that says already what the draft says, or None.

    A dated row repeats the last row of the same two times. A row without a date says "this is so,
    as of now", which repeats whatever was known last about that event time. So a stream that
    delivers twice changes nothing, while A, then B, then A again are three facts.

    Args:
        draft: the new row.
        rows: those of its key and event time in the log.
    """
    known = draft.row.created
    before = [r for r in rows if (r.created == known if draft.dated else r.created <= known)]
    latest = max(before, key=lambda row: row.rank, default=None)
    return latest if latest is not None and latest.values == draft.row.values else None


def _check_columns(view: FeatureView, row: Row, number: int, owner: str) -> None:
    """Refuse a column of no meaning: a misspelt feature would otherwise be null for ever."""
    for column in row:
        if column not in (*view.join_keys, *view.feature_names, *RESERVED):
            names = ", ".join(view.feature_names)
            raise RequestError(
                f"{owner}, row {number}: {column!r} is no column of the view; "
                f"its features are: {names}.",
                row=number,
                column=column,
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
