"""Does a value belong to a feature's type, and how is it kept?"""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from mlplat_core.feature_store.timestamps import from_microseconds, is_null, to_microseconds

Value: TypeAlias = bool | bytes | float | int | str | datetime
"""One value of a feature, as the store keeps it."""


def to_stored(dtype: str, value: object) -> Value | None:
    """The value as the store keeps it, so that both sides return the same; None if it is null.

    Whole numbers are welcome in float columns, as JSON writes 40.0 as 40. Nothing else is
    converted: text is not read as a number, and a truth value is not one.

    Args:
        dtype: one of the types that a `Field` may have.
        value: anything.

    Raises:
        ValueError: the value is of another type or out of range (also as RequestError, for times).

    Example:
        >>> to_stored("float64", 40), to_stored("float64", float("nan"))
        (40.0, None)
        >>> to_stored("int64", True)
        Traceback (most recent call last):
        ValueError: True is a bool, not an int64
    """
    return None if is_null(value) else _CONVERTERS[dtype](dtype, value)


def _bool(dtype: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _mismatch(dtype, value)
    return value


def _bytes(dtype: str, value: object) -> bytes:
    if not isinstance(value, bytes):
        raise _mismatch(dtype, value)
    return bytes(value)


def _string(dtype: str, value: object) -> str:
    if not isinstance(value, str):
        raise _mismatch(dtype, value)
    return value


def _integer(dtype: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _mismatch(dtype, value)
    limit = 1 << (int(dtype.removeprefix("int")) - 1)
    if not -limit <= value < limit:
        raise ValueError(f"{value!r} does not fit into an {dtype}")
    return int(value)


def _floating(dtype: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _mismatch(dtype, value)
    try:
        number = float(value)
        # Rounded once, here: else offline would keep digits that a 32-bit online value lost.
        if dtype == "float32":
            number = float(*struct.unpack("<f", struct.pack("<f", number)))
    except OverflowError:
        raise ValueError(f"{value!r} does not fit into a {dtype}") from None
    return number


def _moment(dtype: str, value: object) -> datetime:
    return from_microseconds(to_microseconds(value))


def _mismatch(dtype: str, value: object) -> ValueError:
    kinds = f"is a {type(value).__name__}, not a {dtype}"
    return ValueError(f"{value!r} {kinds.replace(' a i', ' an i')}")


_CONVERTERS: dict[str, Callable[[str, object], Value]] = {
    "bool": _bool,
    "bytes": _bytes,
    "float32": _floating,
    "float64": _floating,
    "int32": _integer,
    "int64": _integer,
    "string": _string,
    "unix_timestamp": _moment,
}
