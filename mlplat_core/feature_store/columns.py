"""How are keys and times read out of plain rows, and which row is to blame when that fails?"""

from __future__ import annotations

from array import array
from collections import defaultdict, deque
from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, TypeAlias

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.timestamps import EPOCH, NEVER, is_null, to_microseconds

Row: TypeAlias = Mapping[str, Any]
"""One observation or one entity row: column name to value."""


def read_keys(rows: Sequence[Row], join_keys: Sequence[str], owner: str) -> list[Hashable]:
    """The key of every row: the bare value of a single join key, a tuple of several.

    Several values stay a tuple and are never joined into a text, where ("1", "11") and ("11", "1")
    would meet.

    Args:
        rows: any number of rows.
        join_keys: at least one column.
        owner: what the rows are, for the message, such as "entity rows".

    Raises:
        RequestError: a row lacks a join key, or its value cannot be a key (a list, say).
    """
    try:
        keys = list(map(itemgetter(*join_keys), rows))
        deque(map(hash, keys), maxlen=0)
    except (KeyError, TypeError):
        for number, row in enumerate(rows):
            for column in join_keys:
                _check_key(row, column, f"{owner}, row {number}", number)
        raise
    return keys


def group_by_key(
    rows: Sequence[Row], join_keys: Sequence[str], owner: str
) -> Mapping[Hashable, Sequence[int]]:
    """The numbers of the rows of every key, ascending; keys are as `read_keys` has them.

    Args:
        rows: any number of rows.
        join_keys: at least one column.
        owner: what the rows are, for the message.

    Raises:
        RequestError: as for `read_keys`.
    """
    groups: defaultdict[Hashable, array[int]] = defaultdict(partial(array, "q"))
    try:
        for number, key in enumerate(map(itemgetter(*join_keys), rows)):
            groups[key].append(number)
    except (KeyError, TypeError):
        read_keys(rows, join_keys, owner)  # names the row
        raise
    return groups


def is_null_key(key: Hashable) -> bool:
    """Whether the key or a part of it is null: such a key matches nothing, not even itself."""
    return any(map(is_null, key)) if isinstance(key, tuple) else is_null(key)


def read_times(
    rows: Sequence[Row], column: str, owner: str, *, nullable: bool = False
) -> list[int]:
    """The column of every row as microseconds UTC; if nullable, NEVER for null.

    Raises:
        RequestError: a row lacks the column, or its value is no datetime or is naive.
    """
    try:
        # `to_microseconds`, written out: called for each row it would take three times as long.
        times = [
            ((since := row[column] - EPOCH).days * 86_400 + since.seconds) * 1_000_000
            + since.microseconds
            for row in rows
        ]
    except (KeyError, TypeError, AttributeError):
        times = []
    # The days since pandas.NaT are a float; any other surprise has left the list too short.
    if len(times) == len(rows) and set(map(type, times)) <= {int}:
        return times
    return [_read_time(row, column, owner, n, nullable=nullable) for n, row in enumerate(rows)]


def _check_key(row: Row, column: str, place: str, number: int) -> None:
    if column not in row:
        raise _lacks(row, column, place, number)
    try:
        hash(row[column])
    except TypeError:
        message = f"{place}, {column}: {row[column]!r} cannot be a key; use text or a whole number."
        raise RequestError(message, row=number, column=column) from None


def _read_time(row: Row, column: str, owner: str, number: int, *, nullable: bool) -> int:
    if column not in row:
        raise _lacks(row, column, f"{owner}, row {number}", number)
    if nullable and is_null(row[column]):
        return NEVER
    try:
        return to_microseconds(row[column])
    except RequestError as error:
        message = f"{owner}, row {number}, {column}: {error}"
        raise RequestError(message, row=number, column=column) from None


def _lacks(row: Row, column: str, place: str, number: int) -> RequestError:
    columns = ", ".join(map(str, row)) or "nothing"
    return RequestError(f"{place} has no {column!r}; it has: {columns}.", row=number, column=column)
