"""When waiting items become a batch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core.errors import DefinitionError, OverloadedError
from mlplat_core.serving import Batch, MicroBatcher, MicroBatching


def batches(
    arrivals: list[float], size: int, wait_s: float
) -> list[tuple[float, tuple[float, ...]]]:
    """When which items go, if one arrives at each of these moments; the last wait their time."""
    batcher = MicroBatcher[float](MicroBatching(size, wait_s * 1000, max_queue_rows=10_000))
    made: list[Batch[float]] = []
    for moment in arrivals:
        made += batcher.add(moment, moment)
    made += batcher.due(float("inf"))
    return [(batch.flushed_at, batch.items) for batch in made]


@pytest.mark.parametrize(
    ("arrivals", "size", "wait_s", "expected"),
    [
        ([], 2, 10, []),
        ([0, 1], 1, 10, [(0, (0,)), (1, (1,))]),
        ([0, 1, 2], 2, 10, [(1, (0, 1)), (12, (2,))]),
        ([0, 1, 50], 3, 10, [(10, (0, 1)), (60, (50,))]),
        ([0, 9], 3, 10, [(10, (0, 9))]),
        ([0, 10], 3, 10, [(10, (0,)), (20, (10,))]),
        ([0, 12], 3, 10, [(10, (0,)), (22, (12,))]),
        ([0, 0], 3, 0, [(0, (0,)), (0, (0,))]),
    ],
)
def test_a_batch_goes_when_it_is_full_or_its_first_item_has_waited(
    arrivals: list[float], size: int, wait_s: float, expected: list[object]
) -> None:
    """The time starts with the first item, and the timer needs nobody to arrive."""
    assert batches(arrivals, size, wait_s) == expected


def test_rows_fill_a_batch_not_items() -> None:
    """Two requests of three rows are six rows."""
    batcher = MicroBatcher[str](MicroBatching(max_batch_size=4, max_wait_ms=10))

    assert batcher.add("a", 0.0, rows=3) == []
    assert batcher.add("b", 0.0, rows=3) == [Batch(0.0, ("a",), 3)]
    assert batcher.add("c", 0.0, rows=1) == [Batch(0.0, ("b", "c"), 4)]
    assert batcher.add("d", 0.0, rows=9) == [Batch(0.0, ("d",), 9)]
    assert batcher.next_due is None


def test_the_queue_has_a_limit_that_counts_rows_in_work() -> None:
    """Whoever does not fit is told so at once; answered batches make room again."""
    limits = MicroBatching(max_batch_size=2, max_wait_ms=10, max_queue_rows=3)
    batcher = MicroBatcher[str](limits)
    full = batcher.add("a", 0.0) + batcher.add("b", 0.0)
    batcher.add("c", 0.0)

    with pytest.raises(OverloadedError, match="3 rows") as refusal:
        batcher.add("d", 0.0)
    assert refusal.value.retry_after_s == 0.01
    assert batcher.due(1.0) == [Batch(0.01, ("c",), 1)]

    batcher.done(full)
    assert batcher.add("d", 1.0) == []


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=30),
    st.integers(1, 6),
    st.integers(0, 15),
)
def test_nothing_is_lost_nobody_waits_too_long_and_no_batch_is_too_large(
    steps: list[tuple[int, int]], size: int, wait: int
) -> None:
    """Whatever arrives when."""
    batcher = MicroBatcher[tuple[int, int]](MicroBatching(size, wait * 1000, 10_000))
    made, now, sent = [], 0, []
    for pause, rows in steps:
        now += pause
        item = (now, rows)
        sent.append(item)
        made += batcher.add(item, now, rows=rows)
    made += batcher.due(float("inf"))

    assert [item for batch in made for item in batch.items] == sent
    for batch in made:
        assert batch.rows == sum(rows for _, rows in batch.items)
        assert batch.rows <= size or len(batch.items) == 1
        assert all(arrived <= batch.flushed_at <= arrived + wait for arrived, _ in batch.items)
    assert [batch.flushed_at for batch in made] == sorted(batch.flushed_at for batch in made)


@pytest.mark.parametrize(("size", "wait", "queue"), [(0, 5, 10), (11, 5, 10), (5, -1, 10)])
def test_limits_that_make_no_batches_are_refused(size: int, wait: float, queue: int) -> None:
    """A queue shorter than a batch would never fill one."""
    with pytest.raises(DefinitionError, match="makes no batches"):
        MicroBatching(size, wait, queue)
