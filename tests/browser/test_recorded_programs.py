"""Every recorded program in the editor of its own lab's page, checked by a restored Python."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from known_browser import KnownBrowser
from lab_page import LabPage
from pages_server import PagesServer
from pressed_check import LISTEN, is_all_passed_on, paste_and_check
from recorded_verdicts import RecordedVerdict

from labkit.course import read_course
from labkit.directives import DIRECTIVE
from labkit.lab import Lab
from labkit.rules.course import FENCE

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
COURSE = read_course(ROOT / "labs")
DOCS = ROOT / "docs"
GOLDEN = json.loads((ROOT / "tests/labs/golden/messages.json").read_text(encoding="utf-8"))
PAGES = {
    lab_id: page.relative_to(DOCS).with_suffix("").as_posix() + "/"
    for page in sorted(DOCS.rglob("*.md"))
    for kind, lab_id in DIRECTIVE.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    if kind == "lab"
}
FAILS = {
    (lab.id, f"wrong/{answer.name}.py"): (answer.fails, GOLDEN[lab.id][answer.name])
    for lab in COURSE.labs.values()
    for answer in lab.wrong
}
PROGRAMS = [
    pytest.param(lab, name, id=f"{lab.id}-{name}")
    for lab in COURSE.labs.values()
    for name in lab.programs()
]

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
            page.emulate_media(reduced_motion="reduce")  # nothing here is about how it scrolls
            page.goto(site_server.url + PAGES[lab.id])
            page.evaluate(LISTEN)
            opened[lab.id] = LabPage(page, lab.id)
        return opened[lab.id]

    known_browser.forget_work()
    yield open_once
    known_browser.close_pages()
    assert [] == known_browser.attempts


@pytest.mark.parametrize(("lab", "name"), PROGRAMS)
def test_check_says_in_the_page_what_it_says_in_cpython(
    lab: Lab,
    name: str,
    open_lab: Callable[[Lab], LabPage],
    verdict_on: Callable[[Lab], RecordedVerdict],
    record_property: Count,
) -> None:
    """Byte for byte; and the list shows, for a mistake, the message that was recorded for it."""
    program = lab.programs()[name]
    mistake = FAILS.get((lab.id, name))
    if mistake is not None:
        record_property("counts", "wrong answer in the page")

    pressed = paste_and_check(open_lab(lab), program)

    assert verdict_on(lab).reports[name] == pressed.report
    assert (program, "snapshot") == (pressed.program, pressed.start)
    assert is_all_passed_on(pressed.report, pressed.printed), pressed.printed
    if mistake is not None:
        task, message = mistake
        assert [task] == [check for check, _ in pressed.failed]
        assert " ".join(message.split("\n")[0].split()) in pressed.failed[0][1]
