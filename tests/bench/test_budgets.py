"""Is a budget judged by the right numbers, and is nothing called kept that was not measured?"""

from __future__ import annotations

import pytest

from bench.budgets import BUDGETS, Budget, judge, told
from bench.series import OURS, STOCK, Series

STOP = Budget("Stop", 1500, "", "bench.in_page")
START = Budget("a start", 0.25, STOCK, "bench.browser_start")


def ms(what: str, side: str, *values: float, problem: str = "") -> Series:
    """A series in milliseconds."""
    return Series(what, side, "ms", values, problem)


@pytest.mark.parametrize(
    ("values", "word"),
    [((1400, 1500, 9000), "kept"), ((1, 1501, 1501), "over")],
    ids=["at the budget", "beyond it"],
)
def test_a_time_is_judged_by_its_median(values: tuple[float, ...], word: str) -> None:
    """A single slow run does not break a budget, and a single quick one does not keep it."""
    assert judge(STOP, [ms("Stop", OURS, *values)]).word == word


@pytest.mark.parametrize(
    ("ours", "word", "value"),
    [(250, "kept", "0.250"), (251, "over", "0.251")],
)
def test_a_comparison_is_judged_by_the_ratio(ours: float, word: str, value: str) -> None:
    """Shown with the digit that decides."""
    series = [ms("a start", STOCK, 1000), ms("a start", OURS, ours)]

    verdict = judge(START, series)

    assert (verdict.word, verdict.value.split()[0]) == (word, value)


@pytest.mark.parametrize(
    "series",
    [
        [],
        [ms("a start", OURS, 1)],
        [ms("a start", STOCK, 1)],
        [ms("a start", OURS, 1), ms("a start", STOCK, problem="late")],
        [ms("a start", OURS, problem="late"), ms("a start", STOCK, 1)],
        [ms("another", OURS, 1), ms("another", STOCK, 1)],
    ],
    ids=["nothing", "ours alone", "stock alone", "stock failed", "ours failed", "something else"],
)
def test_what_was_not_measured_is_neither_kept_nor_over(series: list[Series]) -> None:
    """Whichever side is missing."""
    verdict = judge(START, series)

    assert (verdict.kept, verdict.word, verdict.value) == (None, "not measured", "")


def test_every_budget_names_a_command_that_exists() -> None:
    """A reader can measure the line again."""
    for budget in BUDGETS:
        __import__(budget.command)


def test_the_terminal_hears_only_of_budgets_that_were_measured_for() -> None:
    """Each benchmark prints its own verdicts, and a broken one stands out."""
    budget = BUDGETS[0]
    series = [Series(budget.what, OURS, "bytes", (budget.most + 1000,))]

    assert told(series) == [f"{budget.what}: 301 KB, budget 300 KB: OVER"]
