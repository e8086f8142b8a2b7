"""Can a learner choose the page's colours, and do they stay as chosen?"""

from __future__ import annotations

import pytest
from lab_page import PATH
from pages_server import PagesServer
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

KEPT = "/some-project/.__palette"
IN_LIGHT = "rgb(255, 255, 255)"
IN_DARK = "rgb(22, 24, 28)"


@pytest.fixture
def lesson(page: Page, site: PagesServer) -> Page:
    """A lesson that nobody has chosen colours for, on a system with light ones."""
    page.emulate_media(color_scheme="light")
    page.goto(site.url + PATH)
    return page


def button(page: Page, name: str) -> Locator:
    """The button that shows what is chosen."""
    return page.locator(".md-header").get_by_title(name)


def paper(page: Page) -> str:
    """The colour behind the text."""
    return page.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor")


def test_the_button_leads_from_the_systems_colours_to_light_to_dark_and_back(lesson: Page) -> None:
    """There is always one button, which names what is and what comes."""
    buttons = lesson.locator(".md-header label[for^=__palette]:visible")
    for name, then in (("as the system", IN_LIGHT), ("light", IN_DARK), ("dark", IN_LIGHT)):
        expect(buttons).to_have_count(1)
        button(lesson, f"Colours: {name}").click()
        lesson.wait_for_function(
            "(paper) => getComputedStyle(document.body).backgroundColor === paper", arg=then
        )
    expect(button(lesson, "Colours: as the system")).to_be_visible()


def test_a_choice_stays_on_the_next_page_whatever_the_system_says(lesson: Page) -> None:
    """Chosen once, dark is dark from the first paint on."""
    button(lesson, "as the system").click()
    button(lesson, "Colours: light").click()
    lesson.reload(wait_until="commit")
    lesson.wait_for_function("document.body?.dataset.mdColorScheme")
    assert paper(lesson) == IN_DARK
    expect(button(lesson, "Colours: dark")).to_be_visible()

    lesson.emulate_media(color_scheme="light")

    assert paper(lesson) == IN_DARK


def test_without_a_choice_the_page_follows_the_system(lesson: Page) -> None:
    """Also while it is open, and nothing is kept of it."""
    assert paper(lesson) == IN_LIGHT

    lesson.emulate_media(color_scheme="dark")

    expect(lesson.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert paper(lesson) == IN_DARK
    assert lesson.evaluate("(key) => localStorage.getItem(key)", KEPT) is None


def test_enter_leads_on_by_keyboard(lesson: Page) -> None:
    """The focus goes along, so that it can be pressed again."""
    chosen = lesson.locator("input[name=__palette]")
    chosen.first.focus()

    lesson.keyboard.press("Enter")
    expect(chosen.nth(1)).to_be_focused()
    lesson.keyboard.press("Enter")

    expect(chosen.nth(2)).to_be_focused()
    assert paper(lesson) == IN_DARK


@pytest.mark.parametrize("kept", ["no JSON", '{"index": 7}', "{}"])
def test_nonsense_in_the_browsers_storage_does_no_harm(lesson: Page, kept: str) -> None:
    """It counts as no choice, and a new one takes its place."""
    lesson.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [KEPT, kept])
    lesson.reload()

    button(lesson, "as the system").click()
    button(lesson, "Colours: light").click()

    assert paper(lesson) == IN_DARK


def test_a_browsers_own_bar_gets_the_colour_of_the_header(lesson: Page) -> None:
    """With the page, and again with every change."""
    colour = lesson.locator("meta[name=theme-color]")
    header = lesson.locator(".md-header")

    def of_header() -> str:
        return header.evaluate("(header) => getComputedStyle(header).backgroundColor")

    expect(colour).to_have_attribute("content", of_header())
    light = of_header()
    lesson.emulate_media(color_scheme="dark")
    expect(colour).not_to_have_attribute("content", light)
    expect(colour).to_have_attribute("content", of_header())
