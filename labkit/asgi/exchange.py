"""How does one HTTP request become the messages of ASGI, and the messages back become an answer?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from json import loads
from typing import Any
from urllib.parse import unquote, urlencode

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

HOST = "localhost"
ASGI = {"version": "3.0", "spec_version": "2.4"}


@dataclass(frozen=True, slots=True)
class Response:
    """What came back.

    Attributes:
        status: Such as 200.
        headers: By names in lower case; a name that came twice has both values, with a comma.
        body: The bytes as they came.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:  # noqa: ANN401  # as json.loads
        """The body as data.

        Raises:
            ValueError: It is not JSON.
        """
        return loads(self.body)


class Exchange:
    """One request and its answer."""

    def __init__(self, scope: Message, body: bytes) -> None:
        self._scope = scope
        self._body: bytes | None = body
        self._status = 0
        self._headers: dict[str, str] = {}
        self._parts: list[bytes] = []
        self._answered = asyncio.Event()

    @property
    def response(self) -> Response | None:
        """The answer, once it has begun."""
        if not self._status:
            return None
        return Response(self._status, self._headers, b"".join(self._parts))

    async def run(self, app: App) -> None:
        """Returns when the app has done all that belongs to the request."""
        await app(self._scope, self._receive, self._send)

    async def _receive(self) -> Message:
        if self._body is None:
            await self._answered.wait()
            return {"type": "http.disconnect"}
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            for name, value in message.get("headers", ()):
                key = name.decode("latin-1").lower()
                earlier = f"{self._headers[key]}, " if key in self._headers else ""
                self._headers[key] = earlier + value.decode("latin-1")
        elif message["type"] == "http.response.body":
            if self._scope["method"] != "HEAD":
                self._parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                self._answered.set()


def http_scope(
    method: str, path: str, params: Mapping[str, object] | None, headers: Mapping[str, str]
) -> dict[str, Any]:
    """What an app is told of a request before its body."""
    plain, _, query = path.partition("?")
    added = urlencode(params or {}, doseq=True)
    return {
        "type": "http",
        "asgi": ASGI,
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(plain),
        "raw_path": plain.encode(),
        "query_string": "&".join(part for part in (query, added) if part).encode(),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode()) for name, value in headers.items()],
        "client": (HOST, 50000),
        "server": (HOST, 80),
    }
