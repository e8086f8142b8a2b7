"""Do the lessons keep their promises: front matter, reasons, sources, ids, examples, glossary?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs_quiz.parsing import CHECKBOX_REGEX, collect_feedback, find_quizzes, mask_code_blocks

from labkit.notebooks.notebook import find_notebooks, read_notebook
from labkit.notebooks.page import text_markdown

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LABS = ROOT / "labs"

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
DIRECTIVE = re.compile(r"^ {0,3}<!--\s*(lab|sim|explorer):\s*(\S+)\s*-->\s*$", re.MULTILINE)
FOOTNOTE_DEFINED = re.compile(r"^\[\^([^\]]+)\]:", re.MULTILINE)
FOOTNOTE_USED = re.compile(r"\[\^([^\]]+)\](?!:)")
PYTHON_BLOCK = re.compile(r"^```python([^\n]*)\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
ALL_OR_NONE = re.compile(r"\b(?:all|none|both) of (?:the|these) (?:above|options|answers)", re.I)
WHICH_IS_NOT = re.compile(r"\bwhich\b[^.?]*\b(?:is|are|does|do|would|should)\s*(?:not\b|n't)", re.I)
EXPLICIT_ID = re.compile(r"\{[^}\n]*#([\w-]+)[^}\n]*\}\s*$", re.MULTILINE)

DOCUMENTS = sorted([*DOCS.rglob("*.md"), *find_notebooks(DOCS)])

documents = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda document: str(document.relative_to(DOCS))
)
lessons = pytest.mark.parametrize(
    "lesson",
    [each for each in DOCUMENTS if each.relative_to(DOCS).match("[1-5]-*/*")],
    ids=lambda lesson: lesson.stem,
)


def test_there_are_lessons() -> None:
    """An empty list of lessons would let everything below pass."""
    assert list(DOCS.glob("[1-5]-*/*.md"))


@lessons
def test_front_matter_is_complete(lesson: Path) -> None:
    """The template shows the pillar, the calendar, the lead and the minutes."""
    meta = front_matter(lesson)

    assert meta["pillar"] == int(lesson.parent.name[0])
    assert meta["calendar"].strip()
    assert meta["lead"].strip()
    assert set(meta["minutes"]) >= {"reading"}
    assert all(isinstance(minutes, int) and minutes > 0 for minutes in meta["minutes"].values())


@lessons
def test_minutes_of_the_labs_are_those_of_the_lesson(lesson: Path) -> None:
    """A lesson promises as much lab time as its labs say they take."""
    placed = [lab for kind, lab in directives(lesson) if kind == "lab"]

    minutes = sum(lab_files()[lab]["minutes"] for lab in placed)

    assert front_matter(lesson)["minutes"].get("lab", 0) == minutes


@documents
def test_every_quiz_option_has_a_reason(document: Path) -> None:
    """Whoever chooses an option, right or wrong, is told why."""
    for question, options in quizzes(document):
        assert question, "a quiz has no question"
        assert len(options) >= 2, question
        assert any(correct for _, correct, _ in options), f"no correct option: {question}"
        for option, _, reason in options:
            assert reason.strip(), f"no reason under '{option}'"


@documents
def test_no_quiz_asks_badly(document: Path) -> None:
    """Options are shuffled, and a negation in the stem tests reading, not understanding."""
    for question, options in quizzes(document):
        assert not WHICH_IS_NOT.search(question), question
        for option, _, _ in options:
            assert not ALL_OR_NONE.search(option), option


@documents
def test_footnotes_and_references_belong_together(document: Path) -> None:
    """Every claim's source exists, and every source supports something."""
    text = without_code(text_of(document))
    defined = FOOTNOTE_DEFINED.findall(text)

    used = set(FOOTNOTE_USED.findall(text))

    assert len(defined) == len(set(defined)), "a footnote is defined twice"
    assert used - set(defined) == set(), "these have no definition"
    assert set(defined) - used == set(), "nothing refers to these"


