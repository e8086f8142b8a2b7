"""What holds for the whole test run, and what it reports at its end."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import hypothesis
import pytest

from labkit.course import read_course

ROOT = Path(__file__).resolve().parents[1]

# No test judges by the clock. In CI the examples are the same in every run, so that a red run can
# be had again; on a developer's machine every run tries others.
hypothesis.settings.register_profile("developer", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "developer")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many labs, wrong answers and browser journeys ran, not only how many tests."""
    ran: Counter[str] = Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, value in getattr(report, "user_properties", []):
                if name == "counts":
                    ran[value] += 1
    course = read_course(ROOT / "labs")
    recorded = sum(len(lab.wrong) for lab in course.labs.values())
    terminalreporter.write_line(
        f"labs: {ran['lab']} of {len(course.labs)} checked, "
        f"wrong answers: {ran['wrong answer']} of {recorded} run in CPython and "
        f"{ran['wrong answer in the page']} in the page, browser journeys: {ran['journey']}"
    )
