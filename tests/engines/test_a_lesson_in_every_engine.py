"""Does the published lesson work in Firefox and in WebKit as it does in Chromium?"""

from __future__ import annotations

import json
import time
from pathlib import Path

from busy_threads import busy_threads
from lesson import LAB, OUTPUT, WAIT_S, Lesson

from labkit.course import read_course

ROOT = Path(__file__).resolve().parents[2]
THE_LAB = read_course(ROOT / "labs").lab("feature-store/point-in-time-join")
VERDICTS = ("passed", "failed", "error", "stopped")


def test_a_program_runs(lesson: Lesson) -> None:
    """Python starts in the page and what a program prints shows."""
    lesson.paste_program("import sys\nprint(sys.platform, 6 * 7)")

    state = lesson.press_and_wait("Run", "ready", "error")

    assert (state, lesson.output().strip()) == ("ready", "emscripten 42")


def test_the_solution_passes(lesson: Lesson) -> None:
    """Every check of the lab passes with the reference solution."""
    lesson.paste_program(THE_LAB.solution)

    state = lesson.press_and_wait("Check", *VERDICTS)

    assert state == "passed"
    results = f"[...{LAB}.querySelectorAll('[data-check]')].map((each) => each.dataset.result)"
    assert lesson.engine.evaluate(results) == ["passed"] * len(THE_LAB.tasks)


def test_a_wrong_answer_gets_its_message(lesson: Lesson) -> None:
    """The first check that fails says what was recorded for this mistake."""
    golden = json.loads((ROOT / "tests/labs/golden/messages.json").read_text("utf-8"))
    answer = THE_LAB.wrong[0]
    lesson.paste_program(answer.program)

    state = lesson.press_and_wait("Check", *VERDICTS)

    assert state == "failed"
    failed = f"{LAB}.querySelector('[data-check][data-result=failed]')"
    assert lesson.engine.evaluate(f"{failed}.dataset.check") == answer.fails
    sentence = golden[THE_LAB.id][answer.name].split("\n")[0]
    assert sentence in lesson.engine.evaluate(f"{failed}.innerText")


def test_stop_ends_an_endless_loop(lesson: Lesson) -> None:
    """Stop ends it long before the time limit does, and the next program runs."""
    lesson.paste_program("print('on')\nwhile True:\n    pass\n")
    lesson.press_and_wait("Run", "running")
    lesson.until(f"{OUTPUT}.innerText.trim() === 'on'")

    lesson.press_and_wait("Stop", "stopped")

    assert "Stopped. Your code is as you left it." in lesson.output()
    lesson.paste_program("print(6 * 7)")
    assert lesson.press_and_wait("Run", "ready", "error") == "ready"
    assert lesson.output().strip() == "42"


def test_a_stopped_loop_leaves_the_processor_alone(lesson: Lesson) -> None:
    """The thread that was in it ends, too; nobody on the page would see that it goes on."""
    lesson.paste_program("print('on')\nwhile True:\n    pass\n")
    lesson.press_and_wait("Run", "running")
    lesson.until(f"{OUTPUT}.innerText.trim() === 'on'")
    looping = busy_threads(lesson.engine.leader)
    assert looping

    lesson.press_and_wait("Stop", "stopped")

    deadline = time.monotonic() + WAIT_S
    while (busy := busy_threads(lesson.engine.leader)) and time.monotonic() < deadline:
        pass
    assert not busy
