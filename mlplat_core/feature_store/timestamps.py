"""Which moment does a timestamp name, on one scale that all rows share?

The scale is whole microseconds since 1970-01-01T00:00Z, as `int`: it sorts, subtracts and compares
exactly, and no time zone can be forgotten in it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mlplat_core.errors import RequestError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NEVER = 2**63 - 1
"""Later than every datetime, in microseconds: when a row became known that does not say when."""


def to_microseconds(moment: object) -> int:
    """The moment as microseconds since the epoch, UTC.

    Args:
        moment: an aware datetime in any time zone. Finer than a microsecond (pandas) is rounded
            down.

    Raises:
        RequestError: it is not a datetime, or it is naive. A naive datetime is refused because it
            would mean another moment on a laptop, on a server and in a browser.

    Example:
        >>> from datetime import timezone
        >>> to_microseconds(datetime(1970, 1, 1, 1, 0, tzinfo=timezone(timedelta(hours=1))))
        0
    """
    # pandas.NaT passes for a datetime, but it is null: the only one that differs from itself.
    if not isinstance(moment, datetime) or is_null(moment):
        raise RequestError(
            f"{moment!r} is not a moment; pass a datetime with a time zone, "
            "such as datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)."
        )
    if moment.utcoffset() is None:
        raise RequestError(
            f"{moment!r} has no time zone, so it names no single moment; "
            "attach one, such as moment.replace(tzinfo=timezone.utc)."
        )
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def is_null(value: object) -> bool:
    """Whether a value or key counts as null: None, or unequal to itself as NaN and NaT are.

    Example:
        >>> is_null(None), is_null(float("nan")), is_null(0)
        (True, True, False)
    """
    # Only hashable values are asked: comparing an array with itself gives an array, not an answer.
    return value is None or bool(type(value).__hash__ is not None and value != value)


def from_microseconds(moment: int) -> datetime:
    """The aware datetime, in UTC, that lies so many microseconds after the epoch.

    Example:
        >>> from_microseconds(1_000_000).isoformat()
        '1970-01-01T00:00:01+00:00'
    """
    return EPOCH + timedelta(microseconds=moment)