@documents
def test_labs_simulators_and_explorers_exist(document: Path) -> None:
    """A directive names a folder that is there."""
    known = {("lab", lab) for lab in lab_files()}
    known |= {("sim", sim) for sim in folder_ids("*/*.sim/sim.toml")}
    known |= {("explorer", each) for each in folder_ids("*/*.explorer/explorer.toml")}

    assert set(directives(document)) - known == set()


@documents
def test_python_examples_run(document: Path) -> None:
    """The examples of a page run from top to bottom in one namespace; `python no-run` opts out."""
    text = text_of(document)
    namespace: dict[str, Any] = {"__name__": "__example__"}
    for block in PYTHON_BLOCK.finditer(text):
        info, source = block.groups()
        if "no-run" in info.split():
            continue
        # Empty lines above keep the line numbers of the page in a traceback.
        above = "\n" * (text.count("\n", 0, block.start()) + 1)
        exec(compile(above + source, str(document), "exec"), namespace)


@pytest.mark.parametrize("lab", sorted(LABS.glob("*/*/lab.toml")), ids=lambda lab: lab.parent.name)
def test_terms_a_lab_teaches_are_in_the_glossary(lab: Path) -> None:
    """Each term has an entry whose id is the term in lower case with hyphens."""
    glossary = (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")
    entries = set(EXPLICIT_ID.findall(glossary))

    taught = tomllib.loads(lab.read_text(encoding="utf-8"))["teaches"]

    assert [term for term in taught if term.lower().replace(" ", "-") not in entries] == []


@documents
def test_links_to_the_glossary_arrive(document: Path) -> None:
    """A link to a term leads to the term."""
    glossary = (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")
    own = document.name == "glossary.md"
    pattern = r"\]\(#([\w-]+)\)" if own else r"glossary\.md#([\w-]+)"

    linked = set(re.findall(pattern, text_of(document)))

    assert linked - set(EXPLICIT_ID.findall(glossary)) == set()


def text_of(document: Path) -> str:
    """The page's Markdown; of a notebook what stands around its code, which runs in a kernel."""
    if document.suffix == ".ipynb":
        return text_markdown(read_notebook(document))
    return document.read_text(encoding="utf-8")


def front_matter(document: Path) -> dict[str, Any]:
    """The page's front matter."""
    found = FRONT_MATTER.match(text_of(document))
    assert found, "the page has no front matter"
    return yaml.safe_load(found.group(1))


def without_code(text: str) -> str:
    """The text without fenced blocks and inline code, where nothing is a directive."""
    return re.sub(r"`[^`\n]+`", "", mask_code_blocks(text)[0])


def directives(document: Path) -> list[tuple[str, str]]:
    """Kind and id of every lab, simulator and explorer the page places."""
    return DIRECTIVE.findall(without_code(text_of(document)))


def quizzes(document: Path) -> Iterator[tuple[str, list[tuple[str, bool, str]]]]:
    """Each quiz as its question and its options: text, whether it is correct, the reason."""
    masked, _ = mask_code_blocks(text_of(document))
    for quiz in find_quizzes(masked):
        lines = quiz.group(1).strip("\n").split("\n")
        question: list[str] = []
        options: list[tuple[str, bool, str]] = []
        for number, line in enumerate(lines):
            option = CHECKBOX_REGEX.match(line)
            if option:
                reason, _ = collect_feedback(lines, number + 1)
                options.append((option.group(2), option.group(1).lower() == "x", reason or ""))
            elif not options:
                question.append(line)
        yield "\n".join(question).strip(), options


def lab_files() -> dict[str, dict[str, Any]]:
    """Every lab's `lab.toml` by the lab's id."""
    return {
        folder_id(path.parent): tomllib.loads(path.read_text(encoding="utf-8"))
        for path in LABS.glob("*/*/lab.toml")
    }


def folder_ids(files: str) -> set[str]:
    """Ids of the folders that have such a file."""
    return {folder_id(path.parent) for path in LABS.glob(files)}


def folder_id(folder: Path) -> str:
    """The folder's path below `labs/` without order numbers and suffixes."""
    parts = folder.relative_to(LABS).parts
    return "/".join(re.sub(r"^\d+[a-z]?-|\.(sim|explorer)$", "", part) for part in parts)
