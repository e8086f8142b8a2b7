"""The lessons' HTML as MkDocs makes it, without the theme around it and without writing a site."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation

from labkit.html_tree import Element, parse_html

ROOT = Path(__file__).parents[2]


@cache
def rendered_lessons() -> dict[str, Element]:
    """The content of every lesson, by its path below `docs/`."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    files = config.plugins.on_files(get_files(config), config=config)
    config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    lessons = {}
    for file in files.documentation_pages():
        path, page = file.src_uri, file.page
        if path[0].isdigit() and page is not None:
            page.read_source(config)
            page.markdown = config.plugins.on_page_markdown(
                page.markdown or "", page=page, config=config, files=files
            )
            page.render(config, files)
            html = config.plugins.on_page_content(
                page.content or "", page=page, config=config, files=files
            )
            lessons[path] = parse_html(html or "")
    return lessons
