"""The page "Your work": everything out as one file, in again, away, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from known_browser import KnownBrowser
from lab_page import LAB, PATH, LabPage
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Locator, Page, expect
from work_file import import_file

pytestmark = pytest.mark.browser

MINE = "print('mine')\n"
PAGE = "your-work/"


@pytest.fixture(autouse=True)
def _journey(record_property: Callable[[str, object], None]) -> None:
    record_property("counts", "journey")


@pytest.fixture(scope="module")
def work(site_server: PagesServer, known_browser: KnownBrowser) -> dict[str, str]:
    """What a learner leaves who has written and checked code, decided and answered a question."""
    known_browser.forget_work()
    page = known_browser.context.new_page()
    page.goto(site_server.url + PATH)
    page.locator("mlplat-decision label").nth(1).click()
    quiz = page.locator(".quiz").first
    quiz.get_by_role("radio").first.check()
    quiz.get_by_role("button", name="Submit").click()
    lab = LabPage(page)
    lab.type_program(MINE)
    lab.check()
    page.goto(site_server.url + PAGE)
    expect(kept(page)).to_have_count(4)
    left = storage(page)
    known_browser.close_pages()
    return left


@pytest.fixture
def worked(work: dict[str, str], site: PagesServer, known_page: Page) -> Page:
    """The page of that learner."""
    known_page.goto(site.url + "no/such/page/")  # one that leaves nothing itself
    known_page.evaluate("(work) => Object.assign(localStorage, work)", work)
    known_page.goto(site.url + PAGE)
    expect(kept(known_page)).to_have_count(4)
    return known_page


def kept(page: Page) -> Locator:
    """The items that the page lists."""
    return page.locator("mlplat-work .mlp-work__list li")


def button(page: Page, name: str) -> Locator:
    """The button of that name."""
    return page.get_by_role("button", name=name, exact=True)


def exported(page: Page) -> dict[str, Any]:
    """What a press on Export gives."""
    with page.expect_download() as download:
        button(page, "Export").click()
    assert download.value.suggested_filename.endswith(".json")
    content: dict[str, Any] = json.loads(Path(download.value.path()).read_bytes())
    return content


def storage(page: Page) -> dict[str, str]:
    """Everything in this browser's local storage."""
    entries: dict[str, str] = page.evaluate("({...localStorage})")
    return entries


def test_page_says_what_is_kept_in_plain_words(worked: Page) -> None:
    """Lab, decision and question are named, with where the learner stands."""
    lab, decision, question, lessons = kept(worked).all()

    expect(lab.get_by_role("link")).to_have_text("2.1 Look up a value as it was known")
    expect(lab).to_contain_text("Checked, not passed yet. One line of code. Last change")
    expect(lab).to_contain_text("One earlier try.")
    expect(decision).to_contain_text("You said: Yes, as long as four days is not too old.")
    expect(question).to_contain_text("1 answered")
    expect(lessons).to_have_text("Lessons you have opened1, and when you last were on each.")


def test_everything_moves_to_another_browser(
    worked: Page, site: PagesServer, open_context: Callable[..., BrowserContext]
) -> None:
    """What one browser exports, an empty one imports: code, tries, decision and answers."""
    content = json.dumps(exported(worked)).encode()
    other = open_context().new_page()
    other.goto(site.url + PAGE)
    expect(kept(other)).to_contain_text("Nothing yet.")

    import_file(other, content)
    expect(other.get_by_text("4 new, 0 different from what is here, 0 the same")).to_be_visible()
    expect(kept(other)).to_have_count(1)
    button(other, "Import now").click()

    expect(kept(other)).to_have_count(4)
    assert storage(worked) == storage(other)
    other.goto(site.url + PATH)
    expect(LabPage(other).editor).to_have_text(MINE.strip())
    expect(other.locator("mlplat-decision-recall")).to_contain_text("four days")
    expect(other.locator(".quiz").first.get_by_role("radio").first).to_be_checked()


def test_learner_chooses_for_each_conflict_and_can_undo(worked: Page) -> None:
    """Mine stays unless the file's is chosen; replaced code is an earlier try; undo is whole."""
    file = exported(worked)
    file["labs"][LAB]["work"]["code"] = "print('theirs')\n"
    file["decisions"]["late-row"]["text"] = "Another answer."
    file["decisions"]["other"] = {"value": "x", "text": "A new one."}
    before = storage(worked)
    import_file(worked, json.dumps(file).encode())
    expect(worked.get_by_text("1 new, 2 different from what is here, 2 the same")).to_be_visible()

    worked.get_by_role("group", name="2.1").get_by_label("Take the file's").check()
    button(worked, "Import now").click()

    expect(kept(worked)).to_have_count(5)
    after = exported(worked)
    assert after["labs"][LAB]["work"]["code"] == "print('theirs')\n"
    assert MINE in [each["code"] for each in after["labs"][LAB]["tries"]]
    assert "four days" in after["decisions"]["late-row"]["text"]
    button(worked, "Undo import").click()
    expect(worked.get_by_text("The import is undone.")).to_be_visible()
    assert before == storage(worked)
    expect(button(worked, "Undo import")).to_have_count(0)


