"""What Download gives runs anywhere, and says what the page says."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from browsers import forget_files
from lab_page import LAB, PATH, LabPage
from pages_server import PagesServer
from playwright.sync_api import Page, expect

from labkit.course import read_course
from labkit.lab import WrongAnswer
from labkit.runner import run_checks

pytestmark = pytest.mark.browser

THE_LAB = read_course(Path(__file__).resolve().parents[2] / "labs").lab(LAB)

WORDS = ("passed ", "FAILED ", "not run ")


@pytest.fixture(autouse=True)
def _journey(record_property: Callable[[str, object], None]) -> None:
    record_property("counts", "journey")


@pytest.fixture
def lab(site: PagesServer, page: Page) -> LabPage:
    """The lesson's lab on a first visit."""
    page.goto(site.url + PATH)
    return LabPage(page)


def unpacked(lab: LabPage, target: Path) -> Path:
    """The folder that a press on Download gives, unpacked by Python."""
    with lab.page.expect_download() as download:
        lab.button("Download").click()
    assert download.value.suggested_filename == "point-in-time-join.zip"
    download.value.save_as(target / "lab.zip")
    with zipfile.ZipFile(target / "lab.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(target)
    return target / "point-in-time-join"


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `python check.py` as a learner would; -S keeps what is installed out of reach."""
    return subprocess.run(
        [sys.executable, "-S", "check.py"],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={"PYTHONUTF8": "1"},
    )


def test_solution_passes_at_home_too(lab: LabPage, tmp_path: Path) -> None:
    """The folder needs no installation; passing ends with 0."""
    lab.type_program(THE_LAB.solution)

    done = check(unpacked(lab, tmp_path))

    assert ("", 0) == (done.stderr, done.returncode)
    assert f"{len(THE_LAB.tasks)} of {len(THE_LAB.tasks)} checks passed" in done.stdout


@pytest.mark.parametrize("answer", THE_LAB.wrong[:3], ids=lambda answer: answer.name)
def test_wrong_answer_gets_the_same_message(
    lab: LabPage, answer: WrongAnswer, tmp_path: Path
) -> None:
    """Every line of the message that the page shows, and 1 at the end."""
    lab.type_program(answer.program)
    report = run_checks(answer.program, THE_LAB.checks)
    message = next(result.message for result in report.results if result.passed is False)

    done = check(unpacked(lab, tmp_path))

    assert ("", 1) == (done.stderr, done.returncode)
    said = [line.strip() for line in done.stdout.splitlines()]
    assert [line.strip() for line in message.splitlines() if line not in said] == []
    assert [result.title for result in report.results] == [
        line[8:].strip() for line in done.stdout.splitlines() if line.startswith(WORDS)
    ]


def test_folder_holds_what_the_editor_holds(lab: LabPage, tmp_path: Path) -> None:
    """The program as it was typed, a text that explains the rest, and plain sources only."""
    lab.type_program("print('mine: ünïcode ✓')")

    folder = unpacked(lab, tmp_path)

    assert "print('mine: ünïcode ✓')\n" == (folder / "program.py").read_text(encoding="utf-8")
    assert THE_LAB.checks == (folder / "checks.py").read_text(encoding="utf-8")
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    assert readme.startswith(THE_LAB.title + "\n")
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".json", ".py", ".txt", ""}


def test_download_works_where_python_cannot_start(
    lab: LabPage, site: PagesServer, tmp_path: Path
) -> None:
    """The folder is the way out for whom the page cannot run anything."""
    runtime = lab.page.locator('meta[name="mlplat-runtime"]').get_attribute("content") or ""
    wasm = f"{runtime.removeprefix('../../')}pyodide.asm.wasm"
    site.replaced[wasm] = (404, b"")
    try:
        lab.button("Run").click()
        lab.expect_state("error")

        done = check(unpacked(lab, tmp_path))
    finally:
        del site.replaced[wasm]

    assert 1 == done.returncode
    assert "At t = 45 you returned 5" in done.stdout


def test_missing_file_of_the_course_is_said_in_a_sentence(lab: LabPage, site: PagesServer) -> None:
    """A file that does not arrive is answered with what to do, and the next press tries again."""
    app = lab.page.locator('meta[name="mlplat-app"]').get_attribute("content") or ""
    sources = f"{app.removeprefix('../../')}take-home.json"
    site.replaced[sources] = (503, b"")
    try:
        lab.button("Download").click()
        expect(lab.lab.get_by_text("could not be put together")).to_be_visible()
    finally:
        del site.replaced[sources]
    forget_files(lab.page)

    with lab.page.expect_download():
        lab.button("Download").click()
