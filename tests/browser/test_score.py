"""The score: what is done counts, and the first attempt stays the first."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lab_page import LAB, PATH
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Page, expect
from score_pages import (
    LABS,
    RIGHT,
    ROOT,
    SCORE,
    WORK,
    WRONG,
    answer,
    course_of,
    part,
    pass_lab,
    row,
    try_again,
)

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _journey(record_property: Callable[[str, object], None]) -> None:
    record_property("counts", "journey")


def test_every_question_and_lab_of_the_course_is_counted(
    known_page: Page, site: PagesServer
) -> None:
    """As many as the pages' sources have, lab by lab."""
    known_page.goto(site.url + SCORE)
    lessons = [each for part in course_of(known_page)["parts"] for each in part["lessons"]]
    pages = [*(ROOT / "docs").glob("[1-5]-*/*.md"), *(ROOT / "docs").glob("[1-5]-*/*.ipynb")]

    asked = sum(len(each["questions"]) for each in lessons)
    placed = [lab["id"] for each in lessons for lab in each["labs"]]

    assert asked == sum(page.read_text("utf-8").count("</quiz>") for page in pages) > 0
    assert sorted(LABS) == sorted(placed)
    expect(known_page.locator("mlplat-score tbody tr td:first-child a")).to_have_count(
        asked + len(placed)
    )


def test_first_answer_stays_when_a_question_is_tried_again(
    known_page: Page, site: PagesServer
) -> None:
    """Wrong at first, right now: both are on the page of the score, and its points differ."""
    known_page.goto(site.url + PATH)
    answer(known_page, WRONG)
    expect(known_page.locator(".quiz").first.get_by_role("radio").first).to_be_disabled()
    try_again(known_page)
    expect(known_page.locator(".quiz").first.get_by_role("radio").first).to_be_focused()
    answer(known_page, RIGHT)

    known_page.goto(site.url + SCORE)

    asked = course_of(known_page)["parts"][1]["lessons"]
    text = next(each for each in asked if each["address"] == PATH)["questions"][0]["text"]
    expect(row(known_page, text).locator("td")).to_have_text(
        [f"Question 1: {text}", "✕ wrong", "✓ right"]
    )
    lessons = [each for part in course_of(known_page)["parts"] for each in part["lessons"]]
    every = sum(len(each["questions"]) for each in lessons)
    expect(known_page.get_by_role("status")).to_have_text(
        f"{round(24 / every, 1):g} of 84 points now, 0 at the first attempt."
    )


def test_question_left_open_again_keeps_its_last_answer(
    known_page: Page, site: PagesServer
) -> None:
    """Whoever opens a question again and leaves has not lost it."""
    known_page.goto(site.url + PATH)
    answer(known_page, RIGHT)
    try_again(known_page)
    known_page.reload()
    expect(known_page.locator(".quiz").first.get_by_role("button", name="Submit")).to_be_visible()

    known_page.goto(site.url + WORK)

    expect(known_page.locator("mlplat-work li").first).to_contain_text("1 answered, 1 right.")


def test_answer_without_a_choice_is_no_attempt(known_page: Page, site: PagesServer) -> None:
    """The browser asks for a choice, and the first attempt is still to come."""
    known_page.goto(site.url + PATH)
    quiz = known_page.locator(".quiz").first
    expect(quiz.get_by_role("radio").first).to_have_attribute("required", "")
    quiz.get_by_role("button", name="Submit").click()
    expect(quiz.get_by_role("button", name="Submit")).to_be_visible()
    answer(known_page, RIGHT)

    known_page.goto(site.url + SCORE)

    expect(row(known_page, "✓ right").locator("td").nth(1)).to_have_text("✓ right")


def test_first_check_of_a_lab_is_kept(known_page: Page, site: PagesServer) -> None:
    """A lab that passes at the second check was not passed at the first."""
    known_page.goto(site.url + PATH)
    pass_lab(known_page, LABS[LAB].starter)

    known_page.goto(site.url + SCORE)

    expect(row(known_page, "Lab 2.1").locator("td").nth(1)).to_have_text("✕ not yet")
    expect(row(known_page, "Lab 2.1").locator("td").nth(2)).to_have_text("✓ passed")
    points = f"{round(60 / len(LABS), 1):g} of 84 points now, 0 at the first attempt."
    expect(known_page.get_by_role("status")).to_have_text(points)