def test_importing_the_same_again_changes_nothing(worked: Page) -> None:
    """A file that holds what is here already is answered with that sentence."""
    import_file(worked, json.dumps(exported(worked)).encode())

    expect(worked.get_by_text("Everything in this file is here already.")).to_be_visible()


BROKEN = [
    (b"not json", "not a file that this course has exported"),
    (b'{"format": "other"}', "not a file that this course has exported"),
    (b'{"format": "mlplat-work", "version": 4}', "newer version"),
    (b'{"format": "mlplat-work", "version": 1, "labs": {"a": 1}}', "damaged"),
    (
        b'{"format": "mlplat-work", "version": 1, "labs": {}, "decisions": {}, "quizzes": '
        b'{"a": {"b": {"answered": "yes"}}}}',
        "damaged",
    ),
    (b'{"format": "mlplat-work", "version": 2, "labs": {}, "decisions": {}}', "damaged"),
    (
        b'{"format": "mlplat-work", "version": 2, "labs": {}, "decisions": {}, "quizzes": {}, '
        b'"record": {"a/b": {"text": 1}}, "ticks": {}}',
        "damaged",
    ),
    (
        b'{"format": "mlplat-work", "version": 2, "labs": {}, "decisions": {}, "quizzes": {}, '
        b'"record": {}, "ticks": {"a/b": {"ticked": [1], "total": 3}}}',
        "damaged",
    ),
    (
        b'{"format": "mlplat-work", "version": 3, "labs": {}, "decisions": {}, "record": {}, '
        b'"ticks": {}, "quizzes": {}, "visits": {"pages": {"a/": {"at": "some day"}}}}',
        "damaged",
    ),
    (
        b'{"format": "mlplat-work", "version": 3, "labs": {}, "decisions": {}, "record": {}, '
        b'"ticks": {}, "quizzes": {"a/": {"b": {"answered": true, "correct": true, "first": 1}}}}',
        "damaged",
    ),
    (b" " * 5_000_001, "larger than anything"),
]


@pytest.mark.parametrize(("content", "says"), BROKEN, ids=range(len(BROKEN)))
def test_file_that_is_not_ours_is_refused(worked: Page, content: bytes, says: str) -> None:
    """One sentence, and nothing is lost."""
    before = storage(worked)

    import_file(worked, content)

    expect(worked.get_by_text(says)).to_be_visible()
    expect(worked.get_by_text("Nothing was changed.")).to_be_visible()
    assert before == storage(worked)


def test_import_that_does_not_fit_changes_nothing(worked: Page) -> None:
    """With the storage full, the import stops and takes back what it had begun."""
    file = exported(worked)
    file["decisions"]["a"] = {"value": "x", "text": "Short."}
    file["decisions"]["b"] = {"value": "x", "text": "x" * 100_000}
    fill_storage(worked, 50_000)
    before = storage(worked)
    import_file(worked, json.dumps(file).encode())

    button(worked, "Import now").click()

    expect(worked.get_by_text("There is not enough room")).to_be_visible()
    assert before == storage(worked)


def fill_storage(page: Page, room: int) -> None:
    """Fill the storage up to `room` characters."""
    page.evaluate(
        """(room) => {
          let size = 4_000_000;
          let filler = "";
          while (size > 100) {
            try {
              localStorage.setItem("filler", filler + "x".repeat(size));
              filler += "x".repeat(size);
            } catch { size = Math.floor(size / 2); }
          }
          localStorage.setItem("filler", filler.slice(room));
        }""",
        room,
    )


def test_delete_everything_asks_and_can_be_undone(worked: Page) -> None:
    """Two presses delete what is this course's, and only that; one brings it back."""
    worked.evaluate("localStorage.setItem('quiz_progress_/other-project/', '{}')")
    before = storage(worked)
    button(worked, "Delete everything").click()
    assert before == storage(worked)

    button(worked, "Delete it all").click()
    expect(kept(worked)).to_contain_text("Nothing yet.")
    assert {"quiz_progress_/other-project/", "/some-project/.__palette"} >= storage(worked).keys()

    button(worked, "Undo deleting").click()
    expect(kept(worked)).to_have_count(4)
    assert before == storage(worked)


def test_keyboard_alone_is_enough(worked: Page) -> None:
    """The question after Delete everything has the focus, and Keep it is the next stop."""
    button(worked, "Delete everything").press("Enter")
    expect(button(worked, "Delete it all")).to_be_focused()

    worked.keyboard.press("Tab")
    worked.keyboard.press("Enter")

    expect(kept(worked)).to_have_count(4)
    expect(worked.get_by_text("Nothing was changed.")).to_be_visible()


def test_without_scripts_the_page_explains_itself(
    open_context: Callable[..., BrowserContext], site: PagesServer
) -> None:
    """The text stands, and says what needs JavaScript."""
    page = open_context(java_script_enabled=False).new_page()

    page.goto(site.url + PAGE)

    expect(page.get_by_text("Exporting and importing need JavaScript")).to_be_visible()
    expect(page.get_by_text("is kept in this browser")).to_be_visible()
