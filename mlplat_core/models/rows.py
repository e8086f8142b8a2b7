"""Which numbers does a model see in a row, and which feature is to blame when there is none?"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from math import isfinite, nan
from typing import Literal, TypeAlias

from mlplat_core.errors import RequestError
from mlplat_core.models.fields import shown

Dtype: TypeAlias = Literal["float32", "float64"]
"""The type that values are rounded to before the model sees them."""
Values: TypeAlias = Sequence[float | None]
Reader: TypeAlias = Callable[[Values], tuple[float, ...]]

CODES: dict[str, str] = {"float32": "f", "float64": "d"}
"""How `struct` calls each dtype."""


def row_reader(names: tuple[str, ...], dtype: Dtype, *, accepts_null: bool) -> Reader:
    """A function that returns a row's values rounded to the dtype, as numpy's cast rounds them.

    Without nulls it refuses NaN and infinities, as scikit-learn does, and with float32 what would
    become infinite. With nulls it returns NaN for None, and lets infinities pass.

    Example:
        >>> row_reader(("age", "is_new"), "float32", accepts_null=False)([0.1, True])
        (0.10000000149011612, 1.0)
    """
    # A struct converts, rounds, counts and refuses text in one call of C, in a microsecond.
    layout = struct.Struct(f"={len(names)}{CODES[dtype]}")
    pack, unpack = layout.pack, layout.unpack

    def read(values: Values) -> tuple[float, ...]:
        try:
            row = unpack(pack(*values))
        except (struct.error, OverflowError, TypeError):
            raise _refusal(names, dtype, values, accepts_null=False) from None
        if all(map(isfinite, row)):
            return row
        raise _refusal(names, dtype, values, accepts_null=False)

    def read_with_nulls(values: Values) -> tuple[float, ...]:
        try:
            return unpack(pack(*[nan if value is None else value for value in values]))
        except (struct.error, OverflowError, TypeError):
            raise _refusal(names, dtype, values, accepts_null=True) from None

    return read_with_nulls if accepts_null else read


def _refusal(
    names: tuple[str, ...], dtype: Dtype, values: Values, *, accepts_null: bool
) -> RequestError:
    """The error that names the first value that cannot be read."""
    count = len(values) if hasattr(values, "__len__") else shown(values)
    if count != len(names):
        listing = ", ".join(names)
        return RequestError(f"The model reads {len(names)} values, {listing}; it got {count}.")
    for name, value in zip(names, values, strict=True):
        reason = _reason(value, dtype, accepts_null=accepts_null)
        if reason:
            return RequestError(f"Feature {name!r} {reason}.", column=name)
    # Only an object that converts to a number at times, and at times does not, comes here.
    return RequestError(f"The values of {', '.join(names)} cannot be read; pass plain numbers.")


def _reason(value: object, dtype: Dtype, *, accepts_null: bool) -> str | None:
    """Why the model cannot take the value; None if it can."""
    if value is None:
        return None if accepts_null else "is null, which this model does not take: pass a default"
    try:
        (read,) = struct.unpack(f"={CODES[dtype]}", struct.pack(f"={CODES[dtype]}", value))
    except struct.error:
        return f"is {shown(value)}; the model takes numbers"
    except OverflowError:
        return f"is {shown(value)}, too large for {dtype}, which the model computes in"
    if accepts_null or isfinite(read):
        return None
    return f"is {shown(value)}; this model takes finite numbers only"
