"""Which key does a row name, where only a whole and well-typed key will do?"""

from __future__ import annotations

from collections.abc import Sequence

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.columns import Row, read_keys
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.storage.ports import Key, OfflineStore
from mlplat_core.feature_store.timestamps import is_null


class StoreKeys:
    """Reads keys of the types that each view has in the log.

    Args:
        offline: the log.
    """

    def __init__(self, offline: OfflineStore) -> None:
        self._offline = offline
        self._known: dict[str, tuple[Sequence[str], Key]] = {}

    def read(self, view: FeatureView, rows: Sequence[Row], owner: str) -> list[Key]:
        """The keys of the rows, of the types that the view's oldest row has.

        Raises:
            RequestError: as `read_store_keys`.
        """
        if view.name not in self._known:
            first = self._offline.first(view.name)
            if first is None:
                return read_store_keys(rows, view.join_keys, owner, None)
            self._known[view.name] = view.join_keys, first.key
        join_keys, like = self._known[view.name]
        return read_store_keys(rows, join_keys, owner, like)


def read_store_keys(
    rows: Sequence[Row], join_keys: Sequence[str], owner: str, like: Key | None
) -> list[Key]:
    """The key of every row, as a tuple also of one.

    Args:
        rows: any number of rows.
        join_keys: at least one column.
        owner: what the rows are, for the message.
        like: a key of the same view, whose types all others must have; None if there is none yet,
            so that the first row sets the example.

    Raises:
        RequestError: a row lacks a join key, or its value is null, is neither text nor a whole
            number, or is of another type than the view's other keys.
    """
    if like is not None and (keys := _read_flawless(rows, join_keys, like)) is not None:
        return keys
    found: list[Key] = []
    for number, value in enumerate(read_keys(rows, join_keys, owner)):
        key: Key = value if len(join_keys) > 1 else (value,)  # type: ignore[assignment]
        for position, column in enumerate(join_keys):
            expected = None if like is None else _kind(like[position])
            problem = _problem(key[position], expected)
            if problem:
                message = f"{owner}, row {number}, {column}: {problem}"
                raise RequestError(message, row=number, column=column)
        like = like or key
        found.append(key)
    return found


def _read_flawless(rows: Sequence[Row], join_keys: Sequence[str], like: Key) -> list[Key] | None:
    """The keys if every one is whole and of the types of `like`, which most always are; or None."""
    try:
        columns = [[row[column] for row in rows] for column in join_keys]
    except KeyError:
        return None
    # One comparison per column instead of one per row: reads of many rows feel it.
    for part, column in zip(like, columns, strict=True):
        if {*map(type, column)} != {type(part)}:
            return None
    return list(zip(*columns, strict=True))


def _problem(part: object, expected: type | None) -> str | None:
    """What is wrong with one part of a key, or None."""
    if is_null(part):
        return f"{part!r} is null, so it names nothing; leave the row out or give its key."
    kind = _kind(part)
    if kind is None:
        return f"{part!r} is a {type(part).__name__}; a key is text or a whole number."
    if expected not in (None, kind):
        return (
            f"{part!r} is {_NAMES[kind]}, but the keys of this view are {_NAMES[expected]}; "
            "the store does not convert keys."
        )
    return None


_NAMES: dict[type | None, str] = {int: "a whole number", str: "text"}


def _kind(part: object) -> type | None:
    # A truth value would equal 0 or 1 and a float a whole number, so neither can be a key.
    if isinstance(part, bool):
        return None
    return next((kind for kind in (str, int) if isinstance(part, kind)), None)
