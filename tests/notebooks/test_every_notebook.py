"""Does every notebook still run, show what it has stored, and state what it computes?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from nbmake.nb_run import NotebookRun

from labkit.notebooks.notebook import Notebook, find_notebooks, notebook_text, read_notebook
from labkit.notebooks.running import SECONDS, as_stored, deterministic
from labkit.notebooks.stated import (
    Stated,
    bare_numbers,
    computed_numbers,
    contradictions,
    stated_in,
    with_evaluations,
)

DOCS = Path(__file__).resolve().parents[2] / "docs"
LAST_DIGIT = re.compile(r"\d(?=\D*$)")
SOURCED = re.compile(r"\[\^[\w-]+\]|mlp-badge")


@dataclass(frozen=True)
class Rerun:
    """A notebook as it is stored, and as it came out of a fresh kernel."""

    stored: Notebook
    ran: Notebook
    error: Any


notebooks = pytest.mark.parametrize(
    "path", find_notebooks(DOCS), ids=lambda path: str(path.relative_to(DOCS))
)


@pytest.fixture(scope="module", params=find_notebooks(DOCS), ids=lambda path: path.stem)
def rerun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rerun:
    """One run of a notebook by nbmake, with what its text states evaluated on the way."""
    stored = read_notebook(request.param)
    asked = with_evaluations(stored)
    copy = tmp_path_factory.mktemp("notebook") / request.param.name
    copy.write_text(notebook_text(asked), encoding="utf-8")
    result = NotebookRun(copy, SECONDS).execute()
    cells = zip(asked.cells, result.nb.cells, strict=True)
    ran = Notebook(tuple(as_stored(cell, each.get("outputs", [])) for cell, each in cells))
    return Rerun(stored, ran, result.error)


def test_there_are_notebooks() -> None:
    """An empty list would let everything below pass."""
    assert find_notebooks(DOCS)


@notebooks
def test_file_holds_no_trace_of_a_machine(path: Path) -> None:
    """Jupyter would save counters, versions and times; `make notebooks` drops them."""
    assert notebook_text(read_notebook(path)) == path.read_text(encoding="utf-8")


@notebooks
def test_every_number_in_the_text_is_computed_or_sourced(path: Path) -> None:
    """A number without an expression stands in a line with a footnote or a badge."""
    unproved = [
        f"{cell.id}: {number} in '{line}'"
        for cell in read_notebook(path).cells
        for line in cell.source.splitlines()
        if not SOURCED.search(line)
        for number in bare_numbers(replace(cell, source=line))
    ]

    assert unproved == []


def test_runs_from_top_to_bottom_in_a_fresh_kernel(rerun: Rerun) -> None:
    """No cell needs something that only an author's session had."""
    assert rerun.error is None, rerun.error and rerun.error.trace


def test_what_is_stored_is_what_it_shows(rerun: Rerun) -> None:
    """Texts, tables and the data of charts are those of the run; drawings may differ by a font."""
    ran = {cell.id: cell for cell in rerun.ran.cells}

    for cell in rerun.stored.cells:
        fresh = [deterministic(output) for output in ran[cell.id].outputs]
        assert [deterministic(output) for output in cell.outputs] == fresh, cell.id


def test_every_stated_number_is_the_computed_one(rerun: Rerun) -> None:
    """What the sentences say follows from the cells above them."""
    assert list(contradictions(rerun.stored, computed_numbers(rerun.ran))) == []


def test_a_planted_wrong_number_is_found(rerun: Rerun) -> None:
    """Each stated number, changed in its last digit alone, is denied by the run."""
    computed = computed_numbers(rerun.ran)
    stated = [each for cell in rerun.stored.cells for each in stated_in(cell)]
    assert stated

    for each in stated:
        wrong = LAST_DIGIT.sub(lambda digit: str((int(digit[0]) + 1) % 10), each.text)

        found = list(contradictions(planted(rerun.stored, each, wrong), computed))

        assert found, each
        assert all(f"states {wrong}, but {each.expression} is" in line for line in found)


def planted(notebook: Notebook, stated: Stated, wrong: str) -> Notebook:
    """The notebook with another number in that place."""
    proof = f"<!-- = {stated.expression} -->"
    return Notebook(
        tuple(
            replace(cell, source=cell.source.replace(stated.text + proof, wrong + proof))
            for cell in notebook.cells
        )
    )
