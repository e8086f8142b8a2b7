"""A lesson asks for the fonts of its text before its styles name them, and for no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages_server import PagesServer
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

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
