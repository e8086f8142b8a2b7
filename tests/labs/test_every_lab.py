"""Every lab keeps the rules of the format and says what its golden messages say."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from labkit.course import read_course
from labkit.lab import Lab, WrongAnswer
from labkit.rules.behaviour import run_recorded_programs
from labkit.rules.course import course_problems
from labkit.rules.form import form_problems
from labkit.runner import run_checks

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden" / "messages.json"
COURSE = read_course(ROOT / "labs")
LABS = list(COURSE.labs.values())
WRONG_ANSWERS = [(lab, answer) for lab in LABS for answer in lab.wrong]

Count = Callable[[str, object], None]


def golden_messages() -> dict[str, dict[str, str]]:
    """The kept messages by lab id and file name."""
    messages: dict[str, dict[str, str]] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return messages


@pytest.fixture(scope="session", autouse=True)
def _golden_rewritten_when_asked() -> None:
    if os.environ.get("UPDATE_GOLDEN") == "1":
        messages = {lab.id: dict(run_recorded_programs(lab).messages) for lab in LABS}
        text = json.dumps(messages, indent=2, ensure_ascii=False, sort_keys=True)
        GOLDEN.write_text(text + "\n", encoding="utf-8")


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_lab_keeps_every_rule(lab: Lab, record_property: Count) -> None:
    """A lab breaks no rule of form and none of behaviour."""
    record_property("counts", "lab")

    problems = form_problems(lab) + list(run_recorded_programs(lab).problems)

    assert [] == [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("lab", "answer"), WRONG_ANSWERS, ids=lambda value: getattr(value, "name", None)
)
def test_wrong_answer_gets_its_message(
    lab: Lab, answer: WrongAnswer, record_property: Count
) -> None:
    """The first failing check is the named one, its message the golden one."""
    record_property("counts", "wrong answer")

    report = run_checks(answer.program, lab.checks)

    failed = [result for result in report.results if result.passed is False]
    assert [answer.fails] == [result.task for result in failed]
    assert golden_messages()[lab.id][answer.name] == failed[0].message


def test_golden_messages_belong_to_recorded_answers() -> None:
    """No golden message outlives its wrong answer."""
    recorded = {lab.id: {answer.name for answer in lab.wrong} for lab in LABS}

    assert recorded == {lab: set(messages) for lab, messages in golden_messages().items()}


def test_labs_fit_together() -> None:
    """Requirements point backwards, and each lab and simulator stands on exactly one page."""
    assert [] == [str(problem) for problem in course_problems(COURSE, ROOT / "docs")]
