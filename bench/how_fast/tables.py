"""How does what was measured become tables whose numbers line up?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from bench.budgets import BUDGETS, FASTAPI_FIRST, FASTAPI_SECOND, RUN, SLIDER, STOP, find, judge
from bench.series import OURS, STOCK, Series, multiple, ratio
from bench.start.conditions import CONDITIONS, DOWNLOAD, LOOP, Condition
from bench.start.contest import MOMENTS, WORKER, about
from bench.start.sides import LABELS

MISSING = "not measured"
WORDS = {True: "kept", False: "**over**", None: MISSING}


def table(head: Sequence[str], rows: Iterable[Sequence[str]], texts: int) -> str:
    """A Markdown table; all columns but the first `texts` are aligned to the right."""
    rule = ["---" if number < texts else "--:" for number in range(len(head))]
    lines = [head, rule, *([*row[:texts], *map(_whole, row[texts:])] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def budgets(series: Sequence[Series]) -> str:
    """Every budget with what was measured and the verdict."""
    rows = []
    for budget in BUDGETS:
        verdict = judge(budget, series)
        compared = f", against {budget.against}" if budget.against else ""
        value = verdict.value or MISSING
        rows.append((budget.what + compared, value, verdict.limit, WORDS[verdict.kept]))
    return table(("what", "measured", "budget", "verdict"), rows, 1)


def starts(condition: Condition, series: Sequence[Series]) -> str:
    """Every moment and side of one condition."""
    return _contest(series, {each: about(condition, each) for each in MOMENTS}, LABELS)


def fastapi(series: Sequence[Series]) -> str:
    """Both visits of both sides."""
    whats = (FASTAPI_FIRST, FASTAPI_SECOND)
    moments = {what.removeprefix("FastAPI, "): what for what in whats}
    return _contest(series, moments, {side: side for side in (OURS, STOCK)})


def _contest(series: Sequence[Series], moments: Mapping[str, str], sides: Mapping[str, str]) -> str:
    rows: list[tuple[str, ...]] = []
    for moment, what in moments.items():
        rows.append((f"**{moment}**", *[""] * 5))
        rows += (
            (_whole(label), median, _times(series, what, side), *spread)
            for side, label in sides.items()
            for median, *spread in [_seconds(find(series, what, side))]
        )
    return table(("who", "median", "ours takes", "shortest", "longest", "n"), rows, 1)


def probes(series: Sequence[Series]) -> str:
    """What a worker saw of every condition."""
    rows = [
        (condition.name, *_seen(series, condition, DOWNLOAD), *_seen(series, condition, LOOP))
        for condition in CONDITIONS
    ]
    return table(("condition", DOWNLOAD, "n", LOOP, "n"), rows, 1)


def in_page(series: Sequence[Series]) -> str:
    """What happens once Python is there, in milliseconds."""
    rows = []
    for what in (STOP, RUN, SLIDER):
        found = find(series, what)
        rows.append((what, *_cells(found, "{:,.0f} ms".format)))
    return table(("what", "median", "shortest", "longest", "n"), rows, 1)


def _whole(cell: str) -> str:
    return cell.replace(" ", "\N{NO-BREAK SPACE}")


def _seen(series: Sequence[Series], condition: Condition, what: str) -> tuple[str, str]:
    median, _, _, number = _seconds(find(series, about(condition, what), WORKER))
    return median, number


def _seconds(series: Series | None) -> tuple[str, str, str, str]:
    return _cells(series, lambda milliseconds: f"{milliseconds / 1000:,.2f} s")


def _cells(series: Series | None, told: Callable[[float], str]) -> tuple[str, str, str, str]:
    if series is None or not series.values:
        return MISSING, "", "", "0"
    ends = told(min(series.values)), told(max(series.values))
    return told(series.median), *ends, str(len(series.values))


def _times(series: Sequence[Series], what: str, side: str) -> str:
    ours, theirs = find(series, what), find(series, what, side)
    if side == OURS or not (ours and theirs and ours.values and theirs.values):
        return ""
    return multiple(ratio(ours, theirs))
