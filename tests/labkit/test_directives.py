"""What the Markdown extension makes of directives."""

from __future__ import annotations

import json
import re
from pathlib import Path

import markdown
import pytest

from labkit.errors import LabError


def convert(text: str, labs_root: Path) -> str:
    """HTML of a page with the extension as `mkdocs.yml` uses it."""
    return markdown.markdown(
        text,
        extensions=["fenced_code", "labkit.directives"],
        extension_configs={"labkit.directives": {"labs": str(labs_root), "chart_cache": ""}},
    )


def test_lab_is_complete_without_a_script(labs_root: Path) -> None:
    """Task, code, every check, hints and a solution are in the page before any script runs."""
    html = convert("Before\n\n<!-- lab: feature-store/sum-it-up -->\n\nAfter", labs_root)

    assert '<mlplat-lab class="mlp-lab" data-lab="feature-store/sum-it-up"' in html
    assert 'data-state="static"' in html
    assert "For <code>[1, 2, 3]</code> the answer is 6." in html
    assert ["adds_up", "agrees_with_python"] == re.findall(r'data-check="(\w+)"', html)
    assert "A loop with a running total is enough." in html
    for button in ("run", "check", "stop", "hint", "solution", "reset"):
        assert f'data-action="{button}" disabled' in html


@pytest.mark.parametrize("before", ["", "Before\n\n"])
@pytest.mark.parametrize("after", ["", "\n", "\n\nAfter", "\nAfter"])
def test_lab_stands_on_its_own(labs_root: Path, before: str, after: str) -> None:
    """Wherever it stands, the element is not wrapped into a paragraph, and text stays text."""
    html = convert(f"{before}<!-- lab: feature-store/sum-it-up -->{after}", labs_root)

    assert html.startswith(("<p>Before</p>\n" if before else "") + "<mlplat-lab ")
    assert html.endswith("</mlplat-lab>" + ("\n<p>After</p>" if "After" in after else ""))


def test_data_cannot_end_its_script_element(labs_root: Path, lab_folder: Path) -> None:
    """Whatever a program contains, the JSON element ends where it should and reads back."""
    nasty = 'TEXT = "</script><!-- <script>"\n'
    starter = lab_folder / "starter.py"
    starter.write_text(starter.read_text(encoding="utf-8") + nasty, encoding="utf-8")

    html = convert("<!-- lab: feature-store/sum-it-up -->", labs_root)

    data = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.S)
    assert data is not None
    assert json.loads(data.group(1))["starter"].endswith(nasty)


def test_unknown_id_lists_the_known_ones(labs_root: Path) -> None:
    """A directive that names nothing stops the build and says what there is."""
    with pytest.raises(LabError, match="did you mean 'feature-store/sum-it-up'"):
        convert("<!-- lab: feature-store/sum-it-upp -->", labs_root)


def test_directive_inside_code_stays_code(labs_root: Path) -> None:
    """A page can show how a directive is written."""
    html = convert("```\n<!-- lab: no/such -->\n```", labs_root)

    assert "&lt;!-- lab: no/such --&gt;" in html
