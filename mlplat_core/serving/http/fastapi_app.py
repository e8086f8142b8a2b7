"""How does the handler meet HTTP, so that every answer is JSON and says what the handler said?

The one module of serving that needs FastAPI. Bodies are read by the platform's own strict reader,
so that a request means the same here as in a program without HTTP.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias, cast

from fastapi import FastAPI, Request, Response
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from mlplat_core.errors import IdempotencyConflictError, InvalidRequestError
from mlplat_core.serving.ask import Outcome
from mlplat_core.serving.handler import PredictHandler, random_id
from mlplat_core.serving.http.async_batcher import AsyncBatcher
from mlplat_core.serving.http.documents import (
    is_json,
    read_instances,
    readiness_document,
    to_document,
)
from mlplat_core.serving.http.errors import (
    CODES,
    NOT_READY,
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    HttpError,
    common_failure,
    http_error,
)
from mlplat_core.serving.http.limits import Limits
from mlplat_core.serving.http.openapi import describe
from mlplat_core.serving.pipeline import Task
from mlplat_core.serving.protection.micro_batcher import MicroBatching
from mlplat_core.serving.requests.json_reader import read_json
from mlplat_core.serving.requests.problems import Misfit, Problem
from mlplat_core.serving.requests.request import read_token
from mlplat_core.serving.response import PredictResponse

App: TypeAlias = FastAPI
"""A `fastapi.FastAPI`."""
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]
Together: TypeAlias = tuple[Outcome, Sequence[Task]]

REQUEST_ID = "X-Request-ID"
IDEMPOTENCY_KEY = "Idempotency-Key"

_log = logging.getLogger(__name__)


class _RefusalError(Exception):
    """Ends a request at the edge, before the handler has seen it."""

    def __init__(self, error: HttpError) -> None:
        self.error = error
        super().__init__(error.message)


def build_app(
    handler: PredictHandler,
    limits: Limits,
    batching: MicroBatching | None,
    docs_url: str | None,
) -> App:
    """See `create_app`, which is how programs call it."""
    app = FastAPI(title="mlplat predict", docs_url=docs_url, redoc_url=None, redirect_slashes=False)
    edge = _Edge(handler, limits, batching)
    for path, method, endpoint in (
        ("/predict", "POST", edge.predict),
        ("/predict/batch", "POST", edge.predict_batch),
        ("/health/live", "GET", edge.live),
        ("/health/ready", "GET", edge.ready),
    ):
        app.add_api_route(path, _guarded(endpoint), methods=[method], response_model=None)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_exception)
    document = describe(handler.schema, limits)
    app.openapi = lambda: document  # type: ignore[method-assign]
    return app


class _Edge:
    """The endpoints: from a request of HTTP to one of the handler's, and back."""

    def __init__(
        self, handler: PredictHandler, limits: Limits, batching: MicroBatching | None
    ) -> None:
        self._handler, self._limits = handler, limits
        self._batcher: AsyncBatcher[Any, Together] | None = None
        if batching is not None:
            self._batcher = AsyncBatcher(batching, self._predict_together, handler.monotonic)

    async def predict(self, request: Request) -> Response:
        """`POST /predict`."""
        document = _with_key(await self._read(request), request)
        if self._batcher is None:
            ((outcome, tasks),) = self._predict_together([document])
        else:
            outcome, tasks = await self._batcher.submit(document)
        if not isinstance(outcome, PredictResponse):
            raise outcome
        answer = _json(200, outcome.to_document(), tasks)
        answer.headers[REQUEST_ID] = outcome.id
        return answer

    async def predict_batch(self, request: Request) -> Response:
        """`POST /predict/batch`."""
        instances = read_instances(await self._read(request), self._limits.max_instances)
        tasks: list[Task] = []
        outcomes = self._handler.predict_batch(instances, defer=tasks.append)
        failure = common_failure(outcomes)
        if failure is not None:
            raise failure
        return _json(200, {"predictions": [to_document(outcome) for outcome in outcomes]}, tasks)

    async def live(self, request: Request) -> Response:
        """`GET /health/live`: who can answer this is alive."""
        return _json(200, {"status": "live"})

    async def ready(self, request: Request) -> Response:
        """`GET /health/ready`."""
        readiness = self._handler.readiness()
        body = readiness_document(readiness)
        if readiness.ready:
            return _json(200, body)
        failed = [check for check in readiness.checks if not check.ok]
        problems = [f"{check.name}: {check.reason.rstrip('.')}" for check in failed]
        error = HttpError(503, NOT_READY, "; ".join(problems), retry_after_s=1)
        return _json(503, {**body, **error.body()}, retry_after_s=1)

    async def _read(self, request: Request) -> object:
        """The JSON document in the body, if it says that it is one and is not too long."""
        if not is_json(request.headers):
            message = "Send application/json in UTF-8, not compressed."
            raise _RefusalError(HttpError(*UNSUPPORTED_MEDIA_TYPE, message))
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > self._limits.max_body_bytes:
                message = f"The body may have {self._limits.max_body_bytes} bytes."
                raise _RefusalError(HttpError(*PAYLOAD_TOO_LARGE, message))
        return read_json(bytes(body))

    def _predict_together(
        self, documents: Sequence[Any], arrivals: Sequence[float] | None = None
    ) -> list[Together]:
        """How requests end that only happen to be answered together.

        The first that has an answer takes along what remains to be done for all.
        """
        tasks: list[Task] = []
        outcomes = self._handler.predict_batch(
            documents, arrivals=arrivals, by_entity=True, defer=tasks.append
        )
        first = next((end for end in outcomes if isinstance(end, PredictResponse)), None)
        return [(end, tasks if end is first else ()) for end in outcomes]


