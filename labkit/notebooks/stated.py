"""Which numbers does a notebook's text state, and what do its cells compute them to be?

A number is followed by the expression that it must equal, in a comment that readers do not see:

    The trees find 71 %<!-- = f"{recall:.0%}".replace("%", " %") --> of the fraud.

The expression is evaluated in the notebook's own kernel, after the cells above it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from labkit.errors import LabError
from labkit.notebooks.notebook import Cell, Notebook, joined

MINUS = "\N{MINUS SIGN}"
NUMBER = rf"[-+{MINUS}]?\d(?:[\d.,]*\d)?(?:[ \N{{NO-BREAK SPACE}}]?%)?"
STATED = re.compile(rf"(?P<text>{NUMBER})<!-- = (?P<expression>.+?) -->")
EXPRESSION = re.compile(r"<!-- = .+? -->")
# What holds digits in the source and states no number.
NOT_STATED = re.compile(
    r"""
    ```.*?```           # listings
    | `[^`\n]+`         # code
    | \]\([^)]*\)       # addresses of links
    | ^\[\^[^\n]*       # footnotes
    | \[\^[\w-]+\]      # their marks
    | <!--.*?-->        # comments
    | <[^>]*>           # tags and their attributes
    | ^\d+\.\s          # numbered lists
    | \w*[a-z_]\d+      # names such as day_30
    """,
    re.MULTILINE | re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
EVALUATION = "stated-in-"
"""How the id of a cell starts that evaluates what another one states."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One number in the text.

    Attributes:
        cell: Id of the Markdown cell that states it.
        text: The number as it stands there, with sign and percent sign.
        expression: What it must equal: Python that gives text.
    """

    cell: str
    text: str
    expression: str


def stated_in(cell: Cell) -> list[Stated]:
    """The numbers that a cell states, in order.

    Raises:
        LabError: An expression does not follow a number.
    """
    if cell.kind != "markdown":
        return []
    found = [Stated(cell.id, *match.groups()) for match in STATED.finditer(cell.source)]
    if len(found) != len(EXPRESSION.findall(cell.source)):
        raise LabError(
            f"an expression in cell '{cell.id}' does not follow a number",
            'write it as in 71 %<!-- = f"{share:.0%}" -->',
        )
    return found


def bare_numbers(cell: Cell) -> list[str]:
    """Numbers in the visible text of a Markdown cell that no expression proves."""
    if cell.kind != "markdown":
        return []
    return re.findall(NUMBER, NOT_STATED.sub(" ", STATED.sub(" ", cell.source)))


def without_expressions(source: str) -> str:
    """The text as readers see it."""
    return EXPRESSION.sub("", source)


def with_evaluations(notebook: Notebook) -> Notebook:
    """The notebook with a cell after each that states numbers, which prints what they should be."""
    cells: list[Cell] = []
    for cell in notebook.cells:
        cells.append(cell)
        expressions = [stated.expression for stated in stated_in(cell)]
        if expressions:
            source = f"import json\nprint(json.dumps([{', '.join(map(_as_text, expressions))}]))"
            cells.append(Cell(f"{EVALUATION}{cell.id}", "code", source))
    return Notebook(tuple(cells))


def computed_numbers(run: Notebook) -> dict[str, list[str]]:
    """What the run of `with_evaluations` computed, by the id of the cell that states it."""
    return {
        cell.id.removeprefix(EVALUATION): json.loads(joined(cell.outputs[0]["text"]))
        for cell in run.cells
        if cell.id.startswith(EVALUATION)
    }


def contradictions(notebook: Notebook, computed: Mapping[str, list[str]]) -> Iterator[str]:
    """A sentence for each number that the text states and the cells deny."""
    for cell in notebook.cells:
        pairs = zip(stated_in(cell), computed.get(cell.id, []), strict=True)
        for stated, value in pairs:
            if stated.text != value:
                yield (
                    f"cell '{stated.cell}' states {stated.text}, but {stated.expression} is {value}"
                )


def restated(cell: Cell, computed: list[str]) -> Cell:
    """The cell with every stated number replaced by the computed one."""
    values = iter(computed)
    source = STATED.sub(lambda found: f"{next(values)}<!-- = {found[2]} -->", cell.source)
    return replace(cell, source=source)


def _as_text(expression: str) -> str:
    return f"str({expression})"
