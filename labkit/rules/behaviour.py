"""Do a lab's recorded programs do what their file names promise?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from labkit.errors import LabError
from labkit.lab import Lab
from labkit.trial import TrialResult, read_results, trial_input

Reports = Mapping[str, TrialResult]


@dataclass(frozen=True)
class Verdict:
    """What came of running every recorded program of one lab.

    Attributes:
        problems: The rules of behaviour that the lab breaks.
        messages: Text of the first failing check, by the wrong answer's file name.
        reports: What checking says, as JSON text, by the path of the program; without those that
            an error stops as scripts.
    """

    problems: tuple[LabError, ...]
    messages: Mapping[str, str]
    reports: Mapping[str, str]


def run_recorded_programs(lab: Lab) -> Verdict:
    """Run the lab's programs in a child process, so that an endless loop ends with a sentence."""
    programs = lab.programs()
    seconds = lab.time_budget_s * len(programs)
    command = [sys.executable, "-m", "labkit.trial"]
    try:
        child = subprocess.run(
            command,
            input=trial_input(lab),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=seconds,
        )
        printed, complaint = child.stdout, child.stderr
    except subprocess.TimeoutExpired as late:
        printed, complaint = (late.stdout or b"").decode(), ""
    reports = read_results(printed)
    missing = [name for name in programs if name not in reports]
    if missing:
        last = complaint.strip().splitlines()[-1:] or ["it did not end"]
        problem = LabError(
            f"checking this program broke off: {last[0].rstrip('.')}",
            "see that the program ends and that checks.py can be loaded",
            lab.folder / missing[0],
        )
        return Verdict((problem,), {}, {})
    problems = [problem for rule in RULES for problem in rule(lab, reports)]
    messages = {
        answer.name: reports[f"wrong/{answer.name}.py"].message or "" for answer in lab.wrong
    }
    texts = {name: result.report for name, result in reports.items() if result.report is not None}
    return Verdict(tuple(problems), messages, texts)


def correct_solutions_pass(lab: Lab, reports: Reports) -> Iterator[LabError]:
    """`solution.py` and everything in `right/` pass every check."""
    for name, report in reports.items():
        if not name.startswith(("solution", "right/")):
            continue
        if report.failed is not None:
            yield LabError(
                f"a correct solution fails check_{report.failed}: {report.message}",
                "mend the check or the solution",
                lab.folder / name,
            )


def programs_run(lab: Lab, reports: Reports) -> Iterator[LabError]:
    """Every recorded program runs as a script without an error; only its answers are wrong."""
    for name, report in reports.items():
        if report.error is not None:
            yield LabError(
                f"the program stops with an error: {report.error.rstrip('.')}",
                "make it run; a starter is unfinished and a wrong answer wrong, not broken",
                lab.folder / name,
            )


def starter_fails(lab: Lab, reports: Reports) -> Iterator[LabError]:
    """The starter is not already the answer."""
    report = reports["starter.py"]
    if report.failed is None and report.error is None:
        yield LabError(
            "the starter already passes", "take something out", lab.folder / "starter.py"
        )


def wrong_answers_fail_where_they_say(lab: Lab, reports: Reports) -> Iterator[LabError]:
    """A wrong answer is first caught by the check it names, with a message."""
    for answer in lab.wrong:
        path = lab.folder / "wrong" / f"{answer.name}.py"
        report = reports[f"wrong/{answer.name}.py"]
        if report.error is None and report.failed != answer.fails:
            yield LabError(
                f"first caught by {report.failed or 'no check'}, not by {answer.fails}",
                "correct the first line, the order of the checks, or the check",
                path,
            )
        elif report.failed and not (report.message or "").strip():
            yield LabError(
                f"check_{answer.fails} fails without a message",
                'write it behind the assertion: assert ..., "message"',
                lab.folder / "checks.py",
            )


RULES: tuple[Callable[[Lab, Reports], Iterator[LabError]], ...] = (
    programs_run,
    correct_solutions_pass,
    starter_fails,
    wrong_answers_fail_where_they_say,
)
