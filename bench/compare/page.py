"""How do observations become a page of tables?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from bench import template as template_page
from bench.compare.observation import Observation
from bench.compare.serving_cases import NO_SUCH_NOTION

UNLIKE = "≠"
"""Stands before an outcome that is not that of the first column."""

_DATE = re.compile(r"[Rr]un on (\d{4}-\d\d-\d\d)")
_LONG_WORD = re.compile(r"\w{10,}")
_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=_)")


def fill(template: str, observations: Iterable[Observation], facts: Mapping[str, str]) -> str:
    """The page: every `{{table: Theme}}` is the theme's table, every other `{{name}}` a fact.

    Raises:
        ValueError: a placeholder means nothing, or a theme has no place on the page.
    """
    themes: dict[str, list[Observation]] = {}
    for each in observations:
        themes.setdefault(each.theme, []).append(each)
    tables = {f"table: {theme}": table(found) for theme, found in themes.items()}
    return template_page.fill(template, tables | dict(facts))


def table(observations: Iterable[Observation]) -> str:
    """A Markdown table: one row per case, one column per system, in order of appearance.

    Raises:
        ValueError: a system was asked about a case twice, or not at all.
    """
    cases: dict[str, dict[str, Observation]] = {}
    systems: dict[str, None] = {}
    for each in observations:
        systems[each.system] = None
        if each.system in cases.setdefault(each.case, {}):
            raise ValueError(f"{each.system} was asked twice about {each.case!r}.")
        cases[each.case][each.system] = each
    for case, found in cases.items():
        if missing := sorted(systems.keys() - found.keys()):
            raise ValueError(f"Nobody asked {missing} about {case!r}.")
    lines = [["case", *map(_narrow, systems)], ["---"] * (len(systems) + 1)]
    lines += [[_case(found), *_cells(found, systems)] for found in cases.values()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def unlike(outcome: str, first: str) -> bool:
    """Whether two systems did different things: what stands after a colon is only how."""
    if NO_SUCH_NOTION in (outcome, first):
        return False
    return outcome.partition(":")[0] != first.partition(":")[0]


def update(path: Path, page_of: Callable[[str], str], today: str) -> bool:
    """Write the page that is made for a date, dated today; whether anything else has changed.

    A page that would differ in its date alone is left as it is.
    """
    if path.exists() and path.read_text("utf-8") == page_of(date_of(path)):
        return False
    path.write_text(page_of(today), "utf-8")
    return True


def date_of(path: Path) -> str:
    """The date that a page says it was run on."""
    found = _DATE.search(path.read_text("utf-8"))
    return found[1] if found else ""


def _case(found: Mapping[str, Observation]) -> str:
    text = _escape(next(iter(found.values())).case)
    source = next((each.source for each in found.values() if each.source), "")
    return f"[{text}]({source})" if source else text


def _cells(found: Mapping[str, Observation], systems: Iterable[str]) -> list[str]:
    outcomes = [found[system].outcome for system in systems]
    return [
        (f"{UNLIKE} " if unlike(outcome, outcomes[0]) else "") + _narrow(_escape(outcome))
        for outcome in outcomes
    ]


def _narrow(text: str) -> str:
    """The text, whose long names may go on in the next line: a phone's columns are narrow."""
    return _LONG_WORD.sub(lambda word: _BREAK.sub("<wbr>", word[0]), text)


def _escape(text: str) -> str:
    """The text as a cell shows it, code between backticks included."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;") if "`" not in text else text
    return re.sub(r"([|*\[\]])", r"\\\1", escaped)
