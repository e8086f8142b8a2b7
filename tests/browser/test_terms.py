"""Terms explained beside their links: by mouse, by keyboard, by touch, and never in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_page import in_light, violations_in_both_schemes
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

LESSON = "1-architecture/call-chains/"
SAYS = "Call chain The calls behind one request: stages that wait for one another"


@pytest.fixture
def lesson(page: Page, site: PagesServer) -> Page:
    """A lesson that links terms."""
    page.goto(site.url + LESSON)
    expect(page.locator("main > .mlp-terms")).to_have_count(1)
    return page


def word(page: Page, name: str = "call chain") -> Locator:
    """The first link of that term."""
    return page.get_by_role("link", name=name, exact=True).first


def shown(page: Page) -> Locator:
    """What is explained at the moment."""
    return page.get_by_role("tooltip")


def test_mouse_shows_and_may_rest_on_what_is_shown(lesson: Page) -> None:
    """It comes with the pointer, stays while the pointer is on it, and goes with it."""
    word(lesson).hover()
    expect(shown(lesson)).to_contain_text(SAYS)

    shown(lesson).hover()
    # Longer than the way from the word to the text may take.
    lesson.evaluate("new Promise((resolve) => setTimeout(resolve, 600))")
    expect(shown(lesson)).to_be_visible()
    lesson.get_by_role("heading", level=1).hover()

    expect(shown(lesson)).to_have_count(0)


def test_escape_puts_it_away_and_keeps_the_focus(lesson: Page) -> None:
    """WCAG 1.4.13: dismissed without moving the pointer or the focus."""
    word(lesson).hover()
    expect(shown(lesson)).to_be_visible()
    lesson.keyboard.press("Escape")
    expect(shown(lesson)).to_have_count(0)

    focus_by_keyboard(lesson)
    expect(shown(lesson)).to_contain_text(SAYS)
    lesson.keyboard.press("Escape")

    expect(shown(lesson)).to_have_count(0)
    expect(word(lesson)).to_be_focused()


def focus_by_keyboard(page: Page) -> None:
    """Reach the word with the Tab key from what stands before it."""
    page.locator("#two-rules .headerlink").focus()
    page.keyboard.press("Tab")
    expect(word(page)).to_be_focused()


def test_keyboard_shows_what_has_the_focus(lesson: Page) -> None:
    """One at a time; Enter still goes to the glossary."""
    focus_by_keyboard(lesson)
    expect(shown(lesson)).to_contain_text(SAYS)

    lesson.keyboard.press("Tab")
    expect(shown(lesson)).to_have_count(1)
    expect(shown(lesson)).to_contain_text("Availability")
    lesson.keyboard.press("Shift+Tab")
    lesson.keyboard.press("Enter")

    lesson.wait_for_url("**/reference/glossary/#call-chain")


def test_assistive_technology_hears_it_without_any_event(lesson: Page) -> None:
    """The link is described, whether anything is shown or not."""
    expect(word(lesson)).to_have_accessible_description(
        "Call chain The calls behind one request: stages that wait for one another, "
        "and inside a stage calls that start together."
    )


def test_first_tap_shows_and_the_second_goes(
    open_context: Callable[..., BrowserContext], site: PagesServer
) -> None:
    """On a phone nothing hovers; a tap elsewhere puts it away, within the window's width."""
    page = open_context(viewport={"width": 360, "height": 740}, has_touch=True).new_page()
    page.goto(site.url + LESSON)
    expect(page.locator("main > .mlp-terms")).to_have_count(1)

    word(page).tap()
    expect(shown(page)).to_contain_text(SAYS)
    box = shown(page).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.locator(".mlp-lead").tap()
    expect(shown(page)).to_have_count(0)
    word(page, "required call").tap()
    expect(shown(page)).to_contain_text("Required call")
    expect(page).to_have_url(site.url + LESSON)
    word(page, "required call").tap()

    page.wait_for_url("**/reference/glossary/#required-call")


def test_text_stays_inside_the_window(lesson: Page) -> None:
    """Above the word where there is no room below."""
    link = word(lesson, "time-out")
    link.evaluate("(link) => link.scrollIntoView({ block: 'end' })")
    link.hover()

    box, above = shown(lesson).bounding_box(), link.bounding_box()
    assert box is not None
    assert above is not None
    assert box["y"] + box["height"] <= above["y"]


def test_shown_term_has_no_violation(known_page: Page, site: PagesServer) -> None:
    """In both colour schemes."""
    in_light(known_page).goto(site.url + LESSON)
    expect(known_page.locator("main > .mlp-terms")).to_have_count(1)
    word(known_page).hover()
    expect(shown(known_page)).to_be_visible()

    assert [] == violations_in_both_schemes(known_page)
    expect(shown(known_page)).to_be_visible()


def test_without_scripts_a_term_is_a_link(
    open_context: Callable[..., BrowserContext], site: PagesServer
) -> None:
    """Nothing is shown, nothing is in the way, and the link goes to the glossary."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto(site.url + LESSON)
    expect(shown(page)).to_have_count(0)

    word(page).click()

    expect(page).to_have_url(f"{site.url}reference/glossary/#call-chain")
