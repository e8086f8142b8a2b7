"""Which status and which body does HTTP have for an error?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mlplat_core.errors import (
    CircuitOpenError,
    DeadlineExceededError,
    FeaturesUnavailableError,
    IdempotencyConflictError,
    InferenceError,
    InvalidRequestError,
    ModelNotReadyError,
    NotFoundError,
    OverloadedError,
    PlatformError,
    ServingError,
    UnknownEntityError,
)
from mlplat_core.serving.ask import Outcome
from mlplat_core.serving.requests.problems import Problem, public_message


@dataclass(frozen=True, slots=True)
class HttpError:
    """An error as a client of the HTTP service meets it.

    Attributes:
        status: the HTTP status.
        code: what is wrong, for a program.
        message: what is wrong, for a person; nothing from inside a model, a store or Python.
        details: every single problem, if there are several.
        retry_after_s: whole seconds, at least 1; None if trying again is no use.

    Example:
        >>> HttpError(404, "not_found", "There is no such page.").body()
        {'error': {'code': 'not_found', 'message': 'There is no such page.', 'details': []}}
    """

    status: int
    code: str
    message: str
    details: tuple[Problem, ...] = field(default=())
    retry_after_s: int | None = None

    def body(self) -> dict[str, Any]:
        """The body: always this one shape."""
        details = [
            {"path": each.path, "message": each.message, "code": each.code} for each in self.details
        ]
        return {"error": {"code": self.code, "message": self.message, "details": details}}


CODES: dict[type[PlatformError], tuple[int, str]] = {
    InvalidRequestError: (422, "validation_error"),
    NotFoundError: (404, "model_not_found"),
    UnknownEntityError: (404, "entity_not_found"),
    IdempotencyConflictError: (409, "idempotency_conflict"),
    OverloadedError: (429, "overloaded"),
    InferenceError: (500, "inference_error"),
    ModelNotReadyError: (503, "model_not_ready"),
    FeaturesUnavailableError: (503, "features_unavailable"),
    CircuitOpenError: (503, "circuit_open"),
    DeadlineExceededError: (504, "deadline_exceeded"),
}
"""Status and code of every error that a prediction can end with."""

PAYLOAD_TOO_LARGE = (413, "payload_too_large")
UNSUPPORTED_MEDIA_TYPE = (415, "unsupported_media_type")
INTERNAL_ERROR = (500, "internal_error")
EDGE_CODES = (PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INTERNAL_ERROR)
"""Status and code of what can go wrong before a prediction begins, or outside of it."""

NOT_READY = "not_ready"


def http_error(error: BaseException) -> HttpError:
    """The error as HTTP has it; of an unexpected one nothing but that it happened.

    Example:
        >>> http_error(OverloadedError(limit=64, retry_after_s=0.005)).retry_after_s
        1
        >>> http_error(OSError("/etc/secret")).message
        'Something went wrong here; it was logged.'
    """
    for kind, (status, code) in CODES.items():
        if isinstance(error, kind):
            retry = error.retry_after_s if isinstance(error, ServingError) else None
            if isinstance(error, InvalidRequestError):
                message, details = "The request does not fit; see details.", error.problems
            else:
                message, details = public_message(error), ()
            seconds = None if retry is None else max(1, math.ceil(retry))
            return HttpError(status, code, message, details, seconds)
    return HttpError(*INTERNAL_ERROR, "Something went wrong here; it was logged.")


def common_failure(outcomes: Sequence[Outcome]) -> PlatformError | None:
    """The error of a whole batch, if every request in it failed in one way that is not its own.

    Then the status must say so, or a load balancer would take the batch for a success.
    """
    errors = [end for end in outcomes if isinstance(end, ServingError)]
    if not errors or len(errors) != len(outcomes):
        return None
    kinds = {http_error(error).code for error in errors}
    return errors[0] if len(kinds) == 1 and http_error(errors[0]).status >= 500 else None
