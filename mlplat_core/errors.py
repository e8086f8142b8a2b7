"""Which errors can the platform raise, and what does each one mean?

PlatformError
  ├ DefinitionError              a view, entity or service is not well formed    (a ValueError)
  ├ NotFoundError                a name that was asked for does not exist        (a LookupError)
  │   ├ FeatureViewNotFoundError
  │   ├ FeatureNotFoundError
  │   ├ RegisteredModelNotFoundError
  │   ├ ModelVersionNotFoundError
  │   └ AliasNotFoundError
  ├ ConflictError                the registry's state does not allow it, or changed meanwhile
  │   └ VersionNotReadyError     the version is pending, failed or archived
  ├ PromotionRejectedError       at least one gate refused the version
  ├ IntegrityError               what is stored is not what was written
  │   ├ TamperedLogError
  │   └ CorruptArtifactError
  └ RequestError                 rows or arguments do not fit the view           (a ValueError)

A message says what is wrong, which value it is and what to do; attributes carry the same values for
programs. No error knows about HTTP: the serving edge maps a class to a status.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlplat_core.registry.gates import GateResult


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


class RegisteredModelNotFoundError(NotFoundError):
    """No registered model has this name."""

    kind = "registered model"


class ModelVersionNotFoundError(NotFoundError):
    """The model has no version of this number, or has it no longer."""

    kind = "version"


class AliasNotFoundError(NotFoundError):
    """The model has no alias of this name."""

    kind = "alias"


class ConflictError(PlatformError):
    """The registry's state does not allow it, or has changed since the caller looked."""


class VersionNotReadyError(ConflictError):
    """The version has no artifact yet, never will, or is archived.

    Attributes:
        status: the state that the version is in.
    """

    def __init__(self, version: str, status: str, wanted: str = "READY") -> None:
        self.status = status
        super().__init__(f"{version} is {status}, not {wanted}; choose a version that is {wanted}.")


class PromotionRejectedError(PlatformError):
    """At least one gate refused the version, so the alias stayed where it was.

    Attributes:
        results: what every gate said, in order.
        failed_gates: those of them that refused.
    """

    def __init__(self, version: str, alias: str, results: Iterable[GateResult]) -> None:
        self.results = tuple(results)
        self.failed_gates = tuple(result for result in self.results if not result.passed)
        reasons = "; ".join(f"{result.gate}: {result.reason}" for result in self.failed_gates)
        super().__init__(f"{version} was not promoted to {alias!r}. {reasons}")


class IntegrityError(PlatformError):
    """What is stored is not what was written."""


class TamperedLogError(IntegrityError):
    """The log was changed after it was written.

    Attributes:
        number: the first event that does not fit, counted from 1.
    """

    def __init__(self, number: int, reason: str) -> None:
        self.number = number
        super().__init__(f"Event {number} of the log cannot be trusted: {reason}.")


class CorruptArtifactError(IntegrityError):
    """The stored artifact is gone, or its sha256 is another one than at registration.

    Attributes:
        artifact_hash: the sha256 that was registered.
    """

    def __init__(self, artifact_hash: str, found: str | None) -> None:
        self.artifact_hash = artifact_hash
        state = "is missing" if found is None else f"has become {found[:12]}"
        super().__init__(
            f"The artifact with sha256 {artifact_hash[:12]} {state}; "
            "restore the file, or choose another version."
        )


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
