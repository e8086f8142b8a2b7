"""The runner's report on programs of every kind."""

from __future__ import annotations

import io
import json
import sys

import pytest

from labkit.runner import OUTPUT_LIMIT, run_checks, run_program

CHECKS = '''
def check_is_two(learner):
    """Gives two"""
    assert learner.answer() == 2, "Two is wanted."

def check_is_int(learner):
    """Gives a whole number"""
    assert isinstance(learner.answer(), int), "A whole number is wanted."
'''


def test_passing_program() -> None:
    """Every check passes and no message is given."""
    report = run_checks("def answer():\n    return 2\n", CHECKS)

    assert report.passed
    assert ["is_two", "is_int"] == [result.task for result in report.results]
    assert ["Gives two", "Gives a whole number"] == [result.title for result in report.results]
    assert {""} == {result.message for result in report.results}


def test_first_failing_check_stops_the_rest() -> None:
    """Checks behind the first failing one have not run: passed is null, not false."""
    report = json.loads(run_checks("def answer():\n    return 3\n", CHECKS).to_json())

    assert [False, None] == [result["passed"] for result in report["results"]]
    assert "Two is wanted." == report["results"][0]["message"]
    assert report["error"] is None


def test_report_has_the_contracts_shape() -> None:
    """The JSON has exactly the keys that the page and other tools rely on."""
    report = json.loads(run_checks("def answer():\n    return 2\n", CHECKS).to_json())

    assert ["results", "stdout", "error"] == list(report)
    assert ["task", "title", "passed", "message"] == list(report["results"][0])


def test_syntax_error_is_a_sentence_with_its_line() -> None:
    """A program that cannot be read runs no check."""
    report = run_checks("x = 1\ndef answer(:\n", CHECKS)

    assert report.error is not None
    assert 2 == report.error.line
    assert report.error.message.startswith("Line 2: SyntaxError:")
    assert [None, None] == [result.passed for result in report.results]


def test_exception_inside_a_check_marks_the_learners_line() -> None:
    """The line is the learner's deepest one; callers are named; the check has failed."""
    program = "def helper(row):\n    return row['vlaue']\n\ndef answer():\n    return helper({})\n"

    report = run_checks(program, CHECKS)

    assert report.results[0].passed is False
    assert report.error is not None
    assert 2 == report.error.line
    assert "Line 2, in helper (called from line 5): KeyError: 'vlaue'." in report.error.message
    assert report.error.message in report.results[0].message


def test_learners_own_assertion_is_not_a_checks_message() -> None:
    """An assert in the learner's program is reported as their error, with their line."""
    report = run_checks("def answer():\n    assert False, 'mine'\n", CHECKS)

    assert report.error is not None
    assert 2 == report.error.line
    assert "AssertionError: mine." in report.error.message


@pytest.mark.parametrize(
    ("program", "kind", "line"),
    [
        ("raise SystemExit(3)", "SystemExit", 1),
        ("import sys\nsys.exit()", "SystemExit", 2),
        ("def f():\n    return f()\nf()", "RecursionError", 2),
        ("import pandas_is_not_here", "ModuleNotFoundError", 1),
        ("print(undefined)", "NameError", 1),
        ("1 / 0", "ZeroDivisionError", 1),
        ("class Odd(Exception):\n    def __str__(self):\n        1/0\nraise Odd", "Odd.", 4),
    ],
)
def test_run_ends_with_a_sentence(program: str, kind: str, line: int) -> None:
    """Whatever ends a run is named with its line."""
    error = run_program(program).error

    assert error is not None
    assert kind in error.message
    assert line == error.line


def test_output_is_kept_and_echoed() -> None:
    """What a program prints is in the report and goes out as it is printed."""
    echo = io.StringIO()

    report = run_program("print('one')\nprint('two')", echo)

    assert "one\ntwo\n" == report.stdout == echo.getvalue()
    assert report.error is None


def test_output_beyond_the_limit_ends_the_run() -> None:
    """A program that prints without end is stopped with a sentence, even past `except`."""
    program = (
        "while True:\n    try:\n        print('x' * 100_000)\n    except Exception:\n        pass\n"
    )

    report = run_program(program)

    assert report.error is not None
    assert "more than 1,000,000 characters" in report.error.message
    assert OUTPUT_LIMIT == len(report.stdout)


def test_runs_do_not_leak_into_each_other() -> None:
    """Names and modules of one run are gone in the next, and standard output is restored."""
    stdout, modules = sys.stdout, set(sys.modules)
    run_program("left_over = 1")

    error = run_program("print(left_over)").error

    assert error is not None
    assert "NameError" in error.message
    assert stdout is sys.stdout
    assert "learner" not in set(sys.modules) - modules


def test_dataclass_with_postponed_annotations() -> None:
    """Dataclasses find the learner's module while it runs."""
    program = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Row:\n    value: int\ndef answer():\n    return Row(2).value\n"
    )

    assert run_checks(program, CHECKS).passed


def test_script_runs_as_main() -> None:
    """Run executes the block that scripts guard by their name."""
    assert "hello\n" == run_program("if __name__ == '__main__':\n    print('hello')").stdout


def test_mistake_in_the_checks_is_not_blamed_on_the_learner() -> None:
    """Checks that cannot be loaded raise: the course is wrong, not the program."""
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        run_checks("", "import no_such_module")
