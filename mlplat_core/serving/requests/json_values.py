"""How does a value of a feature's type look in JSON, and what of that is refused?"""

from __future__ import annotations

import math
import re
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from datetime import datetime
from typing import Any

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.dtypes import Value, to_stored
from mlplat_core.feature_store.timestamps import is_null
from mlplat_core.serving.requests.problems import Misfit, show

LEAST, MOST = -(2**63), 2**63 - 1
"""The numbers that a request may hold, however they are spelt: 1e20 and its digits are one."""

NUMERIC = frozenset({"bool", "float32", "float64", "int32", "int64"})
"""The types that a model can calculate with."""

# The profile of RFC 3339, which is narrower than what Python's parser takes for a date.
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
# At the ends of the calendar an offset leads out of it; no event of interest lies there.
_NO_BORDER_YEAR = "^(?!000[01]|9999)"


def read_value(dtype: str, value: object) -> Value:
    """The value as the feature store keeps it; nothing is converted that JSON could have spelt.

    Times are RFC 3339 texts and bytes are base64, or what Python has for them.

    Args:
        dtype: one of the types that a `Field` may have.
        value: anything.

    Raises:
        Misfit: null, another type, not finite, or out of range.

    Example:
        >>> read_value("float64", 40), read_value("unix_timestamp", "2026-11-23T10:00:00Z").hour
        (40.0, 10)
        >>> read_value("int64", "7")
        Traceback (most recent call last):
        mlplat_core.serving.requests.problems.Misfit: is '7', not a whole number
    """
    # NaN is left to its type, which says more; pandas.NaT passes for a datetime, but is null.
    if value is None or (isinstance(value, datetime) and is_null(value)):
        raise Misfit("is null; leave it out, or give a value", "null")
    return _READERS[dtype](dtype, value)


def read_text(value: object) -> str:
    """The text; Misfit if it is another kind of value, or half of a surrogate pair is in it."""
    if not isinstance(value, str):
        raise Misfit(f"is {show(value)}, not a text", "wrong_type")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Misfit(f"is {show(value)}, which is no Unicode text", "not_unicode") from None
    return str(value)


def write_value(value: object) -> object:
    """The value in the form that JSON can carry; infinities as texts.

    Example:
        >>> write_value(float("inf")), write_value(b"ab"), write_value(3)
        ('Infinity', 'YWI=', 3)
    """
    if isinstance(value, float) and not math.isfinite(value):
        return show(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return b2a_base64(value, newline=False).decode() if isinstance(value, bytes) else value


def json_schema(dtype: str) -> dict[str, Any]:
    """The JSON Schema of what `read_value` accepts for this type.

    Example:
        >>> json_schema("bool")
        {'type': 'boolean'}
    """
    if dtype in ("int32", "int64"):
        limit = 1 << (int(dtype[3:]) - 1)
        return {"type": "integer", "format": dtype, "minimum": -limit, "maximum": limit - 1}
    if dtype in ("float32", "float64"):
        size = "float" if dtype == "float32" else "double"
        return {"type": "number", "format": size, "minimum": LEAST, "maximum": MOST}
    schemas: dict[str, dict[str, Any]] = {
        "bool": {"type": "boolean"},
        "bytes": {"type": "string", "contentEncoding": "base64", "pattern": _BASE64},
        "string": {"type": "string"},
        "unix_timestamp": {
            "type": "string",
            "format": "date-time",
            "pattern": _NO_BORDER_YEAR,
        },
    }
    return schemas[dtype]


_BASE64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"


def read_integer(value: object) -> int:
    """The whole number of at most 64 bits; Misfit for anything else, a truth value included.

    JSON has one kind of number, in which 7.0 and 7e0 are the integer 7; so has its schema.

    Example:
        >>> read_integer(7.0)
        7
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Misfit(f"is {show(value)}, not a whole number", "wrong_type")
    return int(_within_range(value))


def _integer(dtype: str, value: object) -> Value:
    return _store(dtype, read_integer(value))


def _number(dtype: str, value: object) -> Value:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Misfit(f"is {show(value)}, not a number", "wrong_type")
    if isinstance(value, float) and not math.isfinite(value):
        raise Misfit(f"is {show(value)}, not a finite number", "not_finite")
    return _store(dtype, _within_range(value))


def _within_range(value: float) -> float:
    if not LEAST <= value <= MOST:
        raise Misfit(f"is {show(value)}, beyond the integers of 64 bits", "out_of_range")
    return value


def _store(dtype: str, value: float) -> Value:
    try:
        return to_stored(dtype, value)  # type: ignore[return-value]  # it is not null
    except ValueError:
        raise Misfit(f"is {show(value)}, which does not fit into {dtype}", "out_of_range") from None


def _bool(dtype: str, value: object) -> Value:
    if not isinstance(value, bool):
        raise Misfit(f"is {show(value)}, not true or false", "wrong_type")
    return value


def _string(dtype: str, value: object) -> Value:
    return read_text(value)


def _bytes(dtype: str, value: object) -> Value:
    if isinstance(value, bytes):
        return value
    text = read_text(value)
    try:
        return a2b_base64(text, strict_mode=True)
    except ValueError:
        raise Misfit(f"is {show(value)}, which is no base64", "bad_format") from None


def _moment(dtype: str, value: object) -> Value:
    moment = value if isinstance(value, datetime) else _parse(read_text(value))
    try:
        return to_stored(dtype, moment)  # type: ignore[return-value]  # it is not null
    except (RequestError, OverflowError):
        reason = "which has no time zone or lies at an end of the calendar"
        raise Misfit(f"is {moment.isoformat()}, {reason}", "out_of_range") from None


def _parse(text: str) -> datetime:
    if not _DATE_TIME.fullmatch(text):
        raise Misfit(f"is {show(text)}, not a time like 2026-11-23T10:00:00Z", "bad_format")
    try:
        if re.match(_NO_BORDER_YEAR, text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise Misfit(f"is {show(text)}, a time that does not exist or is not taken", "out_of_range")


_READERS: dict[str, Callable[[str, object], Value]] = {
    "bool": _bool,
    "bytes": _bytes,
    "float32": _number,
    "float64": _number,
    "int32": _integer,
    "int64": _integer,
    "string": _string,
    "unix_timestamp": _moment,
}