def _guarded(endpoint: Endpoint) -> Endpoint:
    """The endpoint, which now answers every failure in JSON and every request with an id."""

    async def answer(request: Request) -> Response:
        given = None
        try:
            given = _token(request, REQUEST_ID)
            response = await endpoint(request)
        except _RefusalError as refusal:
            response = _failure(refusal.error)
        except ClientDisconnect:
            response = Response(status_code=400)  # nobody is there to read it
        except Exception as error:
            response = await _on_exception(request, error)
        response.headers[REQUEST_ID] = given or response.headers.get(REQUEST_ID) or random_id()
        return response

    return answer


async def _on_exception(request: Request, error: Exception) -> Response:
    failure = http_error(error)
    if failure.status == 500:
        # Only the log learns what happened inside.
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _failure(failure)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    """A route that does not exist, or not with this method."""
    assert isinstance(error, HTTPException)
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "http_error")
    response = _failure(HttpError(error.status_code, code, f"{error.detail}."))
    response.headers.update(error.headers or {})
    return response


def _with_key(document: object, request: Request) -> Mapping[str, object]:
    """The document, with the idempotency key that a header may carry instead."""
    key = _token(request, IDEMPOTENCY_KEY)
    if key is None or not isinstance(document, dict):
        return cast("Mapping[str, object]", document)  # whatever else it is, the handler refuses it
    if document.setdefault("idempotency_key", key) != key:
        message = f"{IDEMPOTENCY_KEY} and idempotency_key in the body differ; send one of them."
        raise _RefusalError(HttpError(*CODES[IdempotencyConflictError], message))
    return document


def _token(request: Request, header: str) -> str | None:
    value = request.headers.get(header)
    try:
        return None if value is None else read_token(value)
    except Misfit as misfit:
        raise InvalidRequestError([Problem(f"header.{header}", str(misfit), misfit.code)]) from None


def _failure(error: HttpError) -> Response:
    response = _json(error.status, error.body(), retry_after_s=error.retry_after_s)
    response.headers[REQUEST_ID] = random_id()
    return response


def _json(
    status: int,
    document: Mapping[str, Any],
    tasks: Sequence[Task] = (),
    *,
    retry_after_s: int | None = None,
) -> Response:
    """A JSON response, after which the tasks are done."""
    headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
    # ASCII with escapes carries any text, half of a surrogate pair included.
    body = json.dumps(document, allow_nan=False, separators=(",", ":"))
    return Response(
        body,
        status,
        headers,
        media_type="application/json",
        background=BackgroundTask(_do, tasks) if tasks else None,
    )


async def _do(tasks: Sequence[Task]) -> None:
    # A coroutine, because Starlette gives plain functions to threads, which a page does not have.
    for task in tasks:
        task()
