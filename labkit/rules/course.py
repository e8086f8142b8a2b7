"""Do the labs fit together, and does each have its place in a lesson?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from labkit.course import Course
from labkit.directives import DIRECTIVE
from labkit.errors import LabError
from labkit.explorer import Explorer
from labkit.lab import Lab
from labkit.notebooks.notebook import SUFFIX, find_notebooks, read_notebook
from labkit.notebooks.page import text_markdown
from labkit.page_parts import parts_of_markdown
from labkit.rules.parts import part_problems, repeated_ids
from labkit.simulator import Simulator

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)


def course_problems(course: Course, docs: Path) -> list[LabError]:
    """Every rule between labs, and between labs and the lessons in `docs`, that is broken."""
    return [*_requirements(course), *_pages(course, docs), *_parts(docs)]


def _requirements(course: Course) -> Iterator[LabError]:
    """A lab requires only labs that come before it, so there is never a circle."""
    order = list(course.labs)
    for position, lab in enumerate(course.labs.values()):
        for required in lab.requires:
            if required not in order[:position]:
                yield LabError(
                    f"requires '{required}', which is no earlier lab",
                    "correct the id or the folders' order numbers",
                    lab.folder / "lab.toml",
                )


def _pages(course: Course, docs: Path) -> Iterator[LabError]:
    """Each lab, simulator and explorer stands on exactly one page."""
    found: dict[tuple[str, str], list[Path]] = {}
    for page in _documents(docs):
        text = FENCE.sub("", _markdown(page))
        for kind, wanted in DIRECTIVE.findall(text):
            found.setdefault((kind, wanted), []).append(page)
    placed: tuple[tuple[str, Mapping[str, Lab | Simulator | Explorer]], ...] = (
        ("lab", course.labs),
        ("sim", course.simulators),
        ("explorer", course.explorers),
    )
    for kind, known in placed:
        for item in known.values():
            pages = found.get((kind, item.id), [])
            if len(pages) != 1:
                where = ", ".join(map(str, pages)) or "no page"
                yield LabError(
                    f"stands on {where}",
                    f"put <!-- {kind}: {item.id} --> on exactly one page",
                    item.folder,
                )


def _parts(docs: Path) -> Iterator[LabError]:
    """Steppers, records and checklists are well formed, and what is kept has one place."""
    pages = {
        page: parts_of_markdown(FRONT_MATTER.sub("", _markdown(page))) for page in _documents(docs)
    }
    for page, parts in pages.items():
        yield from part_problems(parts, page)
    yield from repeated_ids(pages)


def _documents(docs: Path) -> list[Path]:
    return sorted([*docs.rglob("*.md"), *find_notebooks(docs)])


def _markdown(page: Path) -> str:
    if page.suffix == SUFFIX:
        return text_markdown(read_notebook(page))
    return page.read_text(encoding="utf-8")
