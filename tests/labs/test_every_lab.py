"""Every lab keeps the rules of the format and says what its golden messages say."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from recorded_verdicts import RecordedVerdict

from labkit.course import read_course
from labkit.lab import Lab, WrongAnswer
from labkit.rules.course import course_problems
from labkit.rules.form import form_problems

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden" / "messages.json"
COURSE = read_course(ROOT / "labs")
LABS = list(COURSE.labs.values())
WRONG_ANSWERS = [
    pytest.param(lab, answer, id=f"{lab.id}-{answer.name}") for lab in LABS for answer in lab.wrong
]

Count = Callable[[str, object], None]
Ask = Callable[[Lab], RecordedVerdict]


def golden_messages() -> dict[str, dict[str, str]]:
    """The kept messages by lab id and file name."""
    messages: dict[str, dict[str, str]] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return messages


@pytest.fixture(scope="session", autouse=True)
def _golden_rewritten_when_asked(verdict_on: Ask) -> None:
    if os.environ.get("UPDATE_GOLDEN") == "1":
        messages = {lab.id: verdict_on(lab).messages for lab in LABS}
        text = json.dumps(messages, indent=2, ensure_ascii=False, sort_keys=True)
        GOLDEN.write_text(text + "\n", encoding="utf-8")


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_lab_keeps_every_rule(lab: Lab, verdict_on: Ask, record_property: Count) -> None:
    """A lab breaks no rule of form and none of behaviour."""
    record_property("counts", "lab")

    problems = [str(problem) for problem in form_problems(lab)] + verdict_on(lab).problems

    assert [] == problems


@pytest.mark.parametrize(("lab", "answer"), WRONG_ANSWERS)
def test_wrong_answer_gets_its_message(
    lab: Lab, answer: WrongAnswer, verdict_on: Ask, record_property: Count
) -> None:
    """The first failing check is the named one, its message the golden one."""
    record_property("counts", "wrong answer")

    report = json.loads(verdict_on(lab).reports[f"wrong/{answer.name}.py"])

    failed = [result for result in report["results"] if result["passed"] is False]
    assert [answer.fails] == [result["task"] for result in failed]
    assert golden_messages()[lab.id][answer.name] == failed[0]["message"]


def test_golden_messages_belong_to_recorded_answers() -> None:
    """No golden message outlives its wrong answer."""
    recorded = {lab.id: {answer.name for answer in lab.wrong} for lab in LABS}

    assert recorded == {lab: set(messages) for lab, messages in golden_messages().items()}


def test_labs_fit_together() -> None:
    """Requirements point backwards, and each lab and simulator stands on exactly one page."""
    assert [] == [str(problem) for problem in course_problems(COURSE, ROOT / "docs")]
