"""Is the reference what the docstrings say: complete, well formed, linked, without a warning?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from mkdocstrings import Inventory

import mlplat_core

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from published_site import copy_project  # noqa: E402

SOURCES = ROOT / "docs" / "reference" / "core"
PAGES = ["reference/core/", *(f"reference/core/{page.stem}/" for page in SOURCES.glob("*.md"))]
SECTIONS = {
    "Arguments",
    "Attributes",
    "Complexity",
    "Example",
    "Raises",
    "Returns",
    "Source",
    "Values",
}
HEADING = re.compile(r"h[1-6]")

pages = pytest.mark.parametrize("page", PAGES)
public_names = pytest.mark.parametrize("name", mlplat_core.__all__)


class ReadPage(HTMLParser):
    """What a page's article has.

    Attributes:
        headings: level and id of each.
        ids: all of them, those of headings included.
        terms: ids of the terms of lists.
        links: targets as written.
        labels: of the rows that the sections of docstrings become.
        text: what a reader sees.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.ids: list[str] = []
        self.terms: list[str] = []
        self.links: list[str] = []
        self.labels: set[str] = set()
        self.text = ""
        self._in_label = False
        self.feed(html[html.index("<article") : html.index("</article>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element is."""
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        if HEADING.fullmatch(tag):
            self.headings.append((int(tag[1]), found.get("id", "")))
        if tag == "dt":
            self.terms.append(found.get("id", ""))
        if tag == "a":
            self.links.append(found.get("href", ""))
        self._in_label = found.get("class") == "mlp-ref__label"

    def handle_data(self, data: str) -> None:
        """Note the text, and the label if it is one."""
        self.text += data
        if self._in_label and data.strip():
            self.labels.add(data.strip())


def build(project: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build a project's site; `--quiet` would hide warnings from `--strict`, too."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=project, capture_output=True, text=True, env=environment)


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The site of the working tree, and what its build said."""
    folder = tmp_path_factory.mktemp("reference") / "site"
    return folder, build(ROOT, folder)


@pytest.fixture(scope="module")
def site(built: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    """The site, even if the build had something to warn of."""
    folder, done = built
    assert (folder / "index.html").is_file(), done.stderr
    return folder


@pytest.fixture(scope="module")
def read(site: Path) -> dict[str, ReadPage]:
    """Every page of the reference, by its address."""
    return {page: ReadPage((site / page / "index.html").read_text("utf-8")) for page in PAGES}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What the build of a copy says in which an argument and a type were not explained."""
    project = tmp_path_factory.mktemp("broken") / "project"
    copy_project(project)
    store = project / "mlplat_core" / "registry" / "model_registry.py"
    rewrite(store, "            known_head: an earlier", "            last_head: an earlier")
    page = project / "docs" / "reference" / "core" / "registry.md"
    rewrite(page, "::: mlplat_core.registry.decisions.Expected\n", "")
    return build(project, project.parent / "site")


def warnings_of(done: subprocess.CompletedProcess[str], words: str) -> list[str]:
    """The warnings with these words; a strict build ends with a refusal if there is any."""
    lines = done.stderr.splitlines()
    return [line for line in lines if line.startswith("WARNING") and words in line]


def rewrite(path: Path, old: str, new: str) -> None:
    """Replace `old`, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_build_is_strict_and_silent(
    built: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    """No warning, and no line but MkDocs' own: every reference in a docstring was understood."""
    _, done = built

    assert [line for line in done.stderr.splitlines() if not line.startswith("INFO")] == []
    assert done.returncode == 0


@public_names
def test_every_public_name_has_one_entry(read: dict[str, ReadPage], name: str) -> None:
    """A heading with a stable id, on one page."""
    anchor = f"mlplat_core.{name}"

    found = [page for page in PAGES if (3, anchor) in read[page].headings]

    assert len(found) == 1, f"write '::: {anchor}' on one page below docs/reference/core/: {found}"


@public_names
def test_every_public_name_is_in_the_index(read: dict[str, ReadPage], name: str) -> None:
    """A row on the first page, whose id holds even if the entry moves to another page."""
    rows = [term for term in read["reference/core/"].terms if term == f"mlplat_core.{name}"]

    assert len(rows) == 1, f"docs/reference/core.md needs a directive for the part of {name}"


@public_names
def test_every_public_name_is_in_the_inventory(site: Path, name: str) -> None:
    """`objects.inv` lets the documentation of others link to ours."""
    with (site / "objects.inv").open("rb") as file:
        entry = Inventory.parse_sphinx(file)[f"mlplat_core.{name}"]

    assert entry.uri.startswith("reference/core/")


@pages
def test_headings_are_an_outline(read: dict[str, ReadPage], page: str) -> None:
    """One title, and no level is skipped on the way down."""
    levels = [level for level, _ in read[page].headings]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [(above, below) for above, below in pairwise(levels) if below > above + 1] == []


@pages
def test_ids_are_unique(read: dict[str, ReadPage], page: str) -> None:
    """An address leads to one place."""
    repeated = [anchor for anchor, times in Counter(read[page].ids).items() if times > 1]

    assert repeated == []


@pages
def test_links_arrive(site: Path, read: dict[str, ReadPage], page: str) -> None:
    """A link within the reference leads to an id that is there; a type may be on another page."""
    missing = []
    for link in read[page].links:
        target, anchor = urldefrag(urljoin(page, link))
        if target in read and anchor and unquote(anchor) not in read[target].ids:
            missing.append(link)

    assert missing == []


@pages
def test_nothing_is_left_of_the_markup(read: dict[str, ReadPage], page: str) -> None:
    """Directives, references and doctest prompts were understood, and so was every section."""
    text = read[page].text

    assert [each for each in (":::", "][mlplat_core", "<autoref", "<code>") if each in text] == []
    assert read[page].labels <= SECTIONS


def test_the_examples_of_docstrings_are_shown(read: dict[str, ReadPage]) -> None:
    """What doctest runs is what the reader sees."""
    shown = "".join(page.text for page in read.values())

    assert ">>> ModelUri.parse(" in shown


def test_names_in_backticks_are_links(site: Path) -> None:
    """A docstring that mentions another public name leads there."""
    html = (site / "reference" / "core" / "feature-store" / "index.html").read_text("utf-8")

    assert 'href="#mlplat_core.point_in_time_join"><code>point_in_time_join</code></a>' in html


def test_pages_load_no_style_but_ours(site: Path) -> None:
    """The look of mkdocstrings would be one more file for every reader of every page."""
    assert "_mkdocstrings.css" not in (site / "index.html").read_text("utf-8")


def test_a_build_with_warnings_is_refused(broken: subprocess.CompletedProcess[str]) -> None:
    """Nothing else stopped it: it came to its end and counted what it had warned of."""
    assert broken.returncode != 0
    warned = len(warnings_of(broken, ""))
    assert f"Aborted with {warned} warnings in strict mode!" in broken.stdout


def test_unknown_argument_is_warned_of(broken: subprocess.CompletedProcess[str]) -> None:
    """A docstring that explains an argument that does not exist is found by file and line."""
    words = "Parameter 'last_head' does not appear in the function signature"

    assert ["model_registry.py:"] == [
        line[line.index("model_registry.py") :][:18] for line in warnings_of(broken, words)
    ]


def test_unexplained_type_is_warned_of(broken: subprocess.CompletedProcess[str]) -> None:
    """A signature may only name types of ours that have an entry."""
    words = "(mlplat_core.ModelRegistry.set_alias) Could not find cross-reference"

    found = warnings_of(broken, words)

    assert found
    assert all("mlplat_core.registry.decisions.Expected" in line for line in found)
