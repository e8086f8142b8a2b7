"""Runs all recorded programs of one lab; a child process of `labkit check`.

Reads one JSON object from standard input and prints one JSON line per program as it ends, so
that the parent knows which program was running when time ran out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TextIO

from labkit.lab import Lab
from labkit.runner import run_checks, run_program


@dataclass(frozen=True)
class TrialResult:
    """What came of one recorded program.

    Attributes:
        program: Its path in the lab folder.
        failed: Task of the first failing check, or None.
        message: That check's message, or None.
        error: What stopped the program when run as a script, or None.
        report: What checking it says, as JSON text; None for a program that `error` stopped.
    """

    program: str
    failed: str | None
    message: str | None
    error: str | None
    report: str | None


def trial_input(lab: Lab) -> str:
    """What the child process reads."""
    return json.dumps({"checks": lab.checks, "programs": lab.programs()})


def read_results(printed: str) -> dict[str, TrialResult]:
    """The results in what the child process printed, by program; an unfinished line is dropped."""
    results = [TrialResult(**json.loads(line)) for line in printed.splitlines() if line[-1:] == "}"]
    return {result.program: result for result in results}


def run_trial(asked: Mapping[str, object], output: TextIO) -> None:
    """Run and check every program in `asked`, a line of JSON each."""
    checks, programs = asked["checks"], asked["programs"]
    assert isinstance(checks, str)
    assert isinstance(programs, dict)
    for name, program in programs.items():
        result = _try_program(name, program, checks)
        print(json.dumps(asdict(result)), file=output, flush=True)


def _try_program(name: str, program: str, checks: str) -> TrialResult:
    ran = run_program(program)
    if ran.error is not None:
        return TrialResult(name, None, None, ran.error.message, None)
    report = run_checks(program, checks)
    text = report.to_json()
    failed = next((result for result in report.results if result.passed is False), None)
    if failed is None:
        return TrialResult(name, None, None, None, text)
    return TrialResult(name, failed.task, failed.message, None, text)


if __name__ == "__main__":
    run_trial(json.load(sys.stdin), sys.stdout)
