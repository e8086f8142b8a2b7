"""Does an explorer's data make sense, and a picture that can be read?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from labkit.diagram_layout import LONGEST_LINE, crossed, lines, name_lines
from labkit.errors import LabError
from labkit.explorer import Explorer, Tab

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
COLUMNS_AT_MOST = 3  # more would be too small to read on a phone
LINES_AT_MOST = 3
LONGEST_FACT = 200


def explorer_problems(explorer: Explorer) -> list[LabError]:
    """Every rule that the explorer breaks."""
    path = explorer.folder / "explorer.toml"
    problems = [
        LabError("the explorer format knows no such file", "delete or rename it", each)
        for each in sorted(explorer.folder.iterdir())
        if each != path
    ]
    if len(explorer.tabs) < 2:
        problems.append(LabError("there are no two tabs", "add a design to compare with", path))
    for tab_id, times in Counter(tab.id for tab in explorer.tabs).items():
        if times > 1:
            problems.append(LabError(f"two tabs have the id '{tab_id}'", "rename one", path))
    for tab in explorer.tabs:
        for problem, fix in (*_ids(tab), *_places(tab), *_texts(tab), *_lines(tab)):
            problems.append(LabError(f"tab '{tab.id}': {problem}", fix, path))
    return problems


def _ids(tab: Tab) -> Iterator[tuple[str, str]]:
    known = [component.id for component in tab.components]
    for each in (tab.id, *known):
        if not ID.fullmatch(each):
            yield f"the id '{each}' is not plain", "use small letters, digits and hyphens"
    for component_id, times in Counter(known).items():
        if times > 1:
            yield f"two components have the id '{component_id}'", "rename one"
    for component in tab.components:
        for wanted in (*component.needs, *component.uses):
            if wanted not in known:
                yield (
                    f"'{component.id}' depends on '{wanted}', which is not there",
                    f"use one of {', '.join(known)}",
                )
            elif wanted == component.id:
                yield f"'{component.id}' depends on itself", "delete that"
        for wanted in set(component.needs) & set(component.uses):
            yield (
                f"'{component.id}' both needs and uses '{wanted}'",
                "decide: can it do without, or not?",
            )


def _places(tab: Tab) -> Iterator[tuple[str, str]]:
    seen: dict[tuple[int, int], str] = {}
    for component in tab.components:
        place = (component.row, component.column)
        first = seen.setdefault(place, component.id)
        if first != component.id:
            yield f"'{component.id}' and '{first}' stand on the same place", "move one of them"
        if component.row < 1 or not 1 <= component.column <= COLUMNS_AT_MOST:
            yield (
                f"'{component.id}' stands at row {component.row}, column {component.column}",
                f"count rows from 1 and columns from 1 to {COLUMNS_AT_MOST}",
            )


def _texts(tab: Tab) -> Iterator[tuple[str, str]]:
    for component in tab.components:
        shown = name_lines(component.name)
        if len(shown) > LINES_AT_MOST or any(len(line) > LONGEST_LINE for line in shown):
            yield (
                f"the name '{component.name}' is too long for the picture",
                f"use at most {LINES_AT_MOST} lines of {LONGEST_LINE} letters",
            )
        for key, text in component.facts.items():
            if not text or len(text) > LONGEST_FACT:
                yield (
                    f"'{component.id}' has {len(text)} letters under '{key}'",
                    f"say it in 1 to {LONGEST_FACT}",
                )
        for used, text in component.uses.items():
            if not isinstance(text, str) or not text.strip():
                yield (
                    f"'{component.id}' uses '{used}' and does not say what it does without",
                    'write it: uses = { NAME = "answers with default values" }',
                )


def _lines(tab: Tab) -> Iterator[tuple[str, str]]:
    for line in lines(tab.components):
        for other in crossed(line, tab.components):
            yield (
                f"the line from '{line.source.id}' to '{line.target.id}' runs through '{other.id}'",
                "move one of the three to another row or column",
            )
