"""The decision record: paragraphs that stay, two tabs that lose no words, one file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pages_server import PagesServer
from parts_site import PATH
from playwright.sync_api import BrowserContext, Locator, Page, expect
from work_file import import_file

pytestmark = pytest.mark.browser

WORDS = "Training leaves first: another load, other libraries."
OTHER = "Nothing leaves before month 6."
RECORD = "your-record/"
WORK = "your-work/"
ASKED = "Another tab has written this paragraph differently:"


@pytest.fixture
def lesson(page: Page, parts_site: PagesServer) -> Page:
    """The lesson with a record."""
    page.goto(parts_site.url + PATH)
    expect(area(page)).to_be_visible()
    return page


def area(page: Page) -> Locator:
    """Where the paragraph is written."""
    return page.get_by_role("textbox", name="Your paragraph")


def kept(page: Page, entry: str = "architecture/every-part") -> str | None:
    """The paragraph in the storage."""
    key = f"mlplat:1:/some-project/:record:{entry}"
    text: str | None = page.evaluate("(key) => JSON.parse(localStorage.getItem(key))?.text", key)
    return text


def wait_until_kept(page: Page, text: str) -> None:
    """Wait until the storage has it."""
    key = "mlplat:1:/some-project/:record:architecture/every-part"
    page.wait_for_function(
        "([key, text]) => JSON.parse(localStorage.getItem(key))?.text === text", arg=[key, text]
    )


def test_paragraph_is_kept_and_counted(lesson: Page) -> None:
    """Calm when empty; what is written is there after a reload."""
    expect(
        lesson.get_by_text("Nothing written yet: one or two sentences are enough.")
    ).to_be_visible()
    expect(area(lesson)).to_have_accessible_description(re.compile("Which part of your platform"))

    area(lesson).fill(WORDS)
    expect(lesson.get_by_text("7 words, kept in this browser.")).to_be_visible()
    wait_until_kept(lesson, WORDS)
    lesson.reload()

    expect(area(lesson)).to_have_value(WORDS)


def test_last_words_before_leaving_are_kept(lesson: Page, parts_site: PagesServer) -> None:
    """What was typed a moment before the page is left is saved."""
    area(lesson).fill(WORDS)
    lesson.goto(parts_site.url)

    assert WORDS == kept(lesson)


@pytest.fixture
def tabs(context: BrowserContext, parts_site: PagesServer) -> tuple[Page, Page]:
    """The lesson in two tabs of one browser."""
    first, second = context.new_page(), context.new_page()
    for tab in (first, second):
        tab.goto(parts_site.url + PATH)
        expect(area(tab)).to_be_visible()
    return first, second


def test_other_tab_follows_while_it_has_nothing_of_its_own(tabs: tuple[Page, Page]) -> None:
    """Both show the same, and the second one writes on from there."""
    first, second = tabs
    area(first).fill(WORDS)

    expect(area(second)).to_have_value(WORDS)
    area(second).fill(OTHER)
    expect(area(first)).to_have_value(OTHER)
    expect(first.get_by_text(ASKED)).to_have_count(0)


def disagree(tabs: tuple[Page, Page]) -> tuple[Page, Page]:
    """The second tab has unsaved words when those of the first arrive."""
    first, second = tabs
    second.evaluate("window.setTimeout = () => 0")  # this tab's own saving is late
    area(second).fill(OTHER)
    area(first).fill(WORDS)
    expect(second.get_by_text(ASKED)).to_be_visible()
    expect(second.locator("mlplat-record blockquote")).to_have_text(WORDS)
    assert WORDS == kept(second)
    return first, second


@pytest.mark.parametrize(
    ("choice", "result"),
    [
        ("Keep this one", OTHER),
        ("Take the other one", WORDS),
        ("Keep both", f"{WORDS}\n\n{OTHER}"),
    ],
)
def test_learner_decides_between_two_tabs(
    tabs: tuple[Page, Page], choice: str, result: str
) -> None:
    """Nothing is overwritten before the learner has chosen; then both tabs agree."""
    first, second = disagree(tabs)

    second.get_by_role("button", name=choice).click()

    assert result == kept(second)
    expect(area(second)).to_have_value(result)
    expect(second.get_by_text(ASKED)).to_have_count(0)
    expect(area(first)).to_have_value(result)


def test_leaving_undecided_keeps_both(tabs: tuple[Page, Page], parts_site: PagesServer) -> None:
    """One under the other, so that neither is lost."""
    _, second = disagree(tabs)

    second.goto(parts_site.url)

    assert f"{WORDS}\n\n{OTHER}" == kept(second)


def test_a_tab_saves_only_over_what_it_has_seen(lesson: Page) -> None:
    """Even where no event tells it of another tab's words."""
    lesson.evaluate(
        """(text) => localStorage.setItem("mlplat:1:/some-project/:record:architecture/every-part",
          JSON.stringify({ text }))""",
        WORDS,
    )

    area(lesson).fill(OTHER)

    expect(lesson.get_by_text(ASKED)).to_be_visible()
    assert WORDS == kept(lesson)


def test_storage_that_keeps_nothing_is_said(
    parts_site: PagesServer, open_context: Callable[..., BrowserContext]
) -> None:
    """Words stay on the page, and the learner is told to copy them."""
    page = open_context().new_page()
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    page.goto(parts_site.url + PATH)

    area(page).fill(WORDS)

    expect(page.get_by_text("copy your words before you leave")).to_be_visible()


