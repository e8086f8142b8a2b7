"""A page is laid out once: when all of it is there, and in its own fonts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages_server import PagesServer
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

EXPECTS = re.compile(r'<link rel="expect" href="#([\w-]+)" blocking="render">')
PRELOADED = re.compile(r'<link[^>]*rel="?preload"?[^>]*?([\w-]+)\.woff2')
USED = """async () => {
  await document.fonts.ready;
  const used = [...document.fonts].filter(({ status }) => status === "loaded");
  return used.map(({ family, style }) => `${family.replaceAll('"', "")}, ${style}`);
}"""
FACES = {
    "source-sans-3-latin-wght-normal": "Source Sans 3, normal",
    "source-sans-3-latin-wght-italic": "Source Sans 3, italic",
    "source-serif-4-latin-600-normal": "Source Serif 4, normal",
    "jetbrains-mono-latin-500-normal": "JetBrains Mono, normal",
}


def test_every_lab_uses_the_fonts_that_it_asks_for(
    published_pages: Path, known_page: Page, site: PagesServer
) -> None:
    """A browser warns of a font that came early and that nothing is written in."""
    texts = {file: file.read_text("utf-8") for file in published_pages.rglob("index.html")}
    lessons = [file for file, text in texts.items() if "<mlplat-lab" in text]
    assert len(lessons) > 10
    for file in lessons:
        known_page.goto(site.url + file.parent.relative_to(published_pages).as_posix() + "/")

        asked = {FACES[name] for name in PRELOADED.findall(texts[file])}

        assert "JetBrains Mono, normal" in asked
        assert asked <= set(known_page.evaluate(USED)), file


def test_every_page_is_painted_when_all_of_it_is_there(published_pages: Path) -> None:
    """What the browser waits for stands behind the page and before what lays it out first."""
    pages = [file.read_text("utf-8") for file in published_pages.rglob("*.html")]
    assert len(pages) > 50
    for page in pages:
        (awaited,) = EXPECTS.findall(page.partition("</head>")[0])
        behind = page.partition("</footer>")[2]

        before_scripts, found, _ = behind.partition(f'id="{awaited}"')

        assert found, "the browser waits for what is not there"
        assert "bundle." not in before_scripts
