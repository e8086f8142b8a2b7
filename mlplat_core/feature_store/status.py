"""Why does a feature have this value, or none?"""

from __future__ import annotations

from enum import StrEnum


class FieldStatus(StrEnum):
    """What became of one feature of one entity row.

    Members equal their names as text, so they compare with and serialise as plain strings.
    The first four are Feast's; NOT_YET is ours, because "never heard of it" and "not heard of it by
    then" are different mistakes in a training set.

    Example:
        >>> FieldStatus.NOT_YET == "NOT_YET"
        True

    Source:
        Feast, `protos/feast/serving/ServingService.proto`, enum FieldStatus.
    """

    PRESENT = "PRESENT"
    """A row won and its value is not null."""
    NULL_VALUE = "NULL_VALUE"
    """A row won and its value is null."""
    NOT_FOUND = "NOT_FOUND"
    """No row has this key, or the key itself is null."""
    OUTSIDE_MAX_AGE = "OUTSIDE_MAX_AGE"
    """The key had rows by then, but the newest is older than the view's ttl."""
    NOT_YET = "NOT_YET"
    """The key has rows, but each of them happened or became known only later."""

    def __repr__(self) -> str:
        return repr(self.value)
