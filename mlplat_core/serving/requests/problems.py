"""What is wrong with a request, in words that are safe to send back?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mlplat_core.errors import InvalidRequestError, NotFoundError, PlatformError

ProblemCode = Literal[
    "bad_format",
    "duplicate_key",
    "malformed_json",
    "missing_field",
    "more_problems",
    "not_finite",
    "not_unicode",
    "null",
    "out_of_range",
    "too_deep",
    "too_many",
    "unknown_field",
    "wrong_type",
]
"""What kind of mistake it is, for programs."""

_MOST_PROBLEMS = 100
_MOST_CHARACTERS = 40
_INT64 = 2**63


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a request.

    Attributes:
        path: where, such as `features.amount`; empty for the request as a whole.
        message: what is wrong and what to do, for a person; ASCII only.
        code: what is wrong, for a program.

    Example:
        >>> Problem("entity.user_id", "is missing", "missing_field").path
        'entity.user_id'
    """

    path: str
    message: str
    code: ProblemCode


class Misfit(ValueError):
    """One value does not fit; whoever knows its path makes a `Problem` of it."""

    def __init__(self, message: str, code: ProblemCode) -> None:
        self.code = code
        super().__init__(message)


def refuse(problems: Sequence[Problem]) -> None:
    """Raise InvalidRequestError if there are problems, with the first hundred at most.

    A request of many thousand unknown fields must not get an answer longer than itself.
    """
    if not problems:
        return
    rest = len(problems) - _MOST_PROBLEMS
    if rest <= 0:
        raise InvalidRequestError(problems)
    more = Problem("", f"there are {rest} more problems", "more_problems")
    raise InvalidRequestError([*problems[:_MOST_PROBLEMS], more])


def public_message(error: PlatformError) -> str:
    """What a caller may read of an error: not which other models there are.

    Example:
        >>> from mlplat_core.errors import RegisteredModelNotFoundError
        >>> public_message(RegisteredModelNotFoundError("fraud", ["secret"]))
        "There is no registered model 'fraud'."
    """
    if isinstance(error, NotFoundError):
        return f"There is no {error.kind} {error.name!r}."
    return str(error)


def path_to(parent: str, name: object) -> str:
    """The path of a field, in ASCII and not longer than a name that makes sense.

    Example:
        >>> path_to("features", "amount"), path_to("", "x" * 50)[-4:]
        ('features.amount', 'x...')
    """
    text = ascii(name)[1:-1] if isinstance(name, str) else show(name)
    return f"{parent}.{_short(text)}" if parent else _short(text)


def show(value: object) -> str:
    """The value as JSON spells it, if that is short; else what kind of value it is.

    Example:
        >>> show("7"), show(True), show(float("inf")), show([1, 2])
        ("'7'", 'true', 'Infinity', 'a list')
    """
    if isinstance(value, str):
        return _short(ascii(value))
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, int):
        return str(value) if -_INT64 <= value < _INT64 else "an integer beyond 64 bits"
    if isinstance(value, float):
        return _show_float(value)
    if isinstance(value, dict):
        return "an object"
    return f"a {type(value).__name__}"


def _show_float(value: float) -> str:
    if math.isfinite(value):
        return repr(float(value))
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}..."
