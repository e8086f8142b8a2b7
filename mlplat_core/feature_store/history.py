"""Which row of one key was the newest known at a given moment?"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from mlplat_core.feature_store.timestamps import NEVER

_BLOCK = 16


class KeyHistory:
    """The rows of one key in order of event time.

    Rows of one event time are ordered by created time, null first; rows equal in both stay in the
    order in which they were appended. So the last of any stretch is always its winner.

    Args:
        numbers: the rows of this key as row numbers of the table, ascending, n >= 1.
        events: event times of the whole table, microseconds UTC, by row number.
        created: created times of the whole table likewise, NEVER for null.

    Attributes:
        numbers: the same row numbers, in the order above.
        events: their event times, ascending.

    Source:
        Ties as Feast: `test_historical_features_containing_backfills`.
    """

    __slots__ = ("_created", "_earliest", "events", "numbers")

    def __init__(
        self, numbers: Sequence[int], events: Sequence[int], created: Sequence[int]
    ) -> None:
        ordered = sorted(numbers, key=events.__getitem__)
        times = [events[number] for number in ordered]
        if len(set(times)) < len(times):
            # A row that never says when it became known yields to any that does.
            ordered.sort(key=lambda i: (events[i], created[i] != NEVER, created[i]))
        # Arrays keep a key's numbers side by side in memory, which halves the time of a search.
        self.numbers, self.events = array("q", ordered), array("q", times)
        self._created = created
        self._earliest: list[list[int]] | None = None

    def latest(self, as_of: int, inclusive: bool, known: bool) -> int:
        """The position of the newest row at `as_of`, or -1 if there was none.

        Args:
            as_of: microseconds UTC.
            inclusive: whether a row that happened at `as_of` itself counts.
            known: whether a row counts only if it had become known by `as_of`.

        Complexity:
            O(log n), however many rows became known late.
        """
        find = bisect_right if inclusive else bisect_left
        position = find(self.events, as_of) - 1
        if known and position >= 0 and self._created[self.numbers[position]] > as_of:
            return self._latest_known(position, as_of)
        return position

    def is_tied(self, position: int) -> bool:
        """Whether the row before has the same times, so that only append order decided."""
        if position == 0 or self.events[position - 1] != self.events[position]:
            return False
        before, winner = self.numbers[position - 1 : position + 1]
        return self._created[before] == self._created[winner]

    def _latest_known(self, position: int, as_of: int) -> int:
        """The last position up to this one whose row was known, or -1.

        Walks left, and from the edge of a block on in steps of whole blocks, so that a nightly load
        of thousands of rows that all became known at once costs no more than a single late row.
        """
        if self._earliest is None:
            self._earliest = _block_minima([self._created[number] for number in self.numbers])
        levels, level = self._earliest, 0
        while position >= 0 and levels[level][position] > as_of:
            if position % _BLOCK == 0 and level + 1 < len(levels):
                position, level = position // _BLOCK, level + 1
            position -= 1
        while position >= 0 and level > 0:
            level -= 1
            position = min(position * _BLOCK + _BLOCK, len(levels[level])) - 1
            while levels[level][position] > as_of:
                position -= 1
        return position


def _block_minima(values: list[int]) -> list[list[int]]:
    """The values, the least of every 16, the least of every 16 of those, down to one block."""
    levels = [values]
    while len(levels[-1]) > _BLOCK:
        below = levels[-1]
        levels.append([min(below[i : i + _BLOCK]) for i in range(0, len(below), _BLOCK)])
    return levels
