"""Score and progress leave in one file and come back, also from an earlier version."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab_page import LAB, PATH
from pages_server import PagesServer
from playwright.sync_api import Page, expect
from score_pages import LABS, RIGHT, SCORE, WORK, WRONG, answer, part, pass_lab, row, try_again
from work_file import import_file

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _journey(record_property: Callable[[str, object], None]) -> None:
    record_property("counts", "journey")


def test_export_clear_import_brings_all_back(known_page: Page, site: PagesServer) -> None:
    """Score and progress, first attempts and the way back, through one file."""
    known_page.goto(site.url + PATH)
    answer(known_page, WRONG)
    try_again(known_page)
    answer(known_page, RIGHT)
    pass_lab(known_page, LABS[LAB].starter)
    score, home = counted(known_page, site)
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
    assert (score, home) == counted(known_page, site)


def counted(page: Page, site: PagesServer) -> tuple[str, str]:
    """What the score's page and the home page say, once they have counted."""
    page.goto(site.url + SCORE)
    expect(page.get_by_role("status")).to_contain_text("of 84 points now")
    score = page.locator("mlplat-score").inner_text()
    page.goto(site.url)
    expect(part(page, 2).get_by_role("progressbar")).to_be_visible()
    expect(page.locator("mlplat-continue").get_by_role("link")).to_be_visible()
    return score, page.locator("main").inner_text()


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
