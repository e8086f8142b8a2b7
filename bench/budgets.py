"""What may the page take, and does it keep to that?

The budgets of the design that concern the page, each with the name of what is measured for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bench.series import OURS, STOCK, Series, amount, multiple, ratio
from bench.start.conditions import LOCAL
from bench.start.contest import FIRST, SECOND, SECOND_WHOLE, about
from bench.start.sides import IN_A_WORKER

READING = "reading the lesson to its end"
FIRST_LAB = "everything the first lab downloads"
FASTAPI_BYTES = "what the FastAPI lab downloads on top"
FASTAPI_FIRST = "FastAPI, first visit, press to answer"
FASTAPI_SECOND = "FastAPI, second visit, press to answer"
STOP = "Stop in an endless loop to the next result"
RUN = "Run of one line to its report"
SLIDER = "a moved slider to the redrawn view"
BUILD = "building and publishing, warm cache"


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that something of ours may take.

    Attributes:
        what: the name of the series.
        most: in the unit of the series, or, if there is `against`, in multiples of that side.
        against: the side that ours is compared with, or empty.
        command: what measures it, run with `python -m`.
    """

    what: str
    most: float
    against: str
    command: str

    def limit(self, unit: str) -> str:
        """The budget as people read it."""
        return multiple(self.most) if self.against else amount(self.most, unit)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a budget stands.

    Attributes:
        budget: which.
        value: what was measured, as people read it; empty if nothing was.
        limit: the budget, as people read it.
        kept: whether it is kept; None if that was not measured.
        problem: why something was not measured; else empty.
    """

    budget: Budget
    value: str
    limit: str
    kept: bool | None
    problem: str = ""

    @property
    def word(self) -> str:
        """The verdict in a word or two."""
        return {True: "kept", False: "over", None: "not measured"}[self.kept]


BUDGETS = (
    Budget(READING, 300_000, "", "bench.page_bytes"),
    Budget(FIRST_LAB, 6_500_000, "", "bench.page_bytes"),
    Budget(FASTAPI_BYTES, 3_000_000, "", "bench.fastapi_start"),
    Budget(about(LOCAL, FIRST), 0.45, IN_A_WORKER, "bench.browser_start"),
    Budget(about(LOCAL, SECOND), 0.25, IN_A_WORKER, "bench.browser_start"),
    Budget(about(LOCAL, SECOND_WHOLE), 0.25, IN_A_WORKER, "bench.browser_start"),
    Budget(FASTAPI_SECOND, 0.5, STOCK, "bench.fastapi_start"),
    Budget(STOP, 1500, "", "bench.in_page"),
    Budget(RUN, 100, "", "bench.in_page"),
    Budget(SLIDER, 50, "", "bench.in_page"),
    Budget(BUILD, 20_000, "", "bench.build_time"),
)


def find(series: Iterable[Series], what: str, side: str = OURS) -> Series | None:
    """The series of that name and side, or None."""
    return next((each for each in series if (each.what, each.side) == (what, side)), None)


def judge(budget: Budget, series: Iterable[Series]) -> Verdict:
    """How the budget stands after what was measured, by medians."""
    known = tuple(series)
    ours = find(known, budget.what)
    theirs = find(known, budget.what, budget.against) if budget.against else None
    limit = budget.limit(ours.unit if ours else "ms")
    needed = (ours, theirs) if budget.against else (ours,)
    for each in needed:
        if each is None or not each.values:
            return Verdict(budget, "", limit, None, each.problem if each else "")
    assert ours is not None
    if theirs is None:
        return Verdict(budget, amount(ours.median, ours.unit), limit, ours.median <= budget.most)
    times = ratio(ours, theirs)
    return Verdict(budget, multiple(times, 3), limit, times <= budget.most)


def told(series: Iterable[Series]) -> list[str]:
    """The lines about all budgets that these series are for."""
    known = tuple(series)
    return [
        f"{verdict.budget.what}: {verdict.value or verdict.problem}, "
        f"budget {verdict.limit}: {verdict.word if verdict.kept is not False else 'OVER'}"
        for budget in BUDGETS
        if find(known, budget.what) is not None
        for verdict in [judge(budget, known)]
    ]
