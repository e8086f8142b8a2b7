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
  │   ├ CorruptArtifactError
  │   └ InvalidModelFileError
  ├ RequestError                 rows or arguments do not fit the view           (a ValueError)
  │   └ InvalidRequestError      a predict request does not fit: all its problems at once
  └ ServingError                 a prediction cannot be given
      ├ UnknownEntityError       no feature view knows the entity, and the policy is to refuse
      ├ IdempotencyConflictError the key belongs to another request
      ├ OverloadedError          too many requests are waiting
      ├ ModelNotReadyError       no version can answer: no alias, a damaged artifact, other features
      ├ FeaturesUnavailableError the store does not answer, or a feature has no value
      ├ CircuitOpenError         it failed too often a moment ago, so nobody asks again yet
      ├ DeadlineExceededError    the answer would come too late
      └ InferenceError           the model failed, or its score is no number

A message says what is wrong, which value it is and what to do; attributes carry the same values for
programs. No error knows about HTTP: the serving edge maps a class to a status.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlplat_core.registry.gates import GateResult
    from mlplat_core.serving.requests.problems import Problem


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


class InvalidModelFileError(IntegrityError):
    """A model file was changed after it was written, or says what no model can mean.

    Attributes:
        reason: what is wrong with it.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason.rstrip(".")
        super().__init__(
            f"The model file cannot be used: {self.reason}. Restore the file, or export it again."
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


class InvalidRequestError(RequestError):
    """A predict request does not fit what the model's features need.

    Attributes:
        problems: everything that is wrong with it, in the order of the request.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        listing = "; ".join(f"{each.path or 'request'}: {each.message}" for each in self.problems)
        super().__init__(f"The request does not fit. {listing}")


class ServingError(PlatformError):
    """A prediction cannot be given.

    Attributes:
        retry_after_s: when it may be worth trying again; None if a repetition fares no better.
    """

    retry_after_s: float | None = None


class UnknownEntityError(ServingError):
    """No feature view knows the entity, and the handler's policy is to refuse it."""

    def __init__(self, entity: Mapping[str, object]) -> None:
        self.entity = dict(entity)
        super().__init__("No feature view knows this entity; check the key.")


class IdempotencyConflictError(ServingError):
    """The idempotency key belongs to another request, or to one that is still being answered."""

    def __init__(self, key: str, *, pending: bool = False) -> None:
        self.key, self.pending = key, pending
        what = "is still being answered; try again" if pending else "was another; choose a new key"
        super().__init__(f"The first request with this idempotency key {what}.")


class OverloadedError(ServingError):
    """More rows are waiting than the queue may hold."""

    def __init__(self, limit: int, retry_after_s: float) -> None:
        self.limit, self.retry_after_s = limit, retry_after_s
        super().__init__(f"No room in the queue, which holds {limit} rows; try again later.")


class ModelNotReadyError(ServingError):
    """No version of the model can answer now.

    Attributes:
        features: what the version wants and the handler cannot assemble; often empty.
    """

    retry_after_s = 5.0

    def __init__(self, model: str, reason: str, *, features: Iterable[str] = ()) -> None:
        self.model, self.reason, self.features = model, reason, tuple(features)
        super().__init__(f"{model} cannot answer: {reason}.")


class FeaturesUnavailableError(ServingError):
    """The feature store does not answer, or features have no value that the model accepts.

    Attributes:
        features: those without a value; empty if the store itself does not answer.
    """

    retry_after_s = 1.0

    def __init__(self, features: Iterable[str] = ()) -> None:
        self.features = tuple(features)
        reason = "The feature store does not answer; try again later."
        if self.features:
            names = ", ".join(self.features)
            reason = f"The model accepts no null, and there is no value or default for: {names}."
        super().__init__(reason)


class CircuitOpenError(ServingError):
    """The part that would answer, "features" or "model", failed too often a moment ago."""

    def __init__(self, part: str, retry_after_s: float) -> None:
        self.part, self.retry_after_s = part, retry_after_s
        super().__init__(f"The {part} failed too often a moment ago; try again later.")


class DeadlineExceededError(ServingError):
    """The answer would come too late, because the queue, the features or the model took long."""

    def __init__(self, deadline_ms: float, part: str) -> None:
        self.deadline_ms, self.part = deadline_ms, part
        super().__init__(f"No answer within {deadline_ms:g} ms: the {part} took too long.")


class InferenceError(ServingError):
    """The model failed, or its score is no finite number.

    Attributes:
        reason: the class of the failure, or the score; no text from inside the model.
    """

    def __init__(self, model: str, reason: str) -> None:
        self.model, self.reason = model, reason
        super().__init__(f"{model} failed to score: {reason}.")
