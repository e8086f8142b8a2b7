"""Which errors can the platform raise, and what does each one mean?

PlatformError
  ├ DefinitionError              a view, entity or service is not well formed    (a ValueError)
  ├ NotFoundError                a name that was asked for does not exist        (a LookupError)
  │   ├ FeatureViewNotFoundError
  │   └ FeatureNotFoundError
  └ RequestError                 rows or arguments do not fit the view           (a ValueError)

A message says what is wrong, which value it is and what to do; attributes carry the same values for
programs. No error knows about HTTP: the serving edge maps a class to a status.
"""

from __future__ import annotations

from collections.abc import Iterable


class PlatformError(Exception):
    """Everything that the platform refuses to do, in one class to catch."""


class DefinitionError(PlatformError, ValueError):
    """A view, entity, field or service is not well formed."""


class NotFoundError(PlatformError, LookupError):
    """A name that was asked for does not exist.

    Attributes:
        name: the name that was asked for.
        known: the names that do exist, sorted.
    """

    kind = "object"

    def __init__(self, name: str, known: Iterable[str], *, where: str = "here") -> None:
        self.name = name
        self.known = tuple(sorted(known))
        listing = ", ".join(self.known) or "nothing"
        super().__init__(f"There is no {self.kind} {name!r} {where}; there is: {listing}.")


class FeatureViewNotFoundError(NotFoundError):
    """No feature view has this name."""

    kind = "feature view"


class FeatureNotFoundError(NotFoundError):
    """The feature view has no feature of this name."""

    kind = "feature"


class RequestError(PlatformError, ValueError):
    """Rows or arguments do not fit the feature view they are meant for.

    Attributes:
        row: position of the offending row in its list, from 0; None if no single row is to blame.
        column: the offending column; None if no single column is to blame.
    """

    def __init__(self, message: str, *, row: int | None = None, column: str | None = None) -> None:
        self.row = row
        self.column = column
        super().__init__(message)
