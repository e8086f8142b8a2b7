"""How does a notebook become a page of the site?

As Markdown: so links, footnotes, quizzes, simulators and the search work in it as on every page.
The first cell, a raw one, is the page's front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from labkit.blocks import render_block
from labkit.errors import LabError
from labkit.notebooks.display import BLOCK_TYPE
from labkit.notebooks.notebook import Cell, Notebook, Output, joined
from labkit.notebooks.stated import without_expressions
from labkit.rendering.chart import chart_svg

FOLD = "fold"
"""Tag of a code cell whose code is not the point, such as that of a chart: it starts folded."""
FENCES = re.compile(r"^`{3,}", re.MULTILINE)


def page_markdown(notebook: Notebook, chart_cache: Path | None = None) -> str:
    """The page's Markdown, with the stored outputs as HTML.

    Args:
        notebook: What to show; nothing of it is run.
        chart_cache: Folder that keeps drawn charts between builds, or None to draw anew.

    Raises:
        LabError: An output has no form that a page can show.
    """
    return "\n\n".join(part for cell in notebook.cells for part in _parts(cell, chart_cache))


def text_markdown(notebook: Notebook) -> str:
    """What an author wrote between the cells of code: front matter, text, directives."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.kind != "code")


def _parts(cell: Cell, chart_cache: Path | None) -> Iterator[str]:
    if cell.kind != "code":
        yield without_expressions(cell.source)
        return
    yield _code(cell)
    shown = "".join(output_html(output, cell, chart_cache) for output in cell.outputs)
    if shown:
        yield f'<div class="mlp-cell">{shown}</div>'


def _code(cell: Cell) -> str:
    fence = "`" * max(3, *(len(found) + 1 for found in FENCES.findall(cell.source)), 0)
    listing = f"{fence}python\n{cell.source}\n{fence}"
    if FOLD not in cell.tags:
        return listing
    return (
        '<details class="mlp-cell__code" markdown="1">\n'
        f"<summary>The code of this cell</summary>\n\n{listing}\n\n</details>"
    )


def output_html(output: Output, cell: Cell, chart_cache: Path | None = None) -> str:
    """HTML of one stored output.

    Raises:
        LabError: It is an error, or a picture or a widget that no block describes.
    """
    if output["output_type"] == "stream" and output["name"] == "stdout":
        return _text(joined(output["text"]))
    data = output.get("data", {})
    if BLOCK_TYPE in data:
        block = data[BLOCK_TYPE]
        picture = chart_svg(block["spec"], chart_cache) if block["type"] == "chart" else ""
        return render_block(block, picture)
    if set(data) == {"text/plain"}:
        return _text(joined(data["text/plain"]))
    raise LabError(
        f"cell '{cell.id}' stores an output that the page cannot show ({_what(output)})",
        "show values with labkit.display.show, and run the notebook again",
    )


def _what(output: Output) -> str:
    kinds = ", ".join(output.get("data", {}))
    return kinds or " ".join(filter(None, (output.get("name"), output["output_type"])))


def _text(text: str) -> str:
    # Markdown would take a fence or an empty line for its own, although they stand in HTML.
    body = (
        escape(text.strip("\n"), quote=False).replace("`", "&#96;").replace("\n\n", "\n&#8203;\n")
    )
    return f'<pre class="mlp-cell__text" tabindex="0">{body}</pre>' if body else ""
