"""Markdown extension: `<!-- lab: ID -->`, `<!-- sim: ID -->` and `<!-- explorer: ID -->` become it.

The parts that authors write as elements get what their scripts and readers without one need.

In `mkdocs.yml`:

    markdown_extensions:
      - labkit.directives:
          labs: labs
"""

from __future__ import annotations

import re
from pathlib import Path

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from labkit.course import Course, read_course
from labkit.page_parts import PART_ELEMENTS
from labkit.rendering.explorer import render_explorer
from labkit.rendering.lab import render_lab
from labkit.rendering.parts import PartFrames
from labkit.rendering.simulator import render_simulator

DIRECTIVE = re.compile(r"^[ ]{0,3}<!--[ ]*(lab|sim|explorer):[ ]*(\S+)[ ]*-->[ \t]*$", re.MULTILINE)
# Tags that Python-Markdown must not wrap into a paragraph.
ELEMENTS = (
    "mlplat-lab",
    "mlplat-sim",
    "mlplat-explorer",
    "mlplat-work",
    "mlplat-score",
    "mlplat-part",
    "mlplat-continue",
    *PART_ELEMENTS,
)
# After fenced code (25), so that a directive shown as code stays code; before raw HTML (20).
PRIORITY = 24


class LabDirectives(Extension):
    """Options: `labs`, the folder of labs; `chart_cache`, a folder for drawn charts or empty."""

    def __init__(self, **options: object) -> None:
        self.config = {
            "labs": ["labs", "folder that holds the labs"],
            "chart_cache": [".cache/labkit/charts", "folder for drawn charts; empty for none"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the directive and the elements it produces."""
        md.block_level_elements.extend(ELEMENTS)
        cache = self.getConfig("chart_cache")
        reader = DirectiveReader(md, Path(self.getConfig("labs")), Path(cache) if cache else None)
        md.preprocessors.register(reader, "labkit", PRIORITY)
        md.treeprocessors.register(PartFrames(md), "labkit", 0)


class DirectiveReader(Preprocessor):
    """Replaces directives by HTML that later steps leave alone."""

    def __init__(self, md: Markdown, labs_root: Path, chart_cache: Path | None) -> None:
        super().__init__(md)
        self._labs_root = labs_root
        self._chart_cache = chart_cache

    def run(self, lines: list[str]) -> list[str]:
        """The page's lines with every directive replaced.

        Raises:
            LabError: A directive names nothing that is known, or a folder cannot be read.
        """
        text = "\n".join(lines)
        if not DIRECTIVE.search(text):
            return lines
        course = read_course(self._labs_root)
        replaced = DIRECTIVE.sub(lambda found: self._stash(course, *found.groups()), text)
        return replaced.split("\n")

    def _stash(self, course: Course, kind: str, wanted: str) -> str:
        if kind == "lab":
            html = render_lab(course.lab(wanted))
        elif kind == "explorer":
            html = render_explorer(course.explorer(wanted))
        else:
            html = render_simulator(course.simulator(wanted), self._chart_cache)
        return f"\n{self.md.htmlStash.store(html)}\n"


def makeExtension(**options: object) -> LabDirectives:
    """What Python-Markdown calls."""
    return LabDirectives(**options)
