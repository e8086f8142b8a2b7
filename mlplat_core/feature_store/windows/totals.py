"""What do the events of a key add up to, over the windows that end at a moment?

Training and serving ask the same functions about the same log. Nothing is kept between two answers:
a running total would drift, as 0.1 added and taken away again does not always leave what was there.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, Protocol

from mlplat_core.feature_store.columns import Row
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.storage.ports import FeatureRow
from mlplat_core.feature_store.timestamps import MICROSECOND
from mlplat_core.feature_store.windows.aggregations import WindowAggregation

_EVENT, _RANK = attrgetter("event"), attrgetter("rank")
_INT64 = range(-(2**63), 2**63)
_UNITS = 2**1074


class SelectRows(Protocol):
    """Finds the events of one key, as `select_rows` does in a list."""

    def __call__(
        self, *, since: int | None = None, until: int | None = None, newest: int | None = None
    ) -> list[FeatureRow]:
        """The events with `since` <= event <= `until`; of these the last `newest`, if given."""


@dataclass(frozen=True, slots=True)
class WindowAnswer:
    """What one key answers at one moment.

    Attributes:
        answer: the features by name, or why the key has none.
        event: when the newest event happened that lies in any of the windows, microseconds UTC;
            None if all are empty.
    """

    answer: Row | FieldStatus
    event: int | None = None


class ViewWindows:
    """The windows of a view, ready to be asked about any key and moment.

    Args:
        view: a view with aggregations.
    """

    def __init__(self, view: FeatureView) -> None:
        self._windows = [
            (each.name, each.window // MICROSECOND, _reader(each, str(field.dtype)))
            for each, field in zip(view.aggregations, view.fields, strict=True)
        ]
        self._longest = max(width for _, width, _ in self._windows)

    def at(self, moment: int, select: SelectRows, *, as_known: bool = True) -> WindowAnswer:
        """The features at the moment, from the events with `moment - window <= event < moment`.

        Args:
            moment: microseconds UTC.
            select: finds the events of the key.
            as_known: whether an event counts only if it had become known by the moment.

        Complexity:
            O(log n) and the number of events in the longest window.
        """
        events = select(since=moment - self._longest, until=moment - 1)
        if as_known:
            events = [event for event in events if event.created <= moment]
        if not events and not _has_known(moment, select, as_known=as_known):
            return WindowAnswer(FieldStatus.NOT_YET if select(newest=1) else FieldStatus.NOT_FOUND)
        values = {
            name: read(events[bisect_left(events, moment - width, key=_EVENT) :])
            for name, width, read in self._windows
        }
        return WindowAnswer(values, events[-1].event if events else None)


def _has_known(moment: int, select: SelectRows, *, as_known: bool) -> bool:
    """Whether any event had happened before the moment, at whatever age, and was known by then."""
    newest = select(until=moment - 1, newest=1)
    if not newest or not as_known or newest[0].created <= moment:
        return bool(newest)
    return any(event.created <= moment for event in select(until=moment - 1))


def _reader(each: WindowAggregation, dtype: str) -> Callable[[Sequence[FeatureRow]], object]:
    """The aggregation as a function of the events in its window; dtype is that of its result."""
    column = each.column
    if column is None:
        return len
    if each.function == "last":
        return partial(_last, column)
    calculate = _CALCULATIONS[f"sum of {dtype}" if each.function == "sum" else each.function]
    return lambda events: calculate([e.values[column] for e in events if column in e.values])


def _last(column: str, events: Sequence[FeatureRow]) -> object:
    newest = max((event for event in events if column in event.values), key=_RANK, default=None)
    return None if newest is None else newest.values[column]


def _whole_sum(values: Sequence[int]) -> int | None:
    total = sum(values)
    return total if total in _INT64 else None


def _real_sum(values: Sequence[float]) -> float | None:
    """The sum, rounded once, whatever the order of the values; None for inf - inf."""
    try:
        return math.fsum(values)
    except (OverflowError, ValueError):  # beyond all floats, if only on the way, or infinite
        return _sum_beyond(values)


def _sum_beyond(values: Sequence[float]) -> float | None:
    infinite = {value for value in values if math.isinf(value)}
    if infinite:
        return infinite.pop() if len(infinite) == 1 else None
    # Exact: every float is a whole number of 2 ** -1074.
    ratios = [value.as_integer_ratio() for value in values]
    total = sum(numerator * (_UNITS // denominator) for numerator, denominator in ratios)
    try:
        return total / _UNITS
    except OverflowError:
        return math.inf if total > 0 else -math.inf


def _mean(values: Sequence[Any]) -> float | None:
    if not values:
        return None
    total = sum(values) if isinstance(values[0], int) else _real_sum(values)
    return None if total is None else total / len(values)


_CALCULATIONS: dict[str, Callable[[Sequence[Any]], object]] = {
    "count": len,
    "sum of int64": _whole_sum,
    "sum of float64": _real_sum,
    "mean": _mean,
    "min": partial(min, default=None),
    "max": partial(max, default=None),
}
