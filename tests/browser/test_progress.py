"""The home page says how far one is, and leads back to where one stopped."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lab_page import LAB, PATH
from pages_server import PagesServer
from playwright.sync_api import Page, expect
from score_pages import LINK, WRONG, answer, course_of, part, pass_lab

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _journey(record_property: Callable[[str, object], None]) -> None:
    record_property("counts", "journey")


def test_home_page_before_anything_is_done(known_page: Page, site: PagesServer) -> None:
    """It says what there is, and nobody is told that nothing is done."""
    known_page.goto(site.url)

    expect(part(known_page, 2).get_by_role("link")).to_be_visible()
    expect(known_page.get_by_role("progressbar")).to_have_count(0)
    expect(known_page.get_by_role("link", name=LINK)).to_have_count(0)
    expect(known_page.get_by_role("link", name="Start with the first lab")).to_have_class(
        re.compile("mlp-button--main")
    )


def test_progress_moves_after_a_passed_lab_and_an_answer(
    known_page: Page, site: PagesServer
) -> None:
    """In words and as a bar, for this part alone; and the home page leads back to the lab."""
    known_page.goto(site.url + PATH)
    answer(known_page, WRONG)
    pass_lab(known_page)
    known_page.goto(site.url)
    [_, second, *_] = course_of(known_page)["parts"]
    labs = sum(len(each["labs"]) for each in second["lessons"])
    questions = sum(len(each["questions"]) for each in second["lessons"])
    lessons = len(second["lessons"])

    words = (
        f"1 of {labs} labs passed, 1 of {questions} questions answered, "
        f"1 of {lessons} lessons opened."
    )
    expect(part(known_page, 2).get_by_text(words)).to_be_visible()
    bar = part(known_page, 2).get_by_role("progressbar", name="Feature store: done so far")
    expect(bar).to_have_attribute("value", "3")
    expect(bar).to_have_attribute("max", str(labs + questions + lessons))
    expect(part(known_page, 1).get_by_role("progressbar")).to_have_count(0)

    expect(known_page.locator("mlplat-continue")).to_contain_text("Travelling in time, lab 2.1")
    known_page.get_by_role("link", name=LINK).click()
    expect(known_page).to_have_url(f"{site.url}{PATH}#lab-{LAB.replace('/', '-')}")


def test_one_continues_on_the_page_opened_last(known_page: Page, site: PagesServer) -> None:
    """Reading alone counts, too; pages that are no lessons do not."""
    known_page.goto(site.url + PATH)
    known_page.goto(site.url + "1-architecture/call-chains/")
    known_page.goto(site.url + "reference/glossary/")
    known_page.goto(site.url)

    expect(known_page.locator("mlplat-continue")).to_contain_text("Call chains")
    for number, found in enumerate(course_of(known_page)["parts"][:2], start=1):
        words = f"1 of {len(found['lessons'])} lessons opened"
        expect(part(known_page, number)).to_contain_text(words)
