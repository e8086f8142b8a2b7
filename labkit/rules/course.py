"""Do the labs fit together, and does each have its place in a lesson?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from labkit.course import Course
from labkit.directives import DIRECTIVE
from labkit.errors import LabError

FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)


def course_problems(course: Course, docs: Path) -> list[LabError]:
    """Every rule between labs, and between labs and the lessons in `docs`, that is broken."""
    return [*_requirements(course), *_pages(course, docs)]


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
    """Each lab and simulator stands on exactly one page."""
    found: dict[tuple[str, str], list[Path]] = {}
    for page in sorted(docs.rglob("*.md")):
        text = FENCE.sub("", page.read_text(encoding="utf-8"))
        for kind, wanted in DIRECTIVE.findall(text):
            found.setdefault((kind, wanted), []).append(page)
    for kind, known in (("lab", course.labs), ("sim", course.simulators)):
        for item in known.values():
            pages = found.get((kind, item.id), [])
            if len(pages) != 1:
                where = ", ".join(map(str, pages)) or "no page"
                yield LabError(
                    f"stands on {where}",
                    f"put <!-- {kind}: {item.id} --> on exactly one page",
                    item.folder,
                )
