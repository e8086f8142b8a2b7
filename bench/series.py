"""How is what was measured several times kept, told and put beside something else?"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

Tell = Callable[[str], None]


def at_once(text: str) -> None:
    """Prints a line that shall be seen now, even where the output goes to a file."""
    print(text, flush=True)


OURS = "this course"
STOCK = "stock Pyodide"
TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True, slots=True)
class Series:
    """What was measured of one thing, time after time.

    Attributes:
        what: the thing, such as "first visit, from the press".
        side: whose, such as "this course".
        unit: "ms" or "bytes".
        values: in the order in which they were measured, none below zero.
        problem: why there are no more of them, a sentence; empty if all were measured.
    """

    what: str
    side: str
    unit: str
    values: tuple[float, ...]
    problem: str = ""

    @property
    def median(self) -> float:
        """The middle value, or the mean of the two in the middle.

        Raises:
            statistics.StatisticsError: nothing was measured.
        """
        return statistics.median(self.values)


def ratio(ours: Series, theirs: Series) -> float:
    """How many times the other's median ours is."""
    return ours.median / theirs.median


def amount(value: float, unit: str) -> str:
    """The value as people read it, to three digits: ms below a second, then s; KB, then MB."""
    small, large, step = ("ms", "s", 1000) if unit == "ms" else ("KB", "MB", 1_000_000)
    if value < step:
        return f"{value / (step / 1000):.3g} {small}"
    return f"{value / step:.3g} {large}"


def multiple(times: float, decimals: int = 2) -> str:
    """How many times something else, as people read it."""
    return f"{times:.{decimals}f} {TIMES}"


def line(series: Series) -> str:
    """One line for a terminal: what, whose, median, spread and number."""
    head = f"{series.what:<44}  {series.side:<31}"
    if not series.values:
        return f"{head}  not measured: {series.problem}"
    low, high = (amount(end(series.values), series.unit) for end in (min, max))
    spread = f"{low} to {high}, n = {len(series.values)}"
    broken = f"; then: {series.problem}" if series.problem else ""
    return f"{head}{amount(series.median, series.unit):>10}  ({spread}{broken})"


def take_turns(
    whats: Sequence[str],
    sides: Sequence[str],
    rounds: int,
    measure: Callable[[str], Iterable[tuple[str, float]]],
    tell: Tell,
) -> list[Series]:
    """Milliseconds of every side in rounds, of which another side begins each.

    A side that fails is told and left out from then on; the others go on.

    Args:
        whats: what a side is measured in, in the order of the result.
        sides: the names to measure.
        rounds: how often, at least 1.
        measure: for a side, one round of it: some of `whats` with their milliseconds.
        tell: is given a line after every value.
    """
    took: dict[tuple[str, str], list[float]] = defaultdict(list)
    problems: dict[str, str] = {}
    for number in range(rounds):
        for side in _from(sides, number):
            if side in problems:
                continue
            try:
                for what, milliseconds in measure(side):
                    took[what, side].append(milliseconds)
                    shown = amount(milliseconds, "ms")
                    tell(f"{number + 1}/{rounds}  {what:<44}  {side:<31}{shown:>10}")
            except Exception as error:  # whatever it is, the other sides are to be measured
                problems[side] = sentence(error)
                tell(f"{number + 1}/{rounds}  {side} failed: {problems[side]}")
    return [
        Series(what, side, "ms", tuple(values), problems.get(side, "") if short else "")
        for what in whats
        for side in sides
        for values in [took[what, side]]
        for short in [len(values) < rounds]
    ]


def sentence(error: BaseException) -> str:
    """The first line of what an error says, with its class."""
    said = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _from(sides: Sequence[str], number: int) -> Iterator[str]:
    begin = number % len(sides)
    yield from (*sides[begin:], *sides[:begin])
