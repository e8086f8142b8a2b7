"""axe finds nothing, in both colour schemes, on every page and in a lab's important states."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_page import in_light, violations_in_both_schemes
from lab_page import PATH, START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# A lesson, and a part of the reference, is tested from the moment it has a page.
DOCS = Path(__file__).parents[2] / "docs"
LESSONS = sorted([*DOCS.glob("[1-5]-*/*.md"), *DOCS.glob("[1-5]-*/*.ipynb")])
PARTS = sorted((DOCS / "reference" / "core").glob("*.md"))
PAGES = [
    "",
    *(f"{lesson.parent.name}/{lesson.stem}/" for lesson in LESSONS),
    "reference/glossary/",
    "reference/core/",
    *(f"reference/core/{part.stem}/" for part in PARTS),
    "your-record/",
    "your-score/",
    "your-work/",
    "about/",
    "contributing/decisions/",
    "contributing/runtime/",
    "contributing/how-fast/",
    "no/such/page/",
]
PHONES = (360, 390)
# Whatever follows the width of the window has done so by then.
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def reader(known_page: Page) -> Page:
    """A page that is opened in the light scheme."""
    return in_light(known_page)


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_violation(reader: Page, site: PagesServer, path: str) -> None:
    """Every page as it is read."""
    reader.goto(site.url + path)

    assert [] == violations_in_both_schemes(reader)


def test_lab_in_use_has_no_violation(reader: Page, site: PagesServer) -> None:
    """Editor open, a check failed, hints and a solution shown."""
    reader.goto(site.url + PATH)
    lab = LabPage(reader)
    lab.editor.click()
    lab.check()
    for _ in range(3):
        lab.button("Hint").click()
    lab.button("Solution").click()
    lab.lab.get_by_role("region", name="Solution").wait_for()

    assert [] == violations_in_both_schemes(reader)


def test_two_labs_in_use_have_no_violation(reader: Page, site: PagesServer) -> None:
    """What two labs of one page show at the same time has names that tell them apart."""
    reader.goto(site.url + "1-architecture/where-to-cut/")
    for lab_id in ("architecture/boundary-checker", "architecture/would-this-cut-hurt"):
        lab = LabPage(reader, lab_id)
        for _ in range(3):
            lab.button("Hint").click()
        lab.button("Solution").click()
        lab.lab.get_by_role("region", name="Solution").wait_for()

    assert [] == violations_in_both_schemes(reader)


def test_two_consoles_in_use_have_no_violation(reader: Page, site: PagesServer) -> None:
    """Each lab's console, and what its app answered, has a place of its own."""
    reader.goto(site.url + "4-serving/the-endpoint/")
    for lab_id in ("serving/predict-contract", "serving/predict-features"):
        lab = LabPage(reader, lab_id)
        lab.button("Open the console").click()
        lab.button("Your contract").click()
        lab.button("Send").click()
        said = lab.lab.get_by_role("group", name="What the document says")
        said.wait_for(timeout=START_MS)

    assert [] == violations_in_both_schemes(reader)


def test_nothing_is_wider_than_a_phone(site: PagesServer, known_page: Page) -> None:
    """No page scrolls sideways as a whole, neither on a narrow phone nor on a usual one."""
    for path in PAGES:
        known_page.set_viewport_size({"width": PHONES[0], "height": 800})
        known_page.goto(site.url + path)
        for width in PHONES:
            known_page.set_viewport_size({"width": width, "height": 800})
            known_page.evaluate(DRAWN)
            assert known_page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [
                width,
                width,
            ], path
