"""Do the recorded programs of every lab end in Firefox and in WebKit as they do in CPython?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lesson import WAIT_S, Lesson

from labkit.course import read_course
from labkit.lab import Lab
from labkit.runner import run_checks

LABS = list(read_course(Path(__file__).resolve().parents[2] / "labs").labs.values())
REPORT = """(async (request) => {
  const entry = document.querySelector('script[src$="/js/page.js"]').src;
  const { python } = await import(entry.replace("page.js", "python.js"));
  return python.check(request);
})"""


def programs(lab: Lab) -> Iterator[str]:
    """The solution, which meets every check, and one mistake for each that can fail.

    With packages also what is written in another way: there `def` and `async def` differ.
    """
    yield lab.solution
    if lab.packages:
        yield from lab.right.values()
    yield from {answer.fails: answer.program for answer in lab.wrong}.values()


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_reports_are_the_same_byte_for_byte(lesson: Lesson, lab: Lab) -> None:
    """One page and one Python do for all labs: no report may depend on what ran before."""
    for program in programs(lab):
        request = {"program": program, "checks": lab.checks, "packages": list(lab.packages)}
        request["timeBudgetS"] = WAIT_S

        outcome = lesson.engine.evaluate(f"{REPORT}({json.dumps(request)})")

        assert run_checks(program, lab.checks).to_json() == outcome["json"]
