"""Does "Continue" bring back a lab whose Python is ready, and does mere reading start none?"""

from __future__ import annotations

import pytest
from lab_page import PATH, START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import Page, expect
from warm_page import python_workers

pytestmark = pytest.mark.browser

FRAGMENT = "#lab-feature-store-point-in-time-join"


@pytest.fixture
def ran(lab: LabPage) -> LabPage:
    """The lab, whose program the learner has run and not changed."""
    lab.button("Run").click()
    lab.expect_state("ready")
    return lab


def has_come_to_rest(page: Page, address: str) -> None:
    """Opens it, and waits until nothing happens any more."""
    page.goto(address, wait_until="networkidle")


def test_continue_gets_python_and_the_editor_ready(ran: LabPage, site: PagesServer) -> None:
    """As for who has changed the program: nobody has to press anything first."""
    ran.page.goto(site.url)

    ran.page.get_by_role("link", name="Continue").click()

    ran.page.wait_for_url(f"**/{PATH}{FRAGMENT}")
    ran.expect_state("ready")
    expect(ran.editor).to_have_attribute("contenteditable", "true", timeout=START_MS)


@pytest.mark.parametrize("fragment", ["", FRAGMENT], ids=["the lesson", "the lab"])
def test_reading_starts_no_python(known_page: Page, site: PagesServer, fragment: str) -> None:
    """Whoever follows a link to a lab may only want to read its task."""
    has_come_to_rest(known_page, site.url + PATH + fragment)

    assert python_workers(known_page) == 0


def test_reading_the_lesson_again_starts_no_python(ran: LabPage, site: PagesServer) -> None:
    """The lab was begun, but nobody has gone there."""
    ran.page.goto(site.url)

    has_come_to_rest(ran.page, site.url + PATH)

    assert python_workers(ran.page) == 0
