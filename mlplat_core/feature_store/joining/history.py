"""Which row of a key was the newest known at a given moment?"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Mapping, Sequence

from mlplat_core.feature_store.columns import is_null_key
from mlplat_core.feature_store.timestamps import NEVER

_BLOCK = 16


class KeyHistories:
    """The rows of a table, one key after the other, each key's in order of event time.

    Rows of one event time are ordered by created time, null first; rows equal in both stay in the
    order in which they were appended. So the last of any stretch of a key is always its winner.
    Rows with a null key are left out.

    All keys share two arrays: with a history object for each, a table of many keys would spend more
    time and memory on the objects than on its rows.

    Args:
        groups: by key the numbers of its rows, ascending, at least one.
        events: the event time of every row, by row number, microseconds UTC.
        created: created times likewise, NEVER for null.

    Attributes:
        numbers: row numbers, in the order above.
        events: their event times.
        created: as given, by row number.
        spans: where each key's rows start and stop in `numbers` and `events`.

    Source:
        Ties as Feast: `test_historical_features_containing_backfills`.
    """

    __slots__ = ("_earliest", "created", "events", "numbers", "spans")

    def __init__(
        self,
        groups: Mapping[Hashable, Sequence[int]],
        events: Sequence[int],
        created: Sequence[int],
    ) -> None:
        self.numbers, self.events, self.created = array("q"), array("q"), created
        self.spans: dict[Hashable, tuple[int, int]] = {}
        self._earliest: dict[int, list[list[int]]] = {}
        start = 0
        for key, group in groups.items():
            if not is_null_key(key):
                self._append(group, events)
                stop = start + len(group)
                self.spans[key] = start, stop
                start = stop

    def is_tied(self, position: int, start: int) -> bool:
        """Whether the row before has the same times, so that only append order decided.

        Args:
            position: of a row.
            start: where the rows of its key start.
        """
        if position == start or self.events[position - 1] != self.events[position]:
            return False
        before, winner = self.numbers[position - 1 : position + 1]
        return self.created[before] == self.created[winner]

    def latest_known(self, position: int, span: tuple[int, int], as_of: int) -> int:
        """The last position up to this one whose row had become known, or one before the span.

        Walks left, and from the edge of a block on in steps of whole blocks, so that a nightly load
        of thousands of rows that all became known at once costs no more than a single late row.

        Args:
            position: of a row.
            span: where the rows of its key start and stop.
            as_of: microseconds UTC.

        Complexity:
            O(log n), however many rows became known late.
        """
        start, stop = span
        if start not in self._earliest:
            created = [self.created[number] for number in self.numbers[start:stop]]
            self._earliest[start] = _block_minima(created)
        return start + _last_up_to(self._earliest[start], position - start, as_of)

    def _append(self, group: Sequence[int], events: Sequence[int]) -> None:
        """Add the rows of one key, given by their row numbers, in order of time."""
        ordered = sorted(group, key=events.__getitem__)
        times = [events[number] for number in ordered]
        if len(set(times)) < len(times):
            # Sorting keeps what it need not change, so the later key goes first.
            ordered = sorted(sorted(group, key=self._becoming_known), key=events.__getitem__)
        self.numbers.fromlist(ordered)
        self.events.fromlist(times)

    def _becoming_known(self, number: int) -> int:
        """When the row became known; a row that never says so yields to any that does."""
        created = self.created[number]
        return -NEVER if created == NEVER else created


def _block_minima(values: list[int]) -> list[list[int]]:
    """The values, the least of every 16, the least of every 16 of those, down to one block."""
    levels = [values]
    while len(levels[-1]) > _BLOCK:
        below = levels[-1]
        levels.append([min(below[i : i + _BLOCK]) for i in range(0, len(below), _BLOCK)])
    return levels


def _last_up_to(levels: list[list[int]], position: int, limit: int) -> int:
    """The last position, up to this one, whose value is not above the limit, or -1."""
    level = 0
    while position >= 0 and levels[level][position] > limit:
        if position % _BLOCK == 0 and level + 1 < len(levels):
            position, level = position // _BLOCK, level + 1
        position -= 1
    while position >= 0 and level > 0:
        level -= 1
        position = min(position * _BLOCK + _BLOCK, len(levels[level])) - 1
        while levels[level][position] > limit:
            position -= 1
    return position
