"""What does a notebook show when it runs again, from its first cell, in a fresh kernel?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from labkit.errors import LabError
from labkit.notebooks.display import BLOCK_TYPE
from labkit.notebooks.notebook import (
    Cell,
    Notebook,
    Output,
    joined,
    notebook_text,
    read_notebook,
)
from labkit.notebooks.stated import EVALUATION, computed_numbers, restated, with_evaluations

SECONDS = 600
"""How long one cell may take, on a busy machine."""
QUIET = ["--log-level=ERROR"]
"""The kernel warns that it listens on this machine's ports, as every notebook's kernel does."""


def renew(path: Path) -> bool:
    """Run a notebook and store what it shows and states now; True if that changed the file.

    Raises:
        LabError: A cell fails, or the text states a number that cannot be computed.
    """
    before = path.read_text(encoding="utf-8")
    after = notebook_text(renewed(read_notebook(path), path))
    if after != before:
        path.write_text(after, encoding="utf-8")
    return after != before


def renewed(notebook: Notebook, path: Path) -> Notebook:
    """The notebook with the outputs and numbers of a run in a fresh kernel.

    Args:
        notebook: What to run.
        path: Its file, for messages.

    Raises:
        LabError: A cell fails.
    """
    run = _executed(with_evaluations(notebook), path)
    computed = computed_numbers(run)
    cells = [cell for cell in run.cells if not cell.id.startswith(EVALUATION)]
    return Notebook(tuple(restated(cell, computed.get(cell.id, [])) for cell in cells))


def as_stored(cell: Cell, outputs: list[Mapping[str, Any]]) -> Cell:
    """The cell with the outputs of a run, in the form in which a file keeps them."""
    stored: list[dict[str, Any]] = []
    for output in map(_stored, outputs):
        # A kernel sends printed text whenever its buffer is due: how many parts is chance.
        if stored and output.get("name") and output.get("name") == stored[-1].get("name"):
            stored[-1]["text"] = _lines("".join(stored[-1]["text"]) + "".join(output["text"]))
        else:
            stored.append(output)
    return replace(cell, outputs=tuple(stored))


def deterministic(output: Output) -> object:
    """The part of an output that is the same on every machine: what it says, not its drawing."""
    if output["output_type"] == "stream":
        return joined(output["text"])
    data = output["data"]
    return data.get(BLOCK_TYPE) or joined(data["text/plain"])


def _executed(notebook: Notebook, path: Path) -> Notebook:
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    content = nbformat.reads(notebook_text(notebook), as_version=4)  # type: ignore[no-untyped-call]
    try:
        NotebookClient(content, timeout=SECONDS, extra_arguments=QUIET).execute()
    except CellExecutionError as problem:
        raise LabError(
            f"a cell fails: {problem.ename}: {problem.evalue}",
            "run the notebook in Jupyter up to that cell",
            path,
        ) from None
    return Notebook(
        tuple(
            as_stored(cell, list(ran.get("outputs", ())))
            for cell, ran in zip(notebook.cells, content.cells, strict=True)
        )
    )


def _stored(output: Mapping[str, Any]) -> dict[str, Any]:
    if output["output_type"] == "stream":
        text = _lines(joined(output["text"]))
        return {"name": output["name"], "output_type": "stream", "text": text}
    data = {
        kind: _lines(value) if isinstance(value, str) else value
        for kind, value in output["data"].items()
    }
    return {"data": data, "metadata": {}, "output_type": "display_data"}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
