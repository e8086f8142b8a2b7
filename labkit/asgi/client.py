"""What does an ASGI app, such as one made with FastAPI, answer to a request?

Asked directly, without a server: `Client(app).request("POST", "/predict", json={...})`. The same in
CPython and in the page, for endpoints with `async def` and with `def`. Standard library only.
"""

from __future__ import annotations

from asyncio import gather
from collections.abc import Coroutine, Mapping, Sequence
from json import dumps
from types import TracebackType
from typing import Any

from labkit.asgi.exchange import HOST, App, Exchange, Response, http_scope
from labkit.asgi.lifespan import Lifespan
from labkit.asgi.one_thread_loop import NeverFinishesError, OneThreadLoop
from labkit.asgi.without_threads import calls_run_inline

NO_BODY = object()


class UnansweredError(RuntimeError):
    """The app ended without answering, or will never answer."""


class Client:
    """Asks one app, one request at a time.

    `with Client(app) as client:` starts the app and ends it, as a server does: its lifespan runs.
    Without the block there are only requests, as with Starlette's own test client.

    Args:
        app: An ASGI application.
        raise_errors: Whether an error in the app is raised here, with its own traceback. Otherwise
            the answer is what a visitor would get, a 500.
    """

    def __init__(self, app: App, *, raise_errors: bool = True) -> None:
        self._app = app
        self._raise_errors = raise_errors
        self._loop = OneThreadLoop()  # type: ignore[abstract]  # it has no sockets, on purpose
        self._lifespan: Lifespan | None = None

    def request(
        self,
        method: str,
        path: str,
        *,
        json: object = NO_BODY,
        body: bytes | str = b"",
        params: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """What the app answers.

        Args:
            method: Such as "GET".
            path: Begins with a slash; may end with a query, `?name=value`.
            json: Sent as the body, with its content type.
            body: Sent as it is, if there is no `json`.
            params: Added to the query.
            headers: Sent besides the usual ones, or in their place.

        Raises:
            UnansweredError: The app waits for what will never come, or ended without an answer.
            Exception: What the app raised, unless `raise_errors` is off.
        """
        exchange = self._exchange(method, path, json, body, params, headers)
        what = f"{method} {path}"
        try:
            self._drive(exchange.run(self._app), f"The answer to {what}")
        except UnansweredError:
            raise
        except Exception as error:
            return self._answer(exchange, what, error)
        return self._answer(exchange, what)

    def post_together(self, path: str, bodies: Sequence[object]) -> list[Response]:
        """What the app answers to several POSTs that are under way at the same time.

        Each is begun before any has ended, if the app awaits anything in between.

        Args:
            path: As for `request`.
            bodies: n >= 1, sent as JSON.

        Raises:
            UnansweredError: As for `request`.
            Exception: What the app raised first, unless `raise_errors` is off.
        """
        exchanges = [self._exchange("POST", path, body, b"", None, None) for body in bodies]
        errors: list[BaseException | None] = []

        async def run_all() -> None:
            runs = [exchange.run(self._app) for exchange in exchanges]
            errors.extend(await gather(*runs, return_exceptions=True))

        self._drive(run_all(), f"The answer to POST {path}")
        return [
            self._answer(exchange, f"POST {path}", error)
            for exchange, error in zip(exchanges, errors, strict=True)
        ]

    def _exchange(
        self,
        method: str,
        path: str,
        json: object,
        body: bytes | str,
        params: Mapping[str, object] | None,
        headers: Mapping[str, str] | None,
    ) -> Exchange:
        content = dumps(json).encode() if json is not NO_BODY else _as_bytes(body)
        usual = {"host": HOST, "content-length": str(len(content))}
        if json is not NO_BODY:
            usual["content-type"] = "application/json"
        sent = usual | {name.lower(): value for name, value in (headers or {}).items()}
        state = dict(self._lifespan.state) if self._lifespan is not None else {}
        scope = http_scope(method.upper(), path, params, sent) | {"state": state}
        return Exchange(scope, content)

    def _answer(
        self, exchange: Exchange, what: str, error: BaseException | None = None
    ) -> Response:
        if error is not None and (self._raise_errors or not isinstance(error, Exception)):
            raise error
        if error is not None:
            return exchange.response or Response(500, {}, b"Internal Server Error")
        if exchange.response is None:
            raise UnansweredError(f"The app ended without an answer to {what}")
        return exchange.response

    def __enter__(self) -> Client:
        self._lifespan = Lifespan()
        self._drive(self._lifespan.start_up(self._app), "The app's start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._lifespan is not None
        lifespan, self._lifespan = self._lifespan, None
        self._drive(lifespan.shut_down(), "The app's end")

    def _drive(self, coroutine: Coroutine[Any, Any, None], what: str) -> None:
        try:
            with calls_run_inline():
                self._loop.run(coroutine)
        except NeverFinishesError:
            raise UnansweredError(
                f"{what} never comes: the code awaits something that nothing will bring. Here is "
                "one request at a time, without a network; await only what your own program "
                "finishes."
            ) from None


def _as_bytes(body: bytes | str) -> bytes:
    return body.encode() if isinstance(body, str) else body
