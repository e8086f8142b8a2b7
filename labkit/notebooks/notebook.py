"""What is in a notebook file, and how is it written so that a diff shows only what changed?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labkit.errors import LabError

SUFFIX = ".ipynb"
KINDS = ("raw", "markdown", "code")
# All that a reader's Jupyter needs to know; versions of a machine's Python do not belong to a page.
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

Output = Mapping[str, Any]
"""One output of a cell, as the file format nbformat 4 has it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        id: Stays the same when the notebook runs again.
        kind: `raw`, `markdown` or `code`.
        source: Its text.
        tags: What says how it is shown, such as `fold`.
        outputs: Of a code cell, what it showed when it last ran.
    """

    id: str
    kind: str
    source: str
    tags: tuple[str, ...] = ()
    outputs: tuple[Output, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Notebook:
    """The cells, in order."""

    cells: tuple[Cell, ...]


def find_notebooks(docs: Path) -> list[Path]:
    """Every notebook of the site, but not the copies that Jupyter keeps."""
    return sorted(
        path for path in docs.rglob(f"*{SUFFIX}") if ".ipynb_checkpoints" not in path.parts
    )


def read_notebook(path: Path) -> Notebook:
    """The notebook in a file.

    Raises:
        LabError: The file is missing, or is no notebook of format 4.5 or later.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise LabError("there is no such notebook", "correct the path", path) from None
    try:
        return Notebook(tuple(_cell(cell) for cell in json.loads(text)["cells"]))
    except (ValueError, KeyError, TypeError) as problem:
        raise LabError(
            f"this is no notebook ({type(problem).__name__}: {problem})",
            "save it in the format nbformat 4.5, which gives every cell an id",
            path,
        ) from None


def notebook_text(notebook: Notebook) -> str:
    """The file's text: the same for the same cells, without counters, times and machines."""
    content = {
        "cells": [_written(cell) for cell in notebook.cells],
        "metadata": METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def joined(text: str | list[str]) -> str:
    """A text that the format may keep as a list of lines."""
    return text if isinstance(text, str) else "".join(text)


def _cell(values: Mapping[str, Any]) -> Cell:
    kind = values["cell_type"]
    if kind not in KINDS:
        raise ValueError(f"a cell of the kind {kind!r}")
    return Cell(
        id=values["id"],
        kind=kind,
        source=joined(values["source"]),
        tags=tuple(values["metadata"].get("tags", ())),
        outputs=tuple(values.get("outputs", ())),
    )


def _written(cell: Cell) -> dict[str, Any]:
    values: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": cell.id,
        "metadata": {"tags": list(cell.tags)} if cell.tags else {},
        "source": cell.source.splitlines(keepends=True),
    }
    if cell.kind == "code":
        values |= {"execution_count": None, "outputs": list(cell.outputs)}
    return values
