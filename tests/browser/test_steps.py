"""The stepper: one card at a time, by button, line, key and address; all without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pages_server import PagesServer
from parts_site import PATH
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

TITLES = [
    "August 2008: the database is damaged",
    "October 2008: a meeting",
    "2009: small things first",
    "What this story leaves out",
]


@pytest.fixture
def steps(page: Page, parts_site: PagesServer) -> Locator:
    """The stepper on its page."""
    page.goto(parts_site.url + PATH)
    return page.locator("mlplat-steps")


def expect_card(steps: Locator, number: int) -> None:
    """That card shows, alone, and everything says so."""
    expect(steps.get_by_role("tabpanel")).to_have_count(1)
    expect(steps.get_by_role("heading", name=TITLES[number - 1])).to_be_visible()
    expect(steps.get_by_role("status")).to_have_text(f"{number} of 4: {TITLES[number - 1]}")
    expect(steps.get_by_role("tab", selected=True)).to_have_accessible_name(TITLES[number - 1])


def test_back_and_next_walk_through_the_cards(steps: Locator, page: Page) -> None:
    """Each press shows the next card and names it in the address; at the ends nothing happens."""
    expect_card(steps, 1)
    expect(steps.get_by_role("button", name="Back")).to_be_disabled()

    for number in (2, 3, 4):
        steps.get_by_role("button", name="Next").click()
        expect_card(steps, number)
    assert page.url.endswith("#what-this-story-leaves-out")
    steps.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    expect_card(steps, 4)
    expect(steps.get_by_role("button", name="Next")).to_be_focused()

    steps.get_by_role("button", name="Back").click()
    expect_card(steps, 3)


def test_line_names_the_dates(steps: Locator) -> None:
    """What stands before the colon is the date; `data-date` says another; a click goes there."""
    tabs = steps.get_by_role("tab")

    assert ["August 2008", "October 2008", "2009", "then"] == tabs.all_inner_texts()
    tabs.nth(2).click()
    expect_card(steps, 3)


def test_keys_move_along_the_line(steps: Locator, page: Page) -> None:
    """Arrows, Home and End, as tabs do; the line is one stop for Tab."""
    steps.get_by_role("tab", selected=True).focus()
    for key, number in (
        ("ArrowRight", 2),
        ("End", 4),
        ("ArrowRight", 4),
        ("ArrowLeft", 3),
        ("Home", 1),
    ):
        page.keyboard.press(key)
        expect_card(steps, number)
        expect(steps.get_by_role("tab", selected=True)).to_be_focused()

    page.keyboard.press("Tab")
    expect(steps.get_by_role("button", name="Back")).to_be_focused()


def test_link_within_the_page_opens_its_card(steps: Locator, page: Page) -> None:
    """A link to a heading opens the card that it stands in."""
    page.get_by_role("link", name="why a bigger machine").click()

    expect_card(steps, 3)
    expect(steps.get_by_role("heading", name=TITLES[2])).to_be_in_viewport()


@pytest.mark.parametrize(
    ("anchor", "number"),
    [("october-2008-a-meeting", 2), ("fnref:step", 1), ("tick-off", 1), ("%E0", 1)],
)
def test_address_opens_its_card(
    page: Page, parts_site: PagesServer, anchor: str, number: int
) -> None:
    """So do an address from outside, and a footnote's way back; a broken one does no harm."""
    page.goto(f"{parts_site.url}{PATH}#{anchor}")

    expect_card(page.locator("mlplat-steps"), number)


def test_way_back_from_a_footnote_opens_its_card(steps: Locator, page: Page) -> None:
    """A reader who has gone on meanwhile comes back to the sentence."""
    steps.get_by_role("button", name="Next").click()
    page.locator(".footnote-backref").first.click()

    expect_card(steps, 1)


def test_search_in_the_page_finds_hidden_cards(steps: Locator) -> None:
    """The browser may look into cards that do not show, and shows the one it finds."""
    hidden = steps.locator("section").nth(2)
    expect(hidden).to_have_attribute("hidden", "until-found")

    hidden.evaluate("(card) => card.dispatchEvent(new Event('beforematch'))")

    expect_card(steps, 3)


@pytest.mark.parametrize("how", ["no script", "print"])
def test_without_script_and_on_paper_all_cards_show(
    parts_site: PagesServer, open_context: Callable[..., BrowserContext], how: str
) -> None:
    """Nothing is hidden where nothing could be pressed."""
    page = open_context(java_script_enabled=how == "print").new_page()
    page.goto(parts_site.url + PATH)
    if how == "print":
        expect(page.get_by_role("tab").first).to_be_visible()
        page.emulate_media(media="print")

    for title in TITLES:
        expect(page.locator("h3", has_text=title)).to_be_visible()
    expect(page.locator("mlplat-steps").get_by_role("button")).to_have_count(0)


def test_cards_show_if_the_script_never_comes(
    parts_site: PagesServer, open_context: Callable[..., BrowserContext]
) -> None:
    """Waiting for it has an end."""
    page = open_context().new_page()
    page.route("**/steps.js", lambda route: route.abort())
    page.goto(parts_site.url + PATH)

    for title in TITLES:
        expect(page.get_by_role("heading", name=title)).to_be_visible()
