"""axe finds nothing, in both colour schemes, on every page and in a lab's important states."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lab_page import PATH, START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Page

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


@pytest.fixture(params=["light", "dark"])
def schemed_page(
    request: pytest.FixtureRequest, open_context: Callable[..., BrowserContext]
) -> Page:
    """A page in one of the two colour schemes."""
    return open_context(color_scheme=request.param, reduced_motion="reduce").new_page()


def violations(page: Page) -> list[str]:
    """What axe complains about, one line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{problem['id']}: {node['html'][:160]} {node['failureSummary']}"
        for problem in found
        for node in problem["nodes"]
    ]


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_violation(schemed_page: Page, site: PagesServer, path: str) -> None:
    """Every page as it is read."""
    schemed_page.goto(site.url + path)

    assert [] == violations(schemed_page)


def test_lab_in_use_has_no_violation(schemed_page: Page, site: PagesServer) -> None:
    """Editor open, a check failed, hints and a solution shown."""
    schemed_page.goto(site.url + PATH)
    lab = LabPage(schemed_page)
    lab.editor.click()
    lab.check()
    for _ in range(3):
        lab.button("Hint").click()
    lab.button("Solution").click()
    lab.lab.get_by_role("region", name="Solution").wait_for()

    assert [] == violations(schemed_page)


def test_two_labs_in_use_have_no_violation(schemed_page: Page, site: PagesServer) -> None:
    """What two labs of one page show at the same time has names that tell them apart."""
    schemed_page.goto(site.url + "1-architecture/where-to-cut/")
    for lab_id in ("architecture/boundary-checker", "architecture/would-this-cut-hurt"):
        lab = LabPage(schemed_page, lab_id)
        for _ in range(3):
            lab.button("Hint").click()
        lab.button("Solution").click()
        lab.lab.get_by_role("region", name="Solution").wait_for()

    assert [] == violations(schemed_page)


def test_two_consoles_in_use_have_no_violation(schemed_page: Page, site: PagesServer) -> None:
    """Each lab's console, and what its app answered, has a place of its own."""
    schemed_page.goto(site.url + "4-serving/the-endpoint/")
    for lab_id in ("serving/predict-contract", "serving/predict-features"):
        lab = LabPage(schemed_page, lab_id)
        lab.button("Open the console").click()
        lab.button("Your contract").click()
        lab.button("Send").click()
        said = lab.lab.get_by_role("group", name="What the document says")
        said.wait_for(timeout=START_MS)

    assert [] == violations(schemed_page)


@pytest.mark.parametrize("width", [360, 390])
def test_nothing_is_wider_than_a_phone(
    site: PagesServer, open_context: Callable[..., BrowserContext], width: int
) -> None:
    """No page scrolls sideways as a whole."""
    page = open_context(viewport={"width": width, "height": 800}).new_page()
    for path in PAGES:
        page.goto(site.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
