"""Which requests are scored together, and how long may the first of them wait for the others?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from mlplat_core.errors import DefinitionError, OverloadedError

T = TypeVar("T")
"""What is batched."""


@dataclass(frozen=True, slots=True)
class MicroBatching:
    """How micro-batches are made. How long an answer may take is the deadline's to say, not theirs.

    Attributes:
        max_batch_size: how many rows make a batch full, at least 1.
        max_wait_ms: milliseconds that the first row of a batch may wait, at least 0.
        max_queue_rows: how many rows may wait or be in work, at least `max_batch_size`.

    Raises:
        DefinitionError: any of the above does not hold.

    Example:
        >>> MicroBatching(max_batch_size=64).max_wait_ms
        5.0
    """

    max_batch_size: int = 32
    max_wait_ms: float = 5.0
    max_queue_rows: int = 1024

    def __post_init__(self) -> None:
        if not (1 <= self.max_batch_size <= self.max_queue_rows and self.max_wait_ms >= 0):
            raise DefinitionError(
                f"{self!r} makes no batches; use 1 <= max_batch_size <= max_queue_rows and "
                "max_wait_ms >= 0."
            )


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """What is scored together.

    Attributes:
        flushed_at: when it was complete, in seconds on the caller's clock.
        items: in order of arrival, at least one.
        rows: how many rows they are.

    Example:
        >>> Batch(0.005, ("a", "b"), 2).items
        ('a', 'b')
    """

    flushed_at: float
    items: tuple[T, ...]
    rows: int


class MicroBatcher(Generic[T]):
    """Collects items until their rows fill a batch, or the first has waited long enough.

    It has no clock and no thread: the caller says what time it is. A batch whose time has come is
    dated to that time, also if the caller looks later.

    Args:
        limits: how large, how long, how many.

    Example:
        >>> batcher = MicroBatcher[str](MicroBatching(max_batch_size=2, max_wait_ms=10))
        >>> batcher.add("a", 0.0)
        []
        >>> batcher.add("b", 0.004)
        [Batch(flushed_at=0.004, items=('a', 'b'), rows=2)]
        >>> batcher.add("c", 0.005), batcher.next_due
        ([], 0.015)
        >>> batcher.due(0.5)
        [Batch(flushed_at=0.015, items=('c',), rows=1)]
    """

    def __init__(self, limits: MicroBatching) -> None:
        self._limits = limits
        self._items: list[T] = []
        self._rows = 0
        self._in_work = 0
        self._due = 0.0

    @property
    def next_due(self) -> float | None:
        """When the waiting items must go; None if nothing waits."""
        return self._due if self._items else None

    def add(self, item: T, now: float, *, rows: int = 1) -> list[Batch[T]]:
        """The batches that are complete with this item, or were due before it came; 0 to 3.

        An item stays whole: one that does not fit beside those that wait sends them ahead, and one
        that is larger than a batch goes alone.

        Args:
            item: what waits.
            now: seconds, not before the last call's.
            rows: how many rows it has, at least 1.

        Raises:
            OverloadedError: there is no room for so many rows; the item was not taken.
        """
        if self._rows + self._in_work + rows > self._limits.max_queue_rows:
            raise OverloadedError(self._limits.max_queue_rows, self._limits.max_wait_ms / 1000)
        batches = self.due(now)
        if self._items and self._rows + rows > self._limits.max_batch_size:
            batches.append(self._flush(now))
        if not self._items:
            self._due = now + self._limits.max_wait_ms / 1000
        self._items.append(item)
        self._rows += rows
        if self._rows >= self._limits.max_batch_size:
            batches.append(self._flush(now))
        return batches + self.due(now)

    def due(self, now: float) -> list[Batch[T]]:
        """The batch whose first item has waited long enough by now, if there is one."""
        return [self._flush(self._due)] if self._items and self._due <= now else []

    def done(self, batches: Iterable[Batch[T]]) -> None:
        """Give the places of batches that were answered to others."""
        self._in_work -= sum(batch.rows for batch in batches)

    def _flush(self, moment: float) -> Batch[T]:
        batch = Batch(moment, tuple(self._items), self._rows)
        self._in_work += self._rows
        self._items, self._rows = [], 0
        return batch
