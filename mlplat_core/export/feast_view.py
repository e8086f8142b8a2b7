"""In which form does a feature view go to Feast, and what would it do otherwise there?

Left out is what would make `feast apply` or `feast materialize` fail, and what would give another
training set without a word. What only some part of Feast does otherwise, or refuses, gets a note.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.names import CREATED_TIMESTAMP, EVENT_TIMESTAMP
from mlplat_core.feature_store.timestamps import MICROSECOND

KeyType: TypeAlias = Literal["String", "Int64"]
"""Feast's type of a join key."""

SHIFTED_TIMESTAMP = "event_timestamp_plus_1us"
"""The time column of views whose boundary is exclusive: `<=` on it is `<` on the event time."""

_ALL_OF_TIME = datetime.max - datetime.min
# What Feast's DuckDB store calls columns of its own.
_EXPIRY, _ROW_ID, _ROW_NUMBER = "event_expire_timestamp", "entity_row_id", "rn"


@dataclass(frozen=True, slots=True)
class ExportedView:
    """A feature view in the form that makes Feast answer as we do.

    Attributes:
        view: the definition. Its aggregations, if it has any, become columns of values that hold
            from one moment to the next.
        key_types: Feast's types of the join keys, in order.
        timestamp: the column that Feast takes for the event time.
        ttl: zero where there is no limit, as Feast has it.
    """

    view: FeatureView
    key_types: tuple[KeyType, ...]
    timestamp: str
    ttl: timedelta


def in_feast(view: FeatureView, key_types: tuple[KeyType, ...]) -> ExportedView:
    """The view in the form that makes Feast answer as we do, if it has one."""
    exclusive, ttl = _is_exclusive(view), timedelta(0)
    if view.ttl is not None and view.ttl < _ALL_OF_TIME:
        # The column of times is a microsecond ahead, so the window begins that much later, too.
        ttl = view.ttl - MICROSECOND if exclusive else view.ttl
    return ExportedView(view, key_types, SHIFTED_TIMESTAMP if exclusive else EVENT_TIMESTAMP, ttl)


def unfit(view: FeatureView) -> str | None:
    """Why the view cannot go to Feast, or None.

    Example:
        >>> from mlplat_core import Entity, Field
        >>> unfit(FeatureView("ages", [Entity("user", ["user_id"])], [Field("User_ID", int)]))
        "Feast's DuckDB store would mix up 'user_id' and 'User_ID', as case does not count there"
    """
    columns = [*view.join_keys, EVENT_TIMESTAMP, CREATED_TIMESTAMP, *view.feature_names]
    seen: dict[str, str] = {}
    for column in columns:
        twin = seen.setdefault(column.casefold(), column)
        if twin != column:  # for which `feast materialize` would fail, with it all other views
            return (
                f"Feast's DuckDB store would mix up {twin!r} and {column!r}, as case does not "
                "count there"
            )
    return _silent_difference(view)


def _silent_difference(view: FeatureView) -> str | None:
    """Why training sets would differ from ours without a word, or None."""
    columns = [column.casefold() for column in (*view.join_keys, *view.feature_names)]
    if _is_exclusive(view) and view.ttl == MICROSECOND:
        return "a ttl of one microsecond with an exclusive boundary would mean no limit in Feast"
    if _is_exclusive(view) and SHIFTED_TIMESTAMP in columns:
        return f"the export needs the column {SHIFTED_TIMESTAMP!r} for itself"
    if _ROW_ID in columns:
        return f"Feast's DuckDB store would take the column {_ROW_ID!r} for its own"
    if view.ttl is not None and _EXPIRY in columns:
        return f"Feast's DuckDB store would answer {_EXPIRY!r} with a moment of its own"
    return None


def notes_on(exported: ExportedView) -> list[str]:
    """What a user of the view has to know about its life in Feast."""
    start, ttl, notes = f"feature view {exported.view.name!r}:", exported.ttl, []
    if exported.view.aggregations:
        notes.append(
            f"{start} Feast gets what its windows held from moment to moment, as known then; what "
            "happens after the export does not reach them"
        )
    if exported.timestamp == SHIFTED_TIMESTAMP:
        notes.append(
            f"{start} its boundary is exclusive and Feast's is inclusive, so Feast reads the times "
            f"in {SHIFTED_TIMESTAMP!r}; new rows need that column too"
        )
    if ttl.days and (ttl.seconds or ttl.microseconds):
        notes.append(
            f"{start} Feast's DuckDB store cannot read a ttl of {ttl}, only of whole days or of "
            "less than one; the online store and other offline stores can"
        )
    return notes + [
        f"{start} Feast's DuckDB store cannot find the feature {name!r}, as it uses such names"
        for name in exported.view.feature_names
        if name.endswith("_y") or name == _ROW_NUMBER
    ]


def _is_exclusive(view: FeatureView) -> bool:
    """Whether the times have to be moved; the values of windows say themselves when they begin."""
    return view.boundary == "exclusive" and not view.aggregations
