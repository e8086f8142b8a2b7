"""When does what happen at Halvard Market? Every moment is in whole seconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MINUTE = 60
HOUR = 3_600
DAY = 86_400

START = 1_780_272_000
"""Monday, 1 June 2026, 00:00 UTC: the first day with payments."""
DAYS = 150
"""Payments are made on so many days, in five months of thirty days each."""
END = START + DAYS * DAY
"""After the last payment."""
SETTLED = END + 30 * DAY
"""The day by which the last charge-back has arrived."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def day(number: int) -> int:
    """The moment at which a day begins; day 0 is the first.

    Example:
        >>> to_datetime(day(30)).isoformat()
        '2026-07-01T00:00:00+00:00'
    """
    return START + number * DAY


def to_datetime(moment: int) -> datetime:
    """The moment as the feature store wants it: aware, UTC.

    Example:
        >>> to_datetime(START).isoformat()
        '2026-06-01T00:00:00+00:00'
    """
    return _EPOCH + timedelta(seconds=moment)


def next_night(moment: int) -> int:
    """When the nightly batch job has seen what happened at the moment: the next 02:00 UTC.

    Example:
        >>> (next_night(START) - START) // HOUR, (next_night(START + 2 * HOUR) - START) // HOUR
        (2, 26)
    """
    since = moment - 2 * HOUR
    return moment - since % DAY + DAY
