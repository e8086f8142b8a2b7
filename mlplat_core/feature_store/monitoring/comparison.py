"""When is a value that was served the same as the one that training would have seen?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.timestamps import is_null

Outcome: TypeAlias = Literal["equal", "mismatched", "missing", "extra"]

# In this order, because a truth value is an int, too, but no number here.
_KINDS: tuple[type, ...] = (bool, float, int, str, bytes, datetime)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two numbers may lie apart and still count as equal; one of both limits is enough.

    Attributes:
        absolute: the widest gap, in the unit of the feature; finite, at least 0.
        relative: the widest gap as a share of the greater of the two magnitudes; finite, at least
            0, so that 0.01 is one per cent.

    Raises:
        RequestError: a limit is negative or no finite number.

    Example:
        >>> Tolerance(relative=0.01)
        Tolerance(absolute=0.0, relative=0.01)
    """

    absolute: float = 0.0
    relative: float = 0.0

    def __post_init__(self) -> None:
        for name, limit in (("absolute", self.absolute), ("relative", self.relative)):
            if _kind(limit) not in (int, float) or not 0 <= limit < math.inf:
                raise RequestError(
                    f"The {name} tolerance is {limit!r}; pass a finite number of at least 0."
                )


def judge(served: object, offline: object, tolerance: Tolerance) -> Outcome:
    """What a served value is, beside the one that the offline store has for the same moment.

    Null (None, NaN) equals null. Values of different kinds never agree; whole numbers and others
    are of one kind, while a truth value is no number.

    Example:
        >>> judge(41.49, 41.5, Tolerance(absolute=0.05)), judge(True, 1, Tolerance())
        ('equal', 'mismatched')
        >>> judge(None, 41.5, Tolerance()), judge(0, None, Tolerance())
        ('missing', 'extra')
    """
    if is_null(offline):
        return "equal" if is_null(served) else "extra"
    if is_null(served):
        return "missing"
    apart = gap(served, offline)
    if apart in (0, math.inf):
        return "equal" if apart == 0 else "mismatched"
    # Both are finite numbers, and at least one is not 0.
    greater: float = max(abs(_exact(served)), abs(_exact(offline)))  # type: ignore[arg-type]
    close = apart <= tolerance.absolute or apart / greater <= tolerance.relative
    return "equal" if close else "mismatched"


def gap(one: object, other: object) -> float:
    """How far apart two values are: 0 if equal, infinity where no number could tell.

    Args:
        one: not null.
        other: not null.

    Example:
        >>> gap(3, 5.5), gap("a", "b"), gap(2**53 + 1, 2.0**53)
        (2.5, inf, 1)
    """
    kind = _kind(one)
    if kind is not _kind(other) and {kind, _kind(other)} != {int, float}:
        return math.inf
    if one == other:
        return 0
    if kind not in (int, float):
        return math.inf
    try:
        return abs(_exact(one) - _exact(other))  # type: ignore[arg-type]
    except OverflowError:  # a whole number beyond every float
        return math.inf


def _kind(value: object) -> type:
    return next((kind for kind in _KINDS if isinstance(value, kind)), type(value))


def _exact(number: float) -> float:
    """The number as an int where it is whole: subtracting ints never rounds."""
    return int(number) if isinstance(number, float) and number.is_integer() else number
