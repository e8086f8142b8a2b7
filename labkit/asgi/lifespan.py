"""How does an app without a server learn that it starts, and that it ends?"""

from __future__ import annotations

import asyncio
from typing import Any

from labkit.asgi.exchange import ASGI, App, Message


class StartError(RuntimeError):
    """The app said that it did not start."""


class Lifespan:
    """The app's one long conversation about starting up and shutting down.

    Attributes:
        state: What the app has put there while it started, for every request to see.
    """

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}
        self._to_app: asyncio.Queue[Message] = asyncio.Queue()
        self._from_app: asyncio.Queue[Message] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start_up(self, app: App) -> None:
        """Returns when the app is ready, or has shown that it does not take part.

        Raises:
            Exception: What the app raised while it started.
        """
        scope = {"type": "lifespan", "asgi": ASGI, "state": self.state}
        self._task = asyncio.ensure_future(_awaited(app, scope, self._to_app, self._from_app))
        answer = await self._ask("lifespan.startup")
        if answer is not None and answer["type"].endswith(".failed"):
            await self._task
            raise StartError(f"The app did not start: {answer.get('message', '')}")
        if answer is None:
            self._task.exception()  # it knows of no lifespan, which is allowed
            self._task = None

    async def shut_down(self) -> None:
        """Returns when the app has ended.

        Raises:
            Exception: What the app raised while it ended.
        """
        if self._task is not None:
            await self._ask("lifespan.shutdown")
            await self._task

    async def _ask(self, kind: str) -> Message | None:
        """What the app says to it; None when it ended without a word."""
        assert self._task is not None
        self._to_app.put_nowait({"type": kind})
        answer = asyncio.ensure_future(self._from_app.get())
        await asyncio.wait([answer, self._task], return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        answer.cancel()
        return None


async def _awaited(
    app: App, scope: Message, inbox: asyncio.Queue[Message], outbox: asyncio.Queue[Message]
) -> None:
    await app(scope, inbox.get, outbox.put)
