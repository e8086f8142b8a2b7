"""Asks an application over HTTP, without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
from fastapi import FastAPI

T = TypeVar("T")
JSON = {"content-type": "application/json"}


@dataclass(frozen=True)
class Answer:
    """What came back.

    Attributes:
        status: the HTTP status.
        headers: by names in lower case.
        body: the JSON of it.
    """

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Path and code of every detail of an error."""
        return [(each["path"], each["code"]) for each in self.body["error"]["details"]]


def ask(
    app: FastAPI,
    path: str = "/predict",
    content: str | bytes | None = None,
    *,
    method: str = "POST",
    headers: Mapping[str, str] = JSON,
) -> Answer:
    """The answer to one request; it must be JSON, whatever it is."""
    (answer,) = ask_together(app, [(method, path, content, headers)])
    return answer


def ask_together(
    app: FastAPI, requests: Sequence[tuple[str, str, str | bytes | None, Mapping[str, str]]]
) -> list[Answer]:
    """The answers to requests that are sent at the same time."""

    async def talk(client: httpx.AsyncClient) -> list[Answer]:
        sent = (
            client.request(method, path, content=content, headers=dict(headers))
            for method, path, content, headers in requests
        )
        return [
            Answer(each.status_code, each.headers, each.json())
            for each in await asyncio.gather(*sent)
        ]

    return with_client(app, talk)


def with_client(app: FastAPI, talk: Callable[[httpx.AsyncClient], Awaitable[T]]) -> T:
    """What comes of talking to the application."""

    async def run() -> T:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            return await talk(client)

    return asyncio.run(run())
