"""Which values may the log keep, and how are they kept from changing afterwards?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias, TypeVar

from mlplat_core.errors import DefinitionError

Scalar: TypeAlias = str | int | float | bool | None
"""A parameter's value: text, a finite number of at most 64 bits, a truth value or nothing."""
V = TypeVar("V", covariant=True)

_INT64 = 2**63


class FrozenDict(Mapping[str, V]):
    """A mapping that never changes, in the order of its keys, so that it can be hashed.

    Example:
        >>> FrozenDict({"b": 2, "a": 1})
        {'a': 1, 'b': 2}
        >>> FrozenDict({"a": 1}) == {"a": 1}
        True
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, V]) -> None:
        self._items = dict(sorted(items.items()))

    def __getitem__(self, key: str) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(tuple(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)


def is_number(value: object) -> bool:
    """Whether the value is a finite float or an int of at most 64 bits; a boolean is no number."""
    if isinstance(value, int):
        return not isinstance(value, bool) and -_INT64 <= value < _INT64
    return isinstance(value, float) and math.isfinite(value)


def is_scalar(value: object) -> bool:
    """Whether JSON carries the value there and back unchanged."""
    return value is None or isinstance(value, str | bool) or is_number(value)


def numbers(values: object, what: str) -> FrozenDict[float]:
    """The mapping from names to finite numbers, as floats; DefinitionError for anything else."""
    checked = _mapping(values, what, is_number, "finite numbers")
    return FrozenDict({key: float(value) for key, value in checked.items()})


def texts(values: object, what: str) -> FrozenDict[str]:
    """The mapping from names to texts; DefinitionError for anything else."""
    return FrozenDict(_mapping(values, what, lambda value: isinstance(value, str), "texts"))


def scalars(values: object, what: str) -> FrozenDict[Scalar]:
    """The mapping from names to text, number, truth value or None; DefinitionError otherwise."""
    return FrozenDict(_mapping(values, what, is_scalar, "texts, finite numbers, booleans or None"))


def tables(values: object, what: str) -> FrozenDict[FrozenDict[float]]:
    """The mapping from names to mappings from names to finite numbers."""
    checked = _mapping(values, what, lambda value: isinstance(value, Mapping), "dictionaries")
    return FrozenDict({key: numbers(row, f"{what}[{key!r}]") for key, row in checked.items()})


def check_text(value: object, what: str, *, optional: bool = False) -> None:
    """Raise DefinitionError unless the value is a text, or None where that is allowed."""
    if not (isinstance(value, str) or (optional and value is None)):
        raise DefinitionError(f"{what} is {value!r}; pass a text{' or None' * optional}.")


def _mapping(
    values: object, what: str, fits: Callable[[object], bool], kind: str
) -> Mapping[str, Any]:
    """The values, if they map texts that are not empty to values that fit."""
    if not isinstance(values, Mapping):
        raise DefinitionError(f"{what} is {values!r}; pass a dictionary from names to {kind}.")
    for key, value in values.items():
        if not isinstance(key, str) or not key or not fits(value):
            raise DefinitionError(f"{what} has {key!r}: {value!r}; pass names and {kind}.")
    return values
