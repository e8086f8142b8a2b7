"""What the tests of home page and score do on them, and find there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lab_page import LAB, LabPage
from playwright.sync_api import Locator, Page

from labkit.course import read_course

ROOT = Path(__file__).parents[2]
LABS = read_course(ROOT / "labs").labs
SCORE = "your-score/"
WORK = "your-work/"
LINK = "Continue where you stopped"
RIGHT = "[data-correct]"
WRONG = ":not([data-correct])"


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