def test_record_page_has_every_entry_in_the_courses_order(
    lesson: Page, parts_site: PagesServer
) -> None:
    """Page, prompt, decision and words; what is missing is said calmly, and links lead there."""
    lesson.get_by_text("One system, with walls inside.").click()
    area(lesson).fill(WORDS)
    lesson.get_by_role("link", name="your whole record").click()

    expect(lesson.get_by_text("1 of ")).to_be_visible()
    second, every = lesson.locator("mlplat-whole-record section").all()[:2]
    expect(second.get_by_role("heading")).to_have_text("A second page")
    expect(second).to_contain_text("What would you do in month 6?")
    expect(second).to_contain_text("Nothing written yet.")
    expect(every).to_contain_text("You decided first: One system, with walls inside.")
    expect(every).to_contain_text(WORDS)
    every.get_by_role("link").click()
    expect(area(lesson)).to_be_in_viewport()


def test_record_page_is_calm_when_empty(page: Page, parts_site: PagesServer) -> None:
    """It says where to begin, and offers no empty file."""
    page.goto(parts_site.url + RECORD)

    expect(page.get_by_text("Nothing written yet. Each of these pages")).to_be_visible()
    expect(page.get_by_role("button", name="Download as Markdown")).to_be_hidden()


def test_record_is_downloaded_as_markdown(lesson: Page, parts_site: PagesServer) -> None:
    """A decision record: title, status, the day of the download, every part in order."""
    lesson.get_by_text("One system, with walls inside.").click()
    lesson.get_by_role("button", name="No, not any more").click()
    area(lesson).fill(f"{WORDS}\n\n- a list\n")
    lesson.goto(parts_site.url + RECORD)

    with lesson.expect_download() as download:
        lesson.get_by_role("button", name="Download as Markdown").click()

    today = lesson.evaluate("new Date().toLocaleDateString('sv-SE')")
    assert f"decision-record-{today}.md" == download.value.suggested_filename
    text = Path(download.value.path()).read_text(encoding="utf-8")
    head = f"# Decision record: our ML platform\n\n- Status: proposed\n- Date: {today}\n"
    assert text.startswith(f"{head}- Written: 1 of ")
    assert (
        "\n\n## 1. A second page\n\n> What would you do in month 6?\n\n*Not written yet.*\n\n"
        "## 2. Every part\n\n"
        "> Which part of your platform would leave first, and why?\n>\n"
        "> Name the signal that would make you take it back.\n\n"
        "*First answer to “One system, or several?”*\n"
        "One system, with walls inside. (Not my answer any more at the end.)\n\n"
        f"{WORDS}\n\n- a list\n"
    ) in text


def test_record_and_ticks_move_with_the_work(
    lesson: Page, parts_site: PagesServer, open_context: Callable[..., BrowserContext]
) -> None:
    """Your work names both, exports both, an empty browser imports both, and deletes both."""
    area(lesson).fill(WORDS)
    lesson.get_by_role("checkbox").first.check()
    lesson.goto(parts_site.url + WORK)
    items = lesson.locator("mlplat-work .mlp-work__list li")
    expect(items).to_have_text(
        [
            "Your paragraph on Every part7 words.",
            "Checklist in Every part1 of 3 ticked.",
            "Lessons you have opened1, and when you last were on each.",
        ]
    )
    with lesson.expect_download() as download:
        lesson.get_by_role("button", name="Export").click()
    content = Path(download.value.path()).read_bytes()
    other = open_context().new_page()
    other.goto(parts_site.url + WORK)

    import_file(other, content)
    other.get_by_role("button", name="Import now").click()

    expect(other.locator("mlplat-work .mlp-work__list li")).to_have_count(3)
    other.goto(parts_site.url + PATH)
    expect(area(other)).to_have_value(WORDS)
    expect(other.get_by_role("checkbox").first).to_be_checked()
    lesson.get_by_role("button", name="Delete everything").click()
    lesson.get_by_role("button", name="Delete it all").click()
    expect(items).to_contain_text("Nothing yet.")
    assert kept(lesson) is None


def test_file_of_an_older_course_is_still_read(page: Page, parts_site: PagesServer) -> None:
    """Version 1 had no record: what it has comes in, what is here stays."""
    page.goto(parts_site.url + WORK)
    old: dict[str, Any] = {"format": "mlplat-work", "version": 1, "labs": {}, "quizzes": {}}
    old["decisions"] = {"split-now": {"value": "one", "text": "One."}}

    import_file(page, json.dumps(old).encode())

    expect(page.get_by_text("1 new, 0 different")).to_be_visible()


def test_without_scripts_the_prompt_stands(
    parts_site: PagesServer, open_context: Callable[..., BrowserContext]
) -> None:
    """What is asked can be read, and a sentence says what needs a script."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto(parts_site.url + PATH)

    expect(page.get_by_text("Name the signal that would make you take it back.")).to_be_visible()
    expect(page.get_by_text("Keeping what you write needs JavaScript")).to_be_visible()
    page.goto(parts_site.url + RECORD)
    expect(page.get_by_text("Collecting your paragraphs needs JavaScript")).to_be_visible()
