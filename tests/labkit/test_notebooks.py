"""A notebook as a file, as a page, and as statements about its own numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import markdown
import pytest

from labkit.errors import LabError
from labkit.notebooks.display import BLOCK_TYPE, bundle
from labkit.notebooks.notebook import Cell, Notebook, notebook_text, read_notebook
from labkit.notebooks.page import page_markdown, text_markdown
from labkit.notebooks.running import as_stored, renew
from labkit.notebooks.stated import MINUS, bare_numbers, contradictions, stated_in

CHART = {
    "type": "chart",
    "alt": "One bar.",
    "spec": {
        "mark": {"type": "bar", "color": "var(--mlp-accent)"},
        "data": {"values": [{"day": "Mon", "rows": 3}]},
        "encoding": {"x": {"field": "day"}, "y": {"field": "rows", "type": "quantitative"}},
    },
}
TABLE = {
    "type": "table",
    "caption": "Days",
    "columns": [{"label": "day", "align": "left"}],
    "rows": [["Mon <1>"]],
}


def shown(block: dict[str, Any]) -> dict[str, Any]:
    """An output as a notebook stores it."""
    return {"output_type": "display_data", "metadata": {}, "data": bundle(block)}


def printed(text: str) -> dict[str, Any]:
    """Text that a cell printed."""
    return {"output_type": "stream", "name": "stdout", "text": [text]}


def page(*cells: Cell) -> str:
    """HTML of a notebook of these cells, as the site's Markdown makes it."""
    extensions = ["md_in_html", "pymdownx.superfences", "footnotes"]
    return markdown.markdown(page_markdown(Notebook(cells)), extensions=extensions)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a notebook of these cells into a file."""

    def write_cells(*cells: Cell) -> Path:
        path = tmp_path / "some.ipynb"
        path.write_text(notebook_text(Notebook(cells)), encoding="utf-8")
        return path

    return write_cells


def test_reading_and_writing_keep_every_cell(write: Callable[..., Path]) -> None:
    """Id, kind, text, tags and outputs come back, and the text of the file is the same."""
    cells = (
        Cell("front", "raw", "---\ntitle: Some\n---"),
        Cell("text", "markdown", "One\ntwo"),
        Cell("code", "code", "1", ("fold",), (printed("x\n"),)),
    )

    path = write(*cells)

    assert read_notebook(path).cells == cells
    assert notebook_text(read_notebook(path)) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["", "{}", '{"cells": [{}]}', '{"cells": [{"cell_type": "heading", "id": "a"}]}']
)
def test_no_notebook_is_refused(tmp_path: Path, text: str) -> None:
    """The message names the file."""
    path = tmp_path / "broken.ipynb"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(LabError, match=r"broken\.ipynb: this is no notebook"):
        read_notebook(path)


def test_missing_notebook_is_refused(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(LabError, match=r"gone\.ipynb: there is no such notebook"):
        read_notebook(tmp_path / "gone.ipynb")


def test_page_has_code_and_then_what_it_showed() -> None:
    """Cells become a listing with the output below it; text cells are Markdown."""
    html = page(
        Cell("a", "markdown", "Some *text*."), Cell("b", "code", "x = 1", (), (printed("7"),))
    )

    assert "<em>text</em>" in html
    assert html.index('class="highlight"') < html.index(">7</pre>")


def test_printed_markup_stays_text() -> None:
    """Neither tags nor fences, directives or empty lines of an output become part of the page."""
    text = "<b>no</b>\n\n```python\n\n<!-- lab: feature-store/none -->\n# no heading\n"

    html = page(Cell("b", "code", "x", (), (printed(text),)))

    assert "&lt;b&gt;no&lt;/b&gt;" in html
    assert "&lt;!-- lab: feature-store/none --&gt;" in html
    assert "<h1" not in html
    assert html.count('class="highlight"') == 1


def test_fence_in_the_code_does_not_end_the_listing() -> None:
    """A listing that holds a fence is fenced by a longer one."""
    html = page(Cell("b", "code", 'text = """\n```\nx\n```\n"""\nlast = 1'))

    assert html.count("<pre>") == 1
    assert "last" in html


def test_shown_blocks_have_the_look_of_the_site() -> None:
    """Tables and charts are rendered from their data, in the theme's colours, with their words."""
    html = page(Cell("b", "code", "x", (), (shown(TABLE), shown(CHART))))

    assert "<caption>Days</caption>" in html
    assert "<td>Mon &lt;1&gt;</td>" in html
    assert 'role="img" aria-label="One bar."' in html
    assert 'fill="var(--mlp-accent)"' in html


def test_folded_code_starts_closed() -> None:
    """Code that is not the point opens on request; what it shows is there."""
    html = page(Cell("b", "code", "x = 1", ("fold",), (printed("7"),)))

    assert (
        html.index("<details") < html.index("<pre") < html.index("</details>") < html.index(">7<")
    )
    assert "<details open" not in html


