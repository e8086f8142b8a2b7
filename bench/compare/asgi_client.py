"""What does an application answer over HTTP, without a network?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx
from fastapi import FastAPI

from bench.compare.serving_cases import JSON, Answer


def ask(
    app: FastAPI,
    path: str = "/predict",
    body: str | None = None,
    *,
    content_type: str = JSON,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """The answer to one request, a GET if it has no body; a crash is answered as a server would."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            return await client.request(
                "GET" if body is None else "POST",
                path,
                content=body,
                headers={"content-type": content_type, **(headers or {})},
            )

    response = asyncio.run(send())
    return Answer(response.status_code, response.headers, response.text)
