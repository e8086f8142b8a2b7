"""Why can a prediction not be given?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mlplat_core.errors.general import PlatformError, RequestError

if TYPE_CHECKING:
    from mlplat_core.serving.requests.problems import Problem


class InvalidRequestError(RequestError):
    """A predict request does not fit what the model's features need.

    Attributes:
        problems: everything that is wrong with it, in the order of the request.

    Example:
        >>> from mlplat_core.serving.requests.problems import Problem
        >>> print(InvalidRequestError([Problem("entity.user_id", "is missing", "missing_field")]))
        The request does not fit. entity.user_id: is missing
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        listing = "; ".join(f"{each.path or 'request'}: {each.message}" for each in self.problems)
        super().__init__(f"The request does not fit. {listing}")


class ServingError(PlatformError):
    """A prediction cannot be given.

    Attributes:
        retry_after_s: when it may be worth trying again; None if a repetition fares no better.

    Example:
        >>> issubclass(OverloadedError, ServingError), ServingError.retry_after_s
        (True, None)
    """

    retry_after_s: float | None = None


class UnknownEntityError(ServingError):
    """No feature view knows the entity, and the handler's policy is to refuse it.

    Example:
        >>> UnknownEntityError({"user_id": "u9"}).entity
        {'user_id': 'u9'}
    """

    def __init__(self, entity: Mapping[str, object]) -> None:
        self.entity = dict(entity)
        super().__init__("No feature view knows this entity; check the key.")


class IdempotencyConflictError(ServingError):
    """The idempotency key belongs to another request, or to one that is still being answered.

    Example:
        >>> print(IdempotencyConflictError("order-1"))
        The first request with this idempotency key was another; choose a new key.
    """

    def __init__(self, key: str, *, pending: bool = False) -> None:
        self.key, self.pending = key, pending
        what = "is still being answered; try again" if pending else "was another; choose a new key"
        super().__init__(f"The first request with this idempotency key {what}.")


class OverloadedError(ServingError):
    """More rows are waiting than the queue may hold.

    Example:
        >>> OverloadedError(limit=64, retry_after_s=0.5).retry_after_s
        0.5
    """

    def __init__(self, limit: int, retry_after_s: float) -> None:
        self.limit, self.retry_after_s = limit, retry_after_s
        super().__init__(f"No room in the queue, which holds {limit} rows; try again later.")


class ModelNotReadyError(ServingError):
    """No version of the model can answer now.

    Attributes:
        features: what the version wants and the handler cannot assemble; often empty.

    Example:
        >>> print(ModelNotReadyError("models:/fraud@champion", "no version has this alias"))
        models:/fraud@champion cannot answer: no version has this alias.
    """

    retry_after_s = 5.0

    def __init__(self, model: str, reason: str, *, features: Iterable[str] = ()) -> None:
        self.model, self.reason, self.features = model, reason, tuple(features)
        super().__init__(f"{model} cannot answer: {reason}.")


class FeaturesUnavailableError(ServingError):
    """The feature store does not answer, or features have no value that the model accepts.

    Attributes:
        features: those without a value; empty if the store itself does not answer.

    Example:
        >>> print(FeaturesUnavailableError(["amount"]))
        The model accepts no null, and there is no value or default for: amount.
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
    """The part that would answer, "features" or "model", failed too often a moment ago.

    Example:
        >>> print(CircuitOpenError("model", retry_after_s=5.0))
        The model failed too often a moment ago; try again later.
    """

    def __init__(self, part: str, retry_after_s: float) -> None:
        self.part, self.retry_after_s = part, retry_after_s
        super().__init__(f"The {part} failed too often a moment ago; try again later.")


class DeadlineExceededError(ServingError):
    """The answer would come too late, because the queue, the features or the model took long.

    Example:
        >>> print(DeadlineExceededError(200, "features"))
        No answer within 200 ms: the features took too long.
    """

    def __init__(self, deadline_ms: float, part: str) -> None:
        self.deadline_ms, self.part = deadline_ms, part
        super().__init__(f"No answer within {deadline_ms:g} ms: the {part} took too long.")


class InferenceError(ServingError):
    """The model failed, or its score is no finite number.

    Attributes:
        reason: the class of the failure, or the score; no text from inside the model.

    Example:
        >>> print(InferenceError("fraud version 2", "ZeroDivisionError"))
        fraud version 2 failed to score: ZeroDivisionError.
    """

    def __init__(self, model: str, reason: str) -> None:
        self.model, self.reason = model, reason
        super().__init__(f"{model} failed to score: {reason}.")
