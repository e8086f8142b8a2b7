"""A checklist: its items can be ticked, the ticks stay, and nobody judges."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_page import in_light, violations_in_both_schemes
from pages_server import PagesServer
from parts_site import PATH
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

OWNER = "The design names one owner for each part."


def test_ticks_stay(page: Page, parts_site: PagesServer) -> None:
    """A tick by mouse and one by keyboard are there after a reload; the count follows."""
    page.goto(parts_site.url + PATH)
    checklist = page.locator("mlplat-checklist")
    expect(checklist.get_by_role("status")).to_have_text("0 of 3")

    checklist.get_by_text(OWNER).click()
    checklist.get_by_role("checkbox", name="Money moves last.").press("Space")
    expect(checklist.get_by_role("status")).to_have_text("2 of 3")
    page.reload()

    expect(checklist.get_by_role("checkbox", name=OWNER)).to_be_checked()
    expect(checklist.get_by_role("status")).to_have_text("2 of 3")
    checklist.get_by_text(OWNER).click()
    expect(checklist.get_by_role("status")).to_have_text("1 of 3")


def test_link_in_an_item_stays_a_link(page: Page, parts_site: PagesServer) -> None:
    """It leads on, and does not tick."""
    page.goto(parts_site.url + PATH)

    page.locator("mlplat-checklist").get_by_role("link", name="a signal").click()

    assert page.url.endswith("#explore")
    expect(page.locator("mlplat-checklist").get_by_role("status")).to_have_text("0 of 3")


def test_two_tabs_tick_together(context: BrowserContext, parts_site: PagesServer) -> None:
    """Each adds its tick to the other's."""
    first, second = context.new_page(), context.new_page()
    for tab, item in ((first, 0), (second, 1)):
        tab.goto(parts_site.url + PATH)
        tab.get_by_role("checkbox").nth(item).check()

    for tab in (first, second):
        expect(tab.locator("mlplat-checklist").get_by_role("status")).to_have_text("2 of 3")


def test_without_scripts_it_is_a_list(
    parts_site: PagesServer, open_context: Callable[..., BrowserContext]
) -> None:
    """Plain items, and no box that could not be ticked."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto(parts_site.url + PATH)

    expect(page.locator("mlplat-checklist").get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_role("checkbox", name=OWNER)).to_have_count(0)


def test_parts_in_use_have_no_violation(parts_site: PagesServer, page: Page) -> None:
    """With a component failed, a card further on, words and a tick, axe has nothing to say."""
    in_light(page).goto(parts_site.url + PATH)
    page.get_by_role("tab", name="Services").click()
    page.get_by_role("option", name="Event bus").click()
    page.get_by_role("button", name="Fail this component").click()
    page.get_by_text("All components as a table").locator("visible=true").click()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("textbox", name="Your paragraph").fill("Words.")

    assert [] == violations_in_both_schemes(page)


@pytest.mark.parametrize("width", [360, 390])
def test_parts_fit_a_phone(
    parts_site: PagesServer, open_context: Callable[..., BrowserContext], width: int
) -> None:
    """The page does not scroll sideways as a whole."""
    page = open_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(parts_site.url + PATH)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