@pytest.mark.parametrize(
    ("output", "what"),
    [
        ({"output_type": "error", "ename": "ValueError"}, "error"),
        ({"output_type": "stream", "name": "stderr", "text": "late"}, "stderr stream"),
        ({"output_type": "display_data", "data": {"image/png": "AAAA"}}, "image/png"),
    ],
)
def test_output_without_words_stops_the_build(output: dict[str, Any], what: str) -> None:
    """A picture without a text alternative, a warning or an error is no part of a page."""
    with pytest.raises(LabError, match=rf"cell 'b' stores an output .* \({what}\)"):
        page_markdown(Notebook((Cell("b", "code", "x", (), (output,)),)))


def test_other_viewers_get_a_picture_and_html() -> None:
    """A chart brings SVG in the colours of white paper, a table HTML; both bring their words."""
    chart, table = bundle(CHART), bundle(TABLE)

    assert "#0b7285" in chart["image/svg+xml"]
    assert "var(--" not in chart["image/svg+xml"]
    assert "<caption>Days</caption>" in table["text/html"]
    assert ("One bar.", "Days") == (chart["text/plain"], table["text/plain"])
    assert (chart[BLOCK_TYPE], table[BLOCK_TYPE]) == (CHART, TABLE)


def test_printed_parts_are_stored_as_one() -> None:
    """How often a kernel sends its buffer is chance and does not show in the file."""
    parts = [printed("a\nb"), printed("c\n"), shown(TABLE), printed("d")]

    outputs = as_stored(Cell("b", "code", "x"), parts).outputs

    assert [output.get("text") for output in outputs] == [["a\n", "bc\n"], None, ["d"]]


def test_author_text_leaves_out_code_and_outputs() -> None:
    """What rules read: a directive in a printed text or a program places nothing."""
    code = Cell("b", "code", "# <!-- sim: x/y -->", (), (printed("<!-- sim: x/y -->"),))

    assert text_markdown(Notebook((Cell("a", "markdown", "Text."), code))) == "Text."


@pytest.mark.parametrize(
    ("source", "stated"),
    [
        ('It is 0.87<!-- = f"{auc:.2f}" -->.', [("0.87", 'f"{auc:.2f}"')]),
        (
            f"1,204<!-- = n --> rows, {MINUS}3 %<!-- = m --> less",
            [("1,204", "n"), (f"{MINUS}3 %", "m")],
        ),
        ("Nothing is stated in 2026.", []),
        ("<!-- a comment of 3 words -->", []),
    ],
)
def test_stated_number_stands_before_its_expression(
    source: str, stated: list[tuple[str, str]]
) -> None:
    """Sign, thousands, decimals and percent sign belong to the number; a full stop does not."""
    found = stated_in(Cell("a", "markdown", source))

    assert [(each.text, each.expression) for each in found] == stated


def test_expression_without_a_number_is_refused() -> None:
    """Nothing would be compared."""
    with pytest.raises(LabError, match="in cell 'a' does not follow a number"):
        stated_in(Cell("a", "markdown", "About a third<!-- = share -->."))


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        (f"It caught 71 % of 20 frauds, {MINUS}3 in all.", ["71 %", "20", f"{MINUS}3"]),
        ("It caught 71 %<!-- = share --> of them.", []),
        ("`x = 3` and [page](../1-a/b.md), day_30, u1[^2]", []),
        ("[^2]: Someone, 2026.", []),
        ("1. First\n2. Second", []),
        ('<span title="3">four</span>', []),
    ],
)
def test_bare_numbers_are_those_that_nothing_proves(source: str, bare: list[str]) -> None:
    """Digits in code, links, names, notes and attributes state nothing."""
    assert bare_numbers(Cell("a", "markdown", source)) == bare


def test_contradiction_names_cell_number_and_value() -> None:
    """The sentence is enough to correct the text."""
    notebook = Notebook((Cell("a", "markdown", "It is 3<!-- = n -->, then 4<!-- = m -->."),))

    assert list(contradictions(notebook, {"a": ["3", "5"]})) == ["cell 'a' states 4, but m is 5"]


def test_renewing_runs_stores_and_restates(write: Callable[..., Path]) -> None:
    """Outputs and stated numbers follow the code; a second time nothing changes."""
    path = write(
        Cell("a", "code", "from labkit.display import show\nn = 20\nshow([{'n': n}], 'Some')"),
        Cell("b", "markdown", "It is 7<!-- = n -->."),
    )

    changed, again = renew(path), renew(path)

    code, text = read_notebook(path).cells
    assert (changed, again) == (True, False)
    assert text.source == "It is 20<!-- = n -->."
    assert code.outputs[0]["data"][BLOCK_TYPE]["rows"] == [["20"]]
    assert json.loads(path.read_text(encoding="utf-8"))["cells"][0]["execution_count"] is None


def test_failing_cell_leaves_the_file_alone(write: Callable[..., Path]) -> None:
    """The message names the error; what was stored stays."""
    path = write(Cell("a", "code", "missing", (), (printed("7"),)))
    before = path.read_text(encoding="utf-8")

    with pytest.raises(LabError, match="NameError: name 'missing' is not defined"):
        renew(path)

    assert path.read_text(encoding="utf-8") == before
