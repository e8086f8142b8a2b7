"""What holds for the whole test run, and what it reports at its end."""

from __future__ import annotations

import functools
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from coverage import Coverage

from labkit.course import read_course
from labkit.lab import Lab

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import the helpers beside them

from recorded_verdicts import RecordedVerdict, recorded_verdict

ROOT = Path(__file__).resolve().parents[1]

CORE = Path(__file__).parent / "core"
# Coverage has to be full without these files of the core: they take thousands of cases, or whole
# models, through lines that others go through as well, and a tracer doubles their time.
MANY_CASES = (
    "oracles/*.py",
    "feature_store/*_properties.py",
    "core/*_properties.py",
    "training/test_shipped_models.py",
)
# These take longest, and come first of those with a browser: else one process would still be at
# one of them when the others have nothing left to do.
LONG = (
    "test_recorded_programs.py",
    "test_accessibility.py",
    "test_restored_python.py",
    "test_warm_start.py",
    "test_console.py",
    "test_your_work.py",
    "test_learners_journey.py",
    "test_every_quiz.py",
    "test_every_simulator_moves.py",
    "test_package_downloads.py",
    "test_loading_failures.py",
    "test_explorer.py",
    "test_measured_visits.py",
    "test_simulators.py",
    "test_editor_on_a_phone.py",
    "test_shop_in_the_page.py",
    "test_snapshot_storage.py",
)

# No test judges by the clock. In CI the examples are the same in every run, so that a red run can
# be had again; on a developer's machine every run tries others.
hypothesis.settings.register_profile("developer", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "developer")


@pytest.fixture(scope="session")
def verdict_on(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Lab], RecordedVerdict]:
    """What CPython says about a lab's recorded programs, which run once for all tests."""
    return functools.cache(functools.partial(recorded_verdict, tmp_path_factory))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those of the core that are measured come first; those with a browser come last.

    Playwright keeps an event loop running once it is there.
    """
    in_browser = {item.path for item in items if "playwright" in getattr(item, "fixturenames", ())}

    def place(item: pytest.Item) -> tuple[bool, bool, int]:
        behind = LONG.index(item.path.name) if item.path.name in LONG else len(LONG)
        return item.path in in_browser, not is_measured(item), behind

    items.sort(key=place)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> None:
    """The first test that is not measured ends the measurement, as a tracer costs time."""
    coverage = Coverage.current()
    if coverage is not None and not is_measured(item):
        coverage.stop()
        os.environ.pop("COVERAGE_PROCESS_CONFIG", None)  # what it tells child processes


def is_measured(item: pytest.Item) -> bool:
    """Whether the test is one of those that have to cover the core."""
    return item.path.is_relative_to(CORE) and not any(map(item.path.match, MANY_CASES))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many labs, wrong answers, journeys and oracle cases ran, and how long lessons are."""
    ran: Counter[str] = Counter()
    oracles: Counter[str] = Counter()
    reading: list[str] = []
    for name, value in _recorded(terminalreporter):
        if name == "counts":
            ran[value] += 1
        elif name == "oracle cases":
            oracle, _, number = value.rpartition(": ")
            oracles[oracle] += int(number.split()[0].replace(",", ""))
        elif name == "reading":
            reading.append(value)
    course = read_course(ROOT / "labs")
    recorded = sum(len(lab.wrong) for lab in course.labs.values())
    terminalreporter.write_line(
        f"labs: {ran['lab']} of {len(course.labs)} checked, "
        f"wrong answers: {ran['wrong answer']} of {recorded} run in CPython and "
        f"{ran['wrong answer in the page']} in the page, browser journeys: {ran['journey']}"
    )
    for oracle, number in sorted(oracles.items()):
        terminalreporter.write_line(f"compared with {oracle}: {number:,} cases")
    for line in sorted(reading):
        terminalreporter.write_line(f"reading {line}")


def _recorded(terminalreporter: pytest.TerminalReporter) -> Iterator[tuple[str, str]]:
    """What the tests recorded with `record_property`."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            yield from getattr(report, "user_properties", [])
