"""Every question of every lesson, answered right and answered wrong as a learner does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages_server import PagesServer
from playwright.sync_api import Locator, Page, expect

DOCS = Path(__file__).parents[2] / "docs"
RIGHT = "[data-correct]"
WRONG = ":not([data-correct])"


def lessons_with_quizzes() -> list[str]:
    """The addresses of the lessons that ask something, below the site's own."""
    pages = sorted(DOCS.glob("[1-5]-*/*"))
    asking = [page for page in pages if "<quiz>" in page.read_text("utf-8")]
    return [f"{page.parent.name}/{page.stem}/" for page in asking]


def answer(quiz: Locator, which: str) -> Locator:
    """Choose the first option of a kind, submit it, and return what stands around that option."""
    option = quiz.locator(f"input[type=radio]{which}").first
    option.check()
    quiz.get_by_role("button", name="Submit").click()
    return option.locator("..")


@pytest.mark.parametrize("lesson", lessons_with_quizzes())
@pytest.mark.parametrize(("which", "verdict"), [(RIGHT, "correct"), (WRONG, "wrong")])
def test_every_quiz_says_whether_and_why(
    site: PagesServer, known_page: Page, lesson: str, which: str, verdict: str
) -> None:
    """The chosen option gets its verdict, the right one is shown, and all options their reasons."""
    known_page.goto(site.url + lesson)
    quizzes = known_page.locator(".quiz")
    expect(quizzes).not_to_have_count(0)

    for quiz in quizzes.all():
        chosen = answer(quiz, which)

        expect(chosen).to_have_class(re.compile(rf"\b{verdict}\b"))
        expect(quiz.locator("fieldset > .correct")).to_have_count(1)
        expect(quiz.locator(f"fieldset > .correct > input{RIGHT}")).to_have_count(1)
        options = quiz.get_by_role("radio")
        expect(quiz.locator(".answer-feedback:visible")).to_have_count(options.count())
