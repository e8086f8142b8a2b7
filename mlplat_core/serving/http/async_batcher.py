"""How do requests that arrive one by one wait for each other without holding anybody else up?"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from mlplat_core.serving.protection.micro_batcher import Batch, MicroBatcher, MicroBatching

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T, R]):
    item: T
    arrived: float
    result: asyncio.Future[R]


class AsyncBatcher(Generic[T, R]):
    """A micro-batcher on one event loop. Full batches queue up, and the loop does one at a time.

    Args:
        limits: how large, how long, how many.
        answer: answers a batch: the items and when each arrived, to as many results.
        monotonic: seconds on a clock that never goes back.
    """

    def __init__(
        self,
        limits: MicroBatching,
        answer: Callable[[Sequence[T], Sequence[float]], Sequence[R]],
        monotonic: Callable[[], float],
    ) -> None:
        self._batcher = MicroBatcher[_Waiting[T, R]](limits)
        self._answer, self._monotonic = answer, monotonic
        self._work: deque[Batch[_Waiting[T, R]]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    async def submit(self, item: T) -> R:
        """What the item's batch makes of it.

        Raises:
            OverloadedError: there is no room for it.
            Exception: whatever `answer` raises, for every item of the batch.
        """
        loop, now = asyncio.get_running_loop(), self._monotonic()
        waiting: _Waiting[T, R] = _Waiting(item, now, loop.create_future())
        self._enqueue(self._batcher.add(waiting, now))
        return await waiting.result

    def _enqueue(self, batches: Sequence[Batch[_Waiting[T, R]]]) -> None:
        """Let the batches be done soon, and look again when the next one is due."""
        loop, due = asyncio.get_running_loop(), self._batcher.next_due
        for batch in batches:
            self._work.append(batch)
            loop.call_soon(self._do_one)
        if self._timer is not None and (due is None or batches):
            self._timer.cancel()
            self._timer = None
        if self._timer is None and due is not None:
            self._timer = loop.call_later(max(0.0, due - self._monotonic()), self._look)

    def _look(self) -> None:
        self._timer = None
        self._enqueue(self._batcher.due(self._monotonic()))

    def _do_one(self) -> None:
        batch = self._work.popleft()
        waiting = [each for each in batch.items if not each.result.done()]
        try:
            results = self._answer(
                [each.item for each in waiting], [each.arrived for each in waiting]
            )
            for each, result in zip(waiting, results, strict=True):
                each.result.set_result(result)
        except Exception as error:
            for each in waiting:
                each.result.set_exception(error)
        finally:
            self._batcher.done([batch])
