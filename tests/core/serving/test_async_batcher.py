"""How requests wait for each other on an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from fraud_service import Time

from mlplat_core.errors import OverloadedError
from mlplat_core.serving import MicroBatching
from mlplat_core.serving.http.async_batcher import AsyncBatcher


class Doubler:
    """Doubles numbers, batch by batch, and remembers the batches."""

    def __init__(self) -> None:
        self.batches: list[tuple[int, ...]] = []
        self.arrivals: list[float] = []

    def __call__(self, items: Sequence[int], arrivals: Sequence[float]) -> list[int]:
        """The doubles; an error for a batch with a 13 in it."""
        self.batches.append(tuple(items))
        self.arrivals += arrivals
        if 13 in items:
            raise ZeroDivisionError
        return [2 * item for item in items]


async def submit(
    batcher: AsyncBatcher[int, int], items: Sequence[int]
) -> list[int | BaseException]:
    """What becomes of items that are submitted at the same time."""
    return await asyncio.gather(*map(batcher.submit, items), return_exceptions=True)


def test_full_batches_go_at_once_and_the_rest_when_its_time_comes() -> None:
    """Five numbers in twos; the last waits for a timer that looks at the batcher's own clock."""
    time, answer = Time(), Doubler()

    async def run() -> list[int | BaseException]:
        batcher = AsyncBatcher(MicroBatching(2, max_wait_ms=1), answer, time)
        asyncio.get_running_loop().call_later(0.003, time.pass_ms, 1)
        return await submit(batcher, [1, 2, 3, 4, 5])

    assert asyncio.run(run()) == [2, 4, 6, 8, 10]
    assert answer.batches == [(1, 2), (3, 4), (5,)]
    assert answer.arrivals == [100.0] * 5


def test_a_batcher_outlives_a_loop_in_which_nobody_waits() -> None:
    """No timer of a batch that has gone keeps the next one from its own."""
    time, answer = Time(), Doubler()
    batcher = AsyncBatcher(MicroBatching(2, max_wait_ms=1), answer, time)

    async def run() -> list[int | BaseException]:
        asyncio.get_running_loop().call_later(0.003, time.pass_ms, 1)
        return await submit(batcher, [3])

    assert asyncio.run(submit(batcher, [1, 2])) == [2, 4]
    assert asyncio.run(run()) == [6]


def test_without_waiting_each_goes_alone() -> None:
    """A wait of zero turns batching off, unless requests pile up."""
    answer = Doubler()
    batcher = AsyncBatcher(MicroBatching(8, max_wait_ms=0), answer, Time())

    assert asyncio.run(submit(batcher, [1, 2])) == [2, 4]
    assert answer.batches == [(1,), (2,)]


def test_a_batch_that_fails_fails_for_all_of_its_items_only() -> None:
    """The next batch is not touched, and the places are free again."""
    batcher = AsyncBatcher(MicroBatching(2, 60_000, max_queue_rows=4), Doubler(), Time())

    async def run() -> list[int | BaseException]:
        return await submit(batcher, [1, 13, 2, 3]) + await submit(batcher, [4, 5, 6, 7])

    first, second, *rest = asyncio.run(run())

    assert isinstance(first, ZeroDivisionError)
    assert isinstance(second, ZeroDivisionError)
    assert rest == [4, 6, 8, 10, 12, 14]


def test_more_than_the_queue_holds_is_refused() -> None:
    """Full batches that wait for the loop count."""
    batcher = AsyncBatcher(MicroBatching(2, 60_000, max_queue_rows=4), Doubler(), Time())

    results = asyncio.run(submit(batcher, [1, 2, 3, 4, 5]))

    assert results[:4] == [2, 4, 6, 8]
    assert isinstance(results[4], OverloadedError)


def test_who_has_left_is_not_answered() -> None:
    """A cancelled request costs its batch nothing."""
    answer = Doubler()

    async def run() -> list[int | BaseException]:
        batcher = AsyncBatcher(MicroBatching(3, 60_000), answer, Time())
        leaving = asyncio.ensure_future(batcher.submit(1))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        return await submit(batcher, [2, 3])

    assert asyncio.run(run()) == [4, 6]
    assert answer.batches == [(2, 3)]
