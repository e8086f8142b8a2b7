"""What happens to `def` endpoints where there are no threads?

FastAPI and Starlette call an endpoint or a dependency that is written with `def` on a thread of its
own, by way of `anyio.to_thread.run_sync`, so that it may wait without holding up others. A page has
one thread, and there are no others to hold up: within `calls_run_inline`, such a function is simply
called. The answers are the same; on a real server, many requests at a time are not.

On a thread of its own no event loop runs, so that `asyncio.run` works there. It does here as well,
inside such a function and nowhere else.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any, TypeVar

from labkit.asgi.one_thread_loop import OneThreadLoop

T = TypeVar("T")


@contextmanager
def calls_run_inline() -> Iterator[None]:
    """Replaces `anyio.to_thread.run_sync`, if anyio is there, while the `with` block runs."""
    threads = sys.modules.get("anyio.to_thread")
    if threads is None:
        yield
        return
    before = threads.run_sync
    threads.run_sync = _call_inline  # type: ignore[attr-defined]
    try:
        yield
    finally:
        threads.run_sync = before  # type: ignore[attr-defined]


async def _call_inline(func: Callable[..., T], *args: object, **options: object) -> T:
    before = asyncio.run
    asyncio.run = _run_meanwhile
    try:
        # A thread would get a copy of the context variables; what it sets stays its own.
        return copy_context().run(func, *args)
    finally:
        asyncio.run = before


def _run_meanwhile(main: Coroutine[Any, Any, T], **options: object) -> T:
    return OneThreadLoop().run(main)  # type: ignore[abstract]  # it has no sockets, on purpose
