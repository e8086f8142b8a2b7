"""Does the page "How fast is it?" say what the committed data says, in numbers that line up?"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bench.budgets import BUDGETS, find, judge
from bench.how_fast import page, picture, tables
from bench.how_fast.observed import OBSERVED, Run, from_json, to_json
from bench.series import OURS, Series
from bench.start.conditions import CONDITIONS, LOCAL
from bench.start.contest import FIRST, about
from bench.start.sides import IN_A_WORKER, SIDES

WHAT = about(LOCAL, FIRST)


@pytest.fixture(scope="module")
def run() -> Run:
    """The committed run."""
    return from_json(OBSERVED.read_text("utf-8"))


def changed(run: Run, series: Series) -> Run:
    """The run with one of its series replaced."""
    kept = [each for each in run.series if (each.what, each.side) != (series.what, series.side)]
    return replace(run, series=(*kept, series))


def test_the_committed_page_is_what_the_committed_data_renders_to(run: Run) -> None:
    """To the letter; `python -m bench.how_fast --page` writes it again."""
    assert page.make_page(run).splitlines() == page.PAGE.read_text("utf-8").splitlines()


def test_every_series_that_was_measured_changes_the_page(run: Run) -> None:
    """Nothing is measured for nobody, and no number stands in the template."""
    published = page.make_page(run)

    for each in run.series:
        other = replace(each, values=tuple(value * 7 for value in each.values))

        assert page.make_page(changed(run, other)) != published, each


def test_the_data_comes_back_from_its_file(run: Run) -> None:
    """With its values to the tenth, and with what went wrong."""
    broken = replace(run, problems=("bench.in_page: TimeoutError",), load=1.5)

    assert from_json(to_json(broken)) == broken


def test_the_summary_counts_what_is_kept_and_names_what_is_not(run: Run) -> None:
    """A budget that is over or was not measured is not left to be found in the table."""
    slow = Series(WHAT, OURS, "ms", (100_000,))
    missing = Series(WHAT, OURS, "ms", (), "late")

    over, unknown = (page.summary(changed(run, each).series) for each in (slow, missing))

    kept = sum(judge(each, run.series).kept is True for each in BUDGETS if each.what != WHAT)
    assert f"Of {len(BUDGETS)} budgets, {kept} are kept." in over
    assert f"Of {len(BUDGETS)} budgets, {kept} are kept." in unknown
    assert re.search(rf"Over: .*{WHAT}", over)
    assert re.search(rf"Not measured: .*{WHAT}", unknown)


@pytest.mark.parametrize(("load", "warns"), [(0.5, False), (0.6, True)])
def test_a_busy_machine_is_confessed(run: Run, load: float, warns: bool) -> None:
    """Two cores may have a little to do; beyond that the times say little."""
    said = page.load(replace(run, cores=2, load=load))

    assert f"{load} processes" in said
    assert ("made again" in said) == warns


def test_a_row_says_median_spread_number_and_ratio() -> None:
    """In one unit with two decimals each, so that the numbers line up."""
    series = [
        Series(WHAT, OURS, "ms", (700, 500, 600)),
        Series(WHAT, IN_A_WORKER, "ms", (12_000, 1200)),
    ]

    lines = tables.starts(LOCAL, series).replace("\N{NO-BREAK SPACE}", " ").splitlines()

    assert lines[:5] == [
        "| who | median | ours takes | shortest | longest | n |",
        "| --- | --: | --: | --: | --: | --: |",
        f"| **{FIRST}** |  |  |  |  |  |",
        "| this course | 0.60 s |  | 0.50 s | 0.70 s | 3 |",
        "| stock, worker | 6.60 s | 0.09 \N{MULTIPLICATION SIGN} | 1.20 s | 12.00 s | 2 |",
    ]
    assert lines[5] == "| stock, main thread | not measured |  |  |  | 0 |"


def test_what_broke_off_is_listed_with_its_reason(run: Run) -> None:
    """A reader sees why a row has fewer numbers than the others."""
    broken = changed(run, Series(WHAT, OURS, "ms", (1,), "RuntimeError: no snapshot"))

    said = page.problems(replace(broken, problems=("bench.in_page: TimeoutError",)))

    assert "- `bench.in_page: TimeoutError`" in said
    assert f"- `{WHAT}, {OURS}: RuntimeError: no snapshot`" in said


def test_bars_are_as_long_as_their_medians() -> None:
    """From 126 to 286 pixels for the whole axis; nothing is drawn for what was not measured."""
    series = [Series(WHAT, OURS, "ms", (1000, 2000, 4000))]

    shown = picture.bars(FIRST, series)

    assert [bar.side for bar in shown] == [*SIDES] * len(CONDITIONS)
    assert (shown[0].median, shown[0].shortest, shown[0].longest) == (2, 1, 4)
    assert all(bar.median is None for bar in shown[1:])
    drawn = picture.figure("First", shown, axis_s=8)
    assert re.findall(r'd="M126,[\d.]+h(\d+)v', drawn) == ["40"]
    assert re.findall(r'translate\((\d+),\d+\)" x2="(\d+)"', drawn) == [("146", "60")]


def test_the_words_of_a_picture_name_every_bar(run: Run) -> None:
    """Who does not see the picture gets the same medians."""
    words = picture.in_words(picture.bars(FIRST, run.series))

    for condition in CONDITIONS:
        found = find(run.series, about(condition, FIRST))
        assert found is not None
        seconds = f"{found.median / 1000:.1f} s"
        assert f"{picture.capital(condition.name)}: this course {seconds};" in words
