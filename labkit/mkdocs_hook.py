"""The little that only MkDocs can do: stop a bad build with a sentence, and copy files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from labkit.catalogue import CoursePage, checklist_catalogue, record_catalogue
from labkit.course import Course, read_course
from labkit.course_map import Lesson, course_map
from labkit.directives import DIRECTIVE
from labkit.errors import LabError
from labkit.notebooks.notebook import SUFFIX, read_notebook
from labkit.notebooks.page import page_markdown
from labkit.page_parts import PageParts, read_parts
from labkit.published import PUBLISHED_BELOW, Published, build_published
from labkit.rendering.markup import element_id
from labkit.rendering.part_state import with_part_states
from labkit.rules.course import FENCE
from labkit.rules.explorer import explorer_problems
from labkit.rules.form import form_problems
from labkit.rules.parts import part_problems
from labkit.terms import read_terms, with_described_terms

GLOSSARY = "reference/glossary.md"
# A lab, a simulator, an explorer, or one check of a lab.
ANCHOR = re.compile(r'<(?:mlplat-(?:lab|sim|explorer)|li)\b[^>]*?\bid="([\w-]+)"')
# MkDocs gives hooks no object to keep things in between the events of one build.
_build: dict[str, Any] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check all labs, build what the pages load, and tell the templates where it is."""
    root = Path(config.config_file_path).parent
    try:
        course = read_course(root / "labs")
        problems = [problem for lab in course.labs.values() for problem in form_problems(lab)]
        for explorer in course.explorers.values():
            problems += explorer_problems(explorer)
        packages = {name for lab in course.labs.values() for name in lab.packages}
        packages |= {name for sim in course.simulators.values() for name in sim.packages}
        published = build_published(root, root / ".cache" / "labkit", packages)
    except LabError as problem:
        raise PluginError(str(problem)) from None
    if problems:
        raise PluginError("\n".join(map(str, problems)))
    _build.update(course=course, published=published, pages=[], parts={}, terms={})
    # The reference has a look of its own; that of mkdocstrings would weigh on every page.
    config.extra_css = [path for path in config.extra_css if "mkdocstrings" not in str(path)]
    config.extra["mlplat"] = {
        "app": f"{PUBLISHED_BELOW}/{published.app.name}",
        "runtime": f"{PUBLISHED_BELOW}/{published.runtime.name}",
        "modules": published.modules,
        "labs": {},
    }
    if published.packages is not None:
        config.extra["mlplat"]["packages"] = f"{PUBLISHED_BELOW}/{published.packages.name}"
    return config


def on_pre_page(page: Page, **_: object) -> None:
    """Render a notebook's text like every other page's, and not as mkdocs-jupyter would.

    See decision 0030: the plugin makes notebooks pages and publishes their files.
    """
    if page.file.src_uri.endswith(SUFFIX):
        vars(page).pop("render", None)


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """The Markdown of a notebook, with what it has stored; nothing runs."""
    if not page.file.src_uri.endswith(SUFFIX):
        return None
    try:
        root = Path(config.config_file_path).parent
        source = Path(str(page.file.abs_src_path))
        return page_markdown(read_notebook(source), root / ".cache" / "labkit" / "charts")
    except LabError as problem:
        raise PluginError(f"{page.file.src_path}: {problem}") from None


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> None:
    """Note which lab is on which page; stop at a directive that names nothing, and say where."""
    course: Course = _build["course"]
    try:
        for kind, wanted in DIRECTIVE.findall(FENCE.sub("", markdown)):
            if kind == "lab":
                lab = course.lab(wanted)
                anchor = f"{page.url}#{element_id('lab', lab.id)}"
                config.extra["mlplat"]["labs"][lab.id] = [f"{lab.number} {lab.title}", anchor]
            elif kind == "explorer":
                course.explorer(wanted)
            else:
                course.simulator(wanted)
    except LabError as problem:
        raise PluginError(f"{page.file.src_path}: {problem}") from None


def on_nav(nav: Navigation, **_: object) -> None:
    """Note the order of the course."""
    _build["pages"] = nav.pages


def on_page_content(html: str, page: Page, **_: object) -> None:
    """Note what a learner writes and ticks on which page; stop where a part is not well formed.

    MkDocs has not seen the inside of what a directive became, so it is told which anchors are
    there, and a link to one that is not stays a mistake.
    """
    page.present_anchor_ids = (page.present_anchor_ids or set()) | set(ANCHOR.findall(html))
    parts = read_parts(html)
    problems = part_problems(parts, page.file.src_path)
    if problems:
        raise PluginError("\n".join(map(str, problems)))
    _build["parts"][page.url] = parts
    if page.file.src_uri == GLOSSARY:
        _build["terms"] = read_terms(html)


def on_env(env: Environment, config: MkDocsConfig, **_: object) -> None:
    """With every page read, tell the templates what the whole course has."""
    parts: dict[str, PageParts] = _build["parts"]
    pages = [
        CoursePage(str(page.title), page.url, parts[page.url])
        for page in _build["pages"]
        if page.url in parts
    ]
    config.extra["mlplat"]["record"] = record_catalogue(pages)
    config.extra["mlplat"]["checklists"] = checklist_catalogue(pages)
    lessons = [_lesson(page) for page in _build["pages"] if page.meta.get("pillar")]
    config.extra["mlplat"]["course"] = course_map(lessons, _build["course"].labs)


def _lesson(page: Page) -> Lesson:
    number = int(page.meta["pillar"])
    return Lesson(
        part=number,
        part_title=str(page.parent.title if page.parent else "").removeprefix(f"{number} "),
        title=str(page.title),
        address=page.url,
        minutes=sum(page.meta.get("minutes", {}).values()),
        contents=_build["parts"][page.url],
    )


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, **_: object
) -> dict[str, Any]:
    """Fill in what only the whole course knows: counts on the home page, terms in lessons."""
    html = with_part_states(page.content or "", config.extra["mlplat"]["course"])
    if page.meta.get("pillar"):
        html, context["mlplat_terms"] = with_described_terms(html, _build["terms"])
    page.content = html
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Copy scripts, styles, fonts, the runtime and packages into the site."""
    published: Published = _build["published"]
    published.copy_to(Path(config.site_dir))
