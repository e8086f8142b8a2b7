"""Every recorded program, typed into the real editor of the published page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsers import block_other_hosts
from lab_page import LabPage
from pages_server import PagesServer
from playwright.sync_api import Browser, expect

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
def open_lab(site: PagesServer, browser: Browser) -> Iterator[Callable[[Lab], LabPage]]:
    """Opens a lab's page once for all its programs: what is tested must not need a fresh page."""
    opened: dict[str, LabPage] = {}
    attempts: list[str] = []
    context = browser.new_context()
    block_other_hosts(context, attempts)

    def open_once(lab: Lab) -> LabPage:
        if lab.id not in opened:
            page = context.new_page()
            page.goto(site.url + PAGES[lab.id])
            opened[lab.id] = LabPage(page, lab.id)
        return opened[lab.id]

    yield open_once
    context.close()
    assert [] == attempts


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
    page = open_lab(lab).page

    outcome = page.evaluate(
        """async ([program, checks]) => {
          const entry = document.querySelector('script[src$="/js/page.js"]').src;
          const { python } = await import(entry.replace("page.js", "python.js"));
          return python.check({ program, checks, timeBudgetS: 30, onOutput: () => {} });
        }""",
        [program, lab.checks],
    )

    assert run_checks(program, lab.checks).to_json() == outcome["json"]
