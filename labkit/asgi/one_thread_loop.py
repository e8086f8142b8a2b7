"""How do `await` and `async def` run where there is one thread and no event loop to wait with?

A page's Python cannot wait for the browser in the middle of a call, so `asyncio.run` does not work
there. This loop needs no more than a clock and `time.sleep`: no sockets, no threads, no selectors.
It is used in CPython as well, so that a program does the same on both sides.
"""

# The types that asyncio declares for these methods cannot be written outside of it.
# mypy: disable-error-code="override, assignment"

from __future__ import annotations

import asyncio
import heapq
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import Context
from typing import Any, TypeVar

T = TypeVar("T")


class NeverFinishesError(RuntimeError):
    """What a coroutine waits for cannot come: nothing else is ready, and no timer is set."""


class OneThreadLoop(asyncio.AbstractEventLoop):
    """An event loop of ready calls and timers.

    `asyncio.sleep`, tasks, locks, queues and timeouts work. What would go to a thread is called at
    once. Connections and subprocesses raise NotImplementedError.
    """

    def __init__(self) -> None:
        self._ready: deque[asyncio.Handle] = deque()
        self._timers: list[asyncio.TimerHandle] = []

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """What the coroutine returns. Other tasks of this loop go on meanwhile, and later.

        Raises:
            NeverFinishesError: It waits for something that cannot come; it is cancelled first.
            BaseException: Whatever the coroutine raises.
        """
        with self._in_charge():
            task = self.create_task(coroutine)
            while not task.done():
                if not self._ready and not self._timers:
                    self._cancel(task)
                    raise NeverFinishesError("It waits for something that nothing here will bring")
                self._step()
            result: T = task.result()
            return result

    def _cancel(self, task: asyncio.Task[T]) -> None:
        task.cancel()
        while self._ready and not task.done():
            self._step()

    def _step(self) -> None:
        """Does what is ready now; if nothing is, sleeps until the next timer is due."""
        if not self._ready:
            time.sleep(max(0.0, self._timers[0].when() - self.time()))
        while self._timers and self._timers[0].when() <= self.time():
            self._ready.append(heapq.heappop(self._timers))
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle.cancelled():
                handle._run()

    @contextmanager
    def _in_charge(self) -> Iterator[None]:
        """Stands in for the loop that runs now, if one does: a page always has one."""
        outer = asyncio._get_running_loop()
        task = asyncio.current_task(outer) if outer is not None else None
        if outer is not None and task is not None:
            asyncio.tasks._leave_task(outer, task)
        asyncio._set_running_loop(self)
        try:
            yield
        finally:
            asyncio._set_running_loop(outer)
            if outer is not None and task is not None:
                asyncio.tasks._enter_task(outer, task)

    def time(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.monotonic()

    def call_soon(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        """Calls `callback` in the next step."""
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon  # there is one thread

    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Calls `callback` in `delay` seconds."""
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self,
        when: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Calls `callback` when `time()` has reached `when`."""
        timer = asyncio.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._timers, timer)
        return timer

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        # It is asked of timers that have rung as well.
        self._timers = [timer for timer in self._timers if timer is not handle]
        heapq.heapify(self._timers)

    def create_future(self) -> asyncio.Future[Any]:
        """A future of this loop."""
        return asyncio.Future(loop=self)

    def create_task(self, coro: Coroutine[Any, Any, T], **options: object) -> asyncio.Task[T]:
        """A task that begins in the next step."""
        return asyncio.Task(coro, loop=self, **options)  # type: ignore[arg-type]

    def run_in_executor(
        self, executor: object, func: Callable[..., T], *args: object
    ) -> asyncio.Future[T]:
        """Calls `func` at once: there is no other thread."""
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    def get_task_factory(self) -> None:
        """None: tasks are plain."""

    def get_debug(self) -> bool:
        """False."""
        return False

    def is_running(self) -> bool:
        """Whether this loop is in charge."""
        return asyncio._get_running_loop() is self

    def is_closed(self) -> bool:
        """False: it holds nothing that would have to be given back."""
        return False

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Passes over what asyncio complains of: tasks that nobody waits for end with the loop."""
