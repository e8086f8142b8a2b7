"""What a reader gets whose browser runs no scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab_page import PATH, REUSE_PATH
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def plain_page(open_context: Callable[..., BrowserContext], site: PagesServer) -> Page:
    """The lesson with JavaScript off."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto(site.url + PATH)
    return page


def test_text_task_and_code_show(plain_page: Page) -> None:
    """The lesson and the lab's task and code are readable."""
    expect(plain_page.get_by_role("heading", level=1)).to_be_visible()
    lab = plain_page.locator("mlplat-lab")
    expect(lab.get_by_text("def pit_join(labels, rows, ttl):").first).to_be_visible()
    expect(lab.locator("[data-check]").first).to_be_visible()


def test_simulator_shows_its_first_view(plain_page: Page, site: PagesServer) -> None:
    """Sentence, picture and table of a simulator are there as the build computed them."""
    plain_page.goto(site.url + REUSE_PATH)

    simulator = plain_page.locator("mlplat-sim")
    expect(simulator.locator("svg").first).to_be_visible()
    expect(simulator.get_by_role("row").nth(3)).to_contain_text("6.0")
    expect(simulator.get_by_text("6.0 engineer-weeks")).to_be_visible()


def test_nine_steps_are_a_table(plain_page: Page, site: PagesServer) -> None:
    """Before its first step, the simulator of the pipeline says what each step is there for."""
    plain_page.goto(site.url + "2-feature-store/two-stores/")

    rows = plain_page.locator('mlplat-sim[data-sim="feature-store/pipeline"]').get_by_role("row")
    expect(rows).to_have_count(1 + 9)
    expect(rows.nth(2)).to_contain_text("a payment counts twice after every retry")


def test_buttons_say_why_they_do_not_work(plain_page: Page) -> None:
    """Controls are disabled and a sentence says what they need."""
    lab = plain_page.locator("mlplat-lab")
    for button in lab.get_by_role("button").all():
        expect(button).to_be_disabled()
    expect(lab.locator(".mlp-lab__noscript")).to_be_visible()
    expect(lab.locator(".mlp-lab__noscript")).to_contain_text("need JavaScript")


def test_hints_and_solution_can_be_opened(plain_page: Page) -> None:
    """Help is there without a script too."""
    lab = plain_page.locator("mlplat-lab")
    lab.get_by_text("Hints and a solution").click()

    expect(lab.locator("details ol li")).to_have_count(3)
    expect(lab.locator("details pre")).to_contain_text("def pit_join")
