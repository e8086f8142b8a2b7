"""Does the Back button bring back a page that works, and is there never an orphan with a Python?"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from browsers import launch_options
from lab_page import PATH, START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import Browser, Page, Playwright, expect

pytestmark = pytest.mark.browser

MINE = "print('mine')\n"
ENDLESS = "print('on')\nwhile True:\n    pass\n"
VISITS = 4
# A page that is shown again as it was left says so; one that is loaded again has no `shownAgain`.
NOTE_RETURN = "addEventListener('pageshow', (event) => (window.shownAgain = event.persisted))"


@pytest.fixture
def remembering(playwright: Playwright) -> Iterator[Browser]:
    """A whole browser which keeps pages that were left as they are; Playwright's does not."""
    options = launch_options(playwright.chromium.executable_path)
    switch = ["--disable-back-forward-cache"]
    browser = playwright.chromium.launch(**options, ignore_default_args=switch)
    yield browser
    browser.close()


@pytest.fixture
def left(remembering: Browser, site: PagesServer) -> LabPage:
    """The lab in that browser, which notes whether it was shown again."""
    page = remembering.new_page()
    page.goto(site.url + PATH)
    page.evaluate(NOTE_RETURN)
    return LabPage(page)


def pythons(browser: Browser, expected: int) -> int:
    """How many workers of the whole browser hold a Python, once terminated ones have ended."""
    session = browser.new_browser_cdp_session()
    deadline = time.monotonic() + START_MS / 1000
    while True:
        found = session.send("Target.getTargets", {"filter": [{"type": "worker"}]})["targetInfos"]
        count = sum(worker["url"].endswith("/js/worker.js") for worker in found)
        if count == expected or time.monotonic() > deadline:
            session.detach()
            return count


def go_and_come_back(page: Page, elsewhere: str) -> None:
    """Follow a link to another page and press Back."""
    page.goto(elsewhere)
    page.go_back(wait_until="commit")


def run(lab: LabPage, program: str, says: str) -> None:
    """Run the program, and wait for what it prints."""
    lab.type_program(program)
    lab.button("Run").click()
    expect(lab.output).to_contain_text(says, timeout=START_MS)


def test_a_page_that_is_shown_again_has_its_python(
    left: LabPage, remembering: Browser, site: PagesServer
) -> None:
    """What was written and printed is there, and the same Python runs the next program."""
    run(left, MINE, "mine")

    go_and_come_back(left.page, site.url)

    left.page.wait_for_function("window.shownAgain === true")
    assert left.code().strip() == MINE.strip()
    expect(left.output).to_contain_text("mine")
    run(left, "print('again')", "again")
    assert pythons(remembering, 1) == 1


def test_a_run_that_was_left_can_be_stopped(
    left: LabPage, remembering: Browser, site: PagesServer
) -> None:
    """Stop and Run still work there, and the stopped Python is gone."""
    run(left, ENDLESS, "on")
    left.expect_state("running")

    go_and_come_back(left.page, site.url)

    left.page.wait_for_function("window.shownAgain === true")
    if left.button("Stop").is_enabled():  # unless the time limit came first
        left.button("Stop").click()
    left.expect_state("stopped")
    run(left, MINE, "mine")
    assert pythons(remembering, 1) == 1


def test_a_page_that_is_loaded_again_starts_again(
    known_page: Page, browser: Browser, site: PagesServer
) -> None:
    """However often: the code is there, and never more than the Python of the page on show."""
    known_page.goto(site.url + PATH)
    known_page.evaluate(NOTE_RETURN)
    lab = LabPage(known_page)

    for _ in range(VISITS):
        run(lab, MINE, "mine")
        assert pythons(browser, 1) == 1
        known_page.goto(site.url)
        assert pythons(browser, 0) == 0
        known_page.go_back()

    assert known_page.evaluate("window.shownAgain") is None
    expect(lab.editor).to_contain_text(MINE.strip())