OLD = {
    f"mlplat:1:/some-project/:lab:{LAB}": {
        "code": "print(1)\n",
        "starter": "00000000",
        "hintsShown": 0,
        "attempts": 3,
        "passedAt": "2026-11-20T10:00:00.000Z",
        "lastResult": None,
        "replaced": None,
    },
    f"quiz_progress_/some-project/{PATH}": {
        "quiz-0": {"answered": True, "correct": False, "selectedValues": ["0"]}
    },
}


def test_work_of_an_earlier_version_counts(known_page: Page, site: PagesServer) -> None:
    """An answer from when nobody could try again was the first; what is unknown is said to be."""
    known_page.goto(site.url + SCORE)
    known_page.evaluate(
        """(old) => Object.entries(old).forEach(([key, value]) =>
          localStorage.setItem(key, JSON.stringify(value)))""",
        OLD,
    )
    known_page.reload()

    expect(row(known_page, "Lab 2.1").locator("td").nth(1)).to_have_text("not kept")
    expect(row(known_page, "Lab 2.1").locator("td").nth(2)).to_have_text("✓ passed")
    expect(row(known_page, "✕ wrong").locator("td").nth(1)).to_have_text("✕ wrong")
    known_page.goto(site.url + PATH)
    try_again(known_page)
    answer(known_page, RIGHT)
    known_page.goto(site.url + SCORE)
    expect(row(known_page, "✓ right").locator("td").nth(1)).to_have_text("✕ wrong")


def test_what_is_left_is_a_list_of_links(known_page: Page, site: PagesServer) -> None:
    """A solved lab leaves the list, an unsolved one leads to itself."""
    known_page.goto(site.url + PATH)
    pass_lab(known_page)
    known_page.goto(site.url + SCORE)
    left = known_page.locator(".mlp-score__left li").filter(has_text="Travelling in time")

    expect(left.get_by_role("link", name="Lab 2.1")).to_have_count(0)
    left.get_by_role("link", name="Question 1").click()

    expect(known_page).to_have_url(f"{site.url}{PATH}#quiz-0")
    known_page.goto(site.url + SCORE)
    known_page.get_by_role("link", name=re.compile("^Lab 1.2")).first.click()
    expect(known_page.locator("mlplat-lab")).to_be_in_viewport()


def test_paper_has_everything(known_page: Page, site: PagesServer) -> None:
    """Printing opens every list, and leaves the button out."""
    known_page.goto(site.url + SCORE)
    known_page.get_by_label("Name on the printed page").fill("Ada")

    known_page.evaluate("dispatchEvent(new Event('beforeprint'))")
    known_page.emulate_media(media="print")

    for table in known_page.locator("mlplat-score details table").all():
        expect(table).to_be_visible()
    expect(known_page.get_by_role("button", name="Print")).to_be_hidden()
    expect(known_page.get_by_text("Self-issued; not a credential.")).to_be_visible()


def test_forbidden_storage_is_said_and_breaks_nothing(
    open_context: Callable[..., BrowserContext], site: PagesServer
) -> None:
    """The score says why it is empty; the home page is as for a newcomer."""
    context = open_context()
    context.add_init_script(
        """Object.defineProperty(window, "localStorage", {
          get() { throw new DOMException("Access is denied.", "SecurityError"); },
        });"""
    )
    page = context.new_page()
    page.goto(site.url + SCORE)
    expect(page.get_by_text("there is nothing to count")).to_be_visible()

    page.goto(site.url)

    expect(part(page, 1).get_by_role("link")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)


def test_without_scripts_home_page_and_score_explain_themselves(
    open_context: Callable[..., BrowserContext], site: PagesServer
) -> None:
    """The home page says what each part has; the score says what it needs and how it counts."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto(site.url)
    expect(part(page, 1)).to_contain_text("lessons, ")
    expect(part(page, 1).get_by_role("link", name="The first decision")).to_be_visible()

    page.goto(site.url + SCORE)

    expect(page.get_by_text("Counting needs JavaScript")).to_be_visible()
    expect(page.get_by_text("it is not a credential")).to_be_visible()
