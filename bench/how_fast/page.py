"""How does a run become the page "How fast is it?"?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.budgets import BUDGETS, judge
from bench.how_fast import picture, tables
from bench.how_fast.observed import Run
from bench.series import Series
from bench.start.conditions import CONNECTION, LOCAL, SLOW_MACHINE
from bench.start.contest import FIRST, SECOND_WHOLE
from bench.template import fill

PAGE = Path(__file__).resolve().parents[2] / "docs" / "contributing" / "how-fast.md"
TEMPLATE = Path(__file__).with_name("template.md")
PICTURES = (FIRST, SECOND_WHOLE)
MOST_LOAD = 0.25  # per core; a machine left alone stays well below


def make_page(run: Run) -> str:
    """The page of this run."""
    series = run.series
    known = {
        "date": run.date,
        "chromium": run.chromium,
        "pyodide": run.pyodide,
        "cores": str(run.cores),
        "load": load(run),
        "summary": summary(series),
        "budgets": tables.budgets(series),
        "pictures": pictures(series),
        "local": tables.starts(LOCAL, series),
        "connection": tables.starts(CONNECTION, series),
        "slow machine": tables.starts(SLOW_MACHINE, series),
        "probes": tables.probes(series),
        "fastapi": tables.fastapi(series),
        "in the page": tables.in_page(series),
        "problems": problems(run),
    }
    return fill(TEMPLATE.read_text("utf-8"), known)


def load(run: Run) -> str:
    """How busy the machine was before the run began, and a warning if that spoils the figures."""
    said = f"In the minute before, {run.load:.1f} processes wanted a core, on average."
    if run.load <= run.cores * MOST_LOAD:
        return said
    return (
        f"{said}\n**It had other work to do, so the times on this page say little, "
        "and the run has to be made again.**"
    )


def summary(series: Sequence[Series]) -> str:
    """How many budgets are kept, and the names of those that are not."""
    verdicts = [judge(budget, series) for budget in BUDGETS]
    kept = sum(verdict.kept is True for verdict in verdicts)
    said = [f"Of {len(verdicts)} budgets, {kept} are kept."]
    for word, wanted in (("Over", False), ("Not measured", None)):
        if found := [verdict.budget.what for verdict in verdicts if verdict.kept is wanted]:
            said.append(f"{word}: {'; '.join(found)}.")
    return "\n".join(said)


def pictures(series: Sequence[Series]) -> str:
    """The first and the second visit, beside each other where there is room."""
    shown = {moment: picture.bars(moment, series) for moment in PICTURES}
    longest = max(bar.longest for each in shown.values() for bar in each)
    figures = (
        picture.figure(picture.capital(moment), each, longest or 1)
        for moment, each in shown.items()
    )
    return "\n".join(['<div class="mlp-figures mlp-wide">', *figures, "</div>"])


def problems(run: Run) -> str:
    """What could not be measured and why, as a list; a sentence if there was nothing."""
    found = [f"{each.what}, {each.side}: {each.problem}" for each in run.series if each.problem]
    found = [*run.problems, *found]
    if not found:
        return "Nothing broke off in this run."
    return "Broken off in this run:\n\n" + "\n".join(f"- `{each}`" for each in found)
