"""What does every refusal of the platform have in common, and which are its general kinds?"""

from __future__ import annotations

from collections.abc import Iterable


class PlatformError(Exception):
    """Everything that the platform refuses to do, in one class to catch.

    Example:
        >>> from mlplat_core import FeatureStore
        >>> try:
        ...     FeatureStore().push("user_stats", [])
        ... except PlatformError as error:
        ...     print(error)
        There is no feature view 'user_stats' here; there is: nothing.
    """


class DefinitionError(PlatformError, ValueError):
    """A view, entity, field or service is not well formed.

    Example:
        >>> from mlplat_core import Field
        >>> Field("amount", complex)
        Traceback (most recent call last):
        mlplat_core.errors.general.DefinitionError: ...
    """


class NotFoundError(PlatformError, LookupError):
    """A name that was asked for does not exist.

    Attributes:
        name: the name that was asked for.
        known: the names that do exist, sorted.

    Example:
        >>> error = NotFoundError("user_stat", ["user_stats", "item_stats"])
        >>> error.known, isinstance(error, LookupError)
        (('item_stats', 'user_stats'), True)
    """

    kind = "object"

    def __init__(self, name: str, known: Iterable[str], *, where: str = "here") -> None:
        self.name = name
        self.known = tuple(sorted(known))
        listing = ", ".join(self.known) or "nothing"
        super().__init__(f"There is no {self.kind} {name!r} {where}; there is: {listing}.")


class ConflictError(PlatformError):
    """The registry's state does not allow it, or has changed since the caller looked.

    Example:
        >>> from mlplat_core import ModelRegistry
        >>> registry = ModelRegistry()
        >>> _ = registry.create_registered_model("fraud")
        >>> _ = registry.create_model_version("fraud", b"weights")
        >>> registry.set_alias("fraud", "champion", 1, expected=7)
        Traceback (most recent call last):
        mlplat_core.errors.general.ConflictError: ...
    """


class IntegrityError(PlatformError):
    """What is stored is not what was written.

    Example:
        >>> from mlplat_core import CorruptArtifactError
        >>> issubclass(CorruptArtifactError, IntegrityError)
        True
    """


class RequestError(PlatformError, ValueError):
    """Rows or arguments do not fit the feature view they are meant for.

    Attributes:
        row: position of the offending row in its list, from 0; None if no single row is to blame.
        column: the offending column; None if no single column is to blame.

    Example:
        >>> from mlplat_core import Entity, FeatureView, Field, point_in_time_join
        >>> view = FeatureView("stats", [Entity("user", ["user_id"])], [Field("amount", float)])
        >>> try:
        ...     point_in_time_join([{"user_id": "u1"}], view, [])
        ... except RequestError as error:
        ...     print(error.row, error.column)
        0 event_timestamp
    """

    def __init__(self, message: str, *, row: int | None = None, column: str | None = None) -> None:
        self.row = row
        self.column = column
        super().__init__(message)
