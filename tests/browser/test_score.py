"""Home page and score: what is done counts, one finds back, and first stays first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab_page import LAB, PATH, LabPage
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Locator, Page, expect

from labkit.course import read_course

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
LABS = read_course(ROOT / "labs").labs
SCORE = "your-score/"
WORK = "your-work/"
LINK = "Continue where you stopped"
RIGHT = "[data-correct]"
WRONG = ":not([data-correct])"


@pytest.fixture(autouse=True)
def _journey(record_property: Callable[[str, object], None]) -> None:
    record_property("counts", "journey")


def course_of(page: Page) -> dict[str, Any]:
    """What the build says there is; the open page has to be one that counts."""
    course: dict[str, Any] = json.loads(page.locator("#mlplat-course").inner_text())
    return course


def answer(page: Page, which: str, number: int = 0) -> None:
    """Choose an option of a kind and submit it."""
    quiz = page.locator(".quiz").nth(number)
    quiz.locator(f"input{which}").first.check()
    quiz.get_by_role("button", name="Submit").click()


def try_again(page: Page, number: int = 0) -> None:
    """Open an answered question again."""
    page.locator(".quiz").nth(number).get_by_role("button", name="Try Again").click()


def pass_lab(page: Page, *programs: str) -> None:
    """Check these programs and then the lab's own solution."""
    lab = LabPage(page)
    for program in (*programs, LABS[LAB].solution):
        lab.type_program(program)
        lab.check()
    lab.expect_state("passed")


def part(page: Page, number: int) -> Locator:
    """What the home page says about a part."""
    return page.locator(f'mlplat-part[data-part="{number}"]')


def row(page: Page, text: str) -> Locator:
    """The score's row about a question or a lab, in a list that is opened."""
    for closed in page.locator("mlplat-score details:not([open]) > summary").all()[::-1]:
        closed.click()
    return page.locator("mlplat-score details tr").filter(has_text=text).first


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


def test_export_clear_import_brings_all_back(known_page: Page, site: PagesServer) -> None:
    """Score and progress, first attempts and the way back, through one file."""
    known_page.goto(site.url + PATH)
    answer(known_page, WRONG)
    try_again(known_page)
    answer(known_page, RIGHT)
    pass_lab(known_page, LABS[LAB].starter)
    known_page.goto(site.url + SCORE)
    score = known_page.locator("mlplat-score").inner_text()
    known_page.goto(site.url)
    home = known_page.locator("main").inner_text()
    known_page.goto(site.url + WORK)
    kept = known_page.evaluate("({...localStorage})")
    with known_page.expect_download() as download:
        known_page.get_by_role("button", name="Export").click()
    content = Path(download.value.path()).read_bytes()

    known_page.get_by_role("button", name="Delete everything").click()
    known_page.get_by_role("button", name="Delete it all").click()
    known_page.goto(site.url + SCORE)
    expect(known_page.get_by_role("status")).to_contain_text("0 of 84 points now")
    known_page.goto(site.url + WORK)
    import_file(known_page, content)
    known_page.get_by_role("button", name="Import now").click()
    expect(known_page.get_by_text("Imported.")).to_be_visible()

    assert kept == known_page.evaluate("({...localStorage})")
    known_page.goto(site.url + SCORE)
    assert score == known_page.locator("mlplat-score").inner_text()
    known_page.goto(site.url)
    assert home == known_page.locator("main").inner_text()


def import_file(page: Page, content: bytes) -> None:
    """Press Import and choose a file with that content."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import", exact=True).click()
    file = {"name": "work.json", "mimeType": "application/json", "buffer": content}
    chooser.value.set_files(files=[file])  # type: ignore[list-item]


def test_file_of_an_earlier_version_brings_first_answers(
    known_page: Page, site: PagesServer
) -> None:
    """Version 2 kept one answer for each question, which was the first."""
    old: dict[str, Any] = {"format": "mlplat-work", "version": 2, "labs": {}, "decisions": {}}
    old |= {"record": {}, "ticks": {}}
    answer = {"answered": True, "correct": True, "selectedValues": ["1"]}
    old["quizzes"] = {PATH: {"quiz-0": answer}}
    known_page.goto(site.url + WORK)

    import_file(known_page, json.dumps(old).encode())
    known_page.get_by_role("button", name="Import now").click()
    known_page.goto(site.url + SCORE)

    expect(row(known_page, "✓ right").locator("td").nth(1)).to_have_text("✓ right")


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
