"""Every recorded program, typed into the real editor of the published page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from known_browser import KnownBrowser
from lab_page import LabPage
from pages_server import PagesServer
from playwright.sync_api import expect

from labkit.course import read_course
from labkit.directives import DIRECTIVE
from labkit.lab import Lab, WrongAnswer
from labkit.rules.course import FENCE
from labkit.runner import run_checks

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
COURSE = read_course(ROOT / "labs")
DOCS = ROOT / "docs"
PAGES = {
    lab_id: page.relative_to(DOCS).with_suffix("").as_posix() + "/"
    for page in sorted(DOCS.rglob("*.md"))
    for kind, lab_id in DIRECTIVE.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    if kind == "lab"
}
LABS = list(COURSE.labs.values())
WRONG_ANSWERS = [(lab, answer) for lab in LABS for answer in lab.wrong]
PROGRAMS = [(lab, name) for lab in LABS for name in lab.programs()]

Count = Callable[[str, object], None]


@pytest.fixture(scope="module")
def open_lab(
    site_server: PagesServer, known_browser: KnownBrowser
) -> Iterator[Callable[[Lab], LabPage]]:
    """Opens a lab's page once for all its programs: what is tested must not need a fresh page.

    Programs come lab by lab, and one page with Python at a time takes memory enough.
    """
    opened: dict[str, LabPage] = {}

    def open_once(lab: Lab) -> LabPage:
        if lab.id not in opened:
            opened.clear()
            known_browser.close_pages()
            page = known_browser.context.new_page()
            page.goto(site_server.url + PAGES[lab.id])
            opened[lab.id] = LabPage(page, lab.id)
        return opened[lab.id]

    known_browser.forget_work()
    yield open_once
    known_browser.close_pages()
    assert [] == known_browser.attempts


@pytest.mark.parametrize(
    ("lab", "answer"), WRONG_ANSWERS, ids=lambda value: getattr(value, "name", None)
)
def test_wrong_answer_gets_its_own_message(
    lab: Lab, answer: WrongAnswer, open_lab: Callable[[Lab], LabPage], record_property: Count
) -> None:
    """The page shows the message that was recorded for this mistake."""
    record_property("counts", "wrong answer in the page")
    golden = json.loads((ROOT / "tests/labs/golden/messages.json").read_text(encoding="utf-8"))
    sentence = golden[lab.id][answer.name].split("\n")[0]
    page = open_lab(lab)

    page.type_program(answer.program)
    page.check()

    expect(page.failed_check()).to_have_count(1)
    expect(page.failed_check()).to_have_attribute("data-check", answer.fails)
    expect(page.failed_check()).to_contain_text(sentence)


@pytest.mark.parametrize(("lab", "name"), PROGRAMS, ids=lambda value: getattr(value, "id", value))
def test_report_is_the_same_byte_for_byte(
    lab: Lab, name: str, open_lab: Callable[[Lab], LabPage]
) -> None:
    """The page's report on a recorded program is the very text that CPython gives."""
    program = lab.programs()[name]
    page = open_lab(LABS[0]).page  # any page will do, for Python is the same on all

    outcome = page.evaluate(
        """async ([program, checks, packages]) => {
          const entry = document.querySelector('script[src$="/js/page.js"]').src;
          const { python } = await import(entry.replace("page.js", "python.js"));
          const timeBudgetS = 30;
          return python.check({ program, checks, packages, timeBudgetS, onOutput: () => {} });
        }""",
        [program, lab.checks, list(lab.packages)],
    )

    assert run_checks(program, lab.checks).to_json() == outcome["json"]
