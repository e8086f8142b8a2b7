"""Does the published lesson work in Firefox and in WebKit as it does in Chromium?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lesson import LAB, OUTPUT, REUSE_PATH, RIGHT, SIM, Engine, Lesson
from pages_server import PagesServer

from labkit.course import read_course

ROOT = Path(__file__).resolve().parents[2]
THE_LAB = read_course(ROOT / "labs").lab("feature-store/point-in-time-join")


@pytest.fixture
def lesson(engine: Engine, site: PagesServer) -> Lesson:
    """The lesson on a visit of its own; what an earlier test wrote there is forgotten."""
    engine.open(site.url)
    engine.evaluate("localStorage.clear()")
    return Lesson(engine, site.url)


def test_a_program_runs(lesson: Lesson) -> None:
    """Python starts in the page and what a program prints shows."""
    lesson.paste_program("import sys\nprint(sys.platform, 6 * 7)")
    lesson.press_button("Run")

    lesson.until(f"{OUTPUT}.innerText.trim() !== ''")
    assert lesson.output().strip() == "emscripten 42"


def test_the_solution_passes(lesson: Lesson) -> None:
    """Every check of the lab passes with the reference solution."""
    lesson.paste_program(THE_LAB.solution)
    lesson.press_button("Check")

    lesson.until_state("passed", "failed", "error")
    results = f"[...{LAB}.querySelectorAll('[data-check]')].map((each) => each.dataset.result)"
    assert lesson.engine.evaluate(results) == ["passed"] * len(THE_LAB.tasks)


def test_a_wrong_answer_gets_its_message(lesson: Lesson) -> None:
    """The first check that fails says what was recorded for this mistake."""
    golden = json.loads((ROOT / "tests/labs/golden/messages.json").read_text("utf-8"))
    answer = THE_LAB.wrong[0]

    lesson.paste_program(answer.program)
    lesson.press_button("Check")

    lesson.until_state("failed", "passed", "error")
    failed = f"{LAB}.querySelector('[data-check][data-result=failed]')"
    assert lesson.engine.evaluate(f"{failed}.dataset.check") == answer.fails
    sentence = golden[THE_LAB.id][answer.name].split("\n")[0]
    assert sentence in lesson.engine.evaluate(f"{failed}.innerText")


def test_stop_ends_an_endless_loop(lesson: Lesson) -> None:
    """Stop ends it long before the time limit does, and the next program runs."""
    lesson.paste_program("print('on')\nwhile True:\n    pass\n")
    lesson.press_button("Run")
    lesson.until(f"{OUTPUT}.innerText.includes('on')")
    lesson.press_button("Stop")

    lesson.until_state("stopped")
    assert "Stopped. Your code is as you left it." in lesson.output()
    lesson.paste_program("print(6 * 7)")
    lesson.press_button("Run")
    lesson.until(f"{OUTPUT}.innerText.trim() === '42'")


def test_a_simulator_answers(lesson: Lesson) -> None:
    """Moving a slider by the keyboard recomputes sentence and picture."""
    engine = lesson.engine
    lesson.open(REUSE_PATH)
    lesson.until(f"{SIM}.querySelector('input[type=range]:enabled')")
    engine.evaluate(f"void {SIM}.querySelector('input[name=models]').focus()")

    engine.press(RIGHT)
    engine.press(RIGHT)

    lesson.until(f"{SIM}.querySelector('.mlp-text').innerText.includes('18.9 engineer-weeks')")
    lesson.until(f"{SIM}.querySelector('.mlp-chart__picture > div svg')")
