"""Does the learner's program do what the lab asks?

This very file runs in CPython (tests, `labkit check`) and in Pyodide (the page), and gives the
same report in both, byte for byte. Standard library only.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from types import ModuleType
from typing import TextIO

from labkit.isolation.isolated import exit_callbacks, isolated, own_builtins
from labkit.mistakes import LEARNER_FILE
from labkit.mistakes.assertions import EXPLAIN, compile_program, explain
from labkit.mistakes.tracebacks import (
    Frame,
    describe_error,
    learner_frames,
    raised_in_learner_code,
    remember_source,
)
from labkit.output.captured import OUTPUT_LIMIT, CapturedOutput, OutputLimitReached, Page, PassedOn

Check = Callable[[ModuleType], None]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found.

    Attributes:
        task: The task's id, as in `lab.toml`.
        title: The statement that holds when the check passes.
        passed: True, False, or None for a check that did not run.
        message: What to tell the learner; empty unless the check failed.
    """

    task: str
    title: str
    passed: bool | None
    message: str


@dataclass(frozen=True, slots=True)
class ProgramError:
    """An error that ended the learner's program.

    Attributes:
        message: A few sentences in plain words.
        line: The learner's line to mark, from 1, or None.
        frames: The way to that line through the learner's program, outermost first; empty when
            it is no more than that line.
    """

    message: str
    line: int | None
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a run or a check has to say.

    Attributes:
        results: One entry per check, in order; empty for a plain run.
        stdout: What the program printed, cut at `OUTPUT_LIMIT` characters.
        error: What ended the program early, or None.
    """

    results: tuple[CheckResult, ...]
    stdout: str
    error: ProgramError | None

    def to_json(self) -> str:
        """The report as one JSON string: objects do not cross into JavaScript unharmed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def passed(self) -> bool:
        """True when there were checks and every one of them passed."""
        return bool(self.results) and all(result.passed for result in self.results)


def run_program(program: str, echo: TextIO | None = None, page: Page | None = None) -> Report:
    """Run the program as a script.

    Args:
        program: The learner's source text.
        echo: Where output goes as it is printed, besides the report.
        page: Shows what the program shows; without it that goes to `echo` as text.
    """
    with captured_output(echo, page) as output:
        _, error = load_learner(program, "__main__")
    return Report((), output.text(), error)


def run_checks(
    program: str, checks: str, echo: TextIO | None = None, page: Page | None = None
) -> Report:
    """Run every check on the program, up to the first that fails.

    Args:
        program: The learner's source text.
        checks: The source text of the lab's `checks.py`.
        echo: Where output goes as it is printed, besides the report.
        page: Shows what the program shows; without it that goes to `echo` as text.

    Raises:
        Exception: Whatever loading `checks` raises; that is the course's mistake, not the
            learner's.
    """
    found = _load_checks(checks)
    results = [CheckResult(task, _title(check), None, "") for task, check in found]
    with captured_output(echo, page) as output:
        learner, error = load_learner(program, "learner")
        for number, (_, check) in enumerate(found):
            if error is not None:
                break
            message, error = _run_check(check, learner)
            results[number] = replace(
                results[number], passed=message is None, message=message or ""
            )
            if message is not None:
                break
    return Report(tuple(results), output.text(), error)


def _run_check(check: Check, learner: ModuleType) -> tuple[str | None, ProgramError | None]:
    """The message of a failed check (None when it passes), and the error behind it, if any."""
    try:
        with module_registered(learner):
            check(learner)
    except AssertionError as problem:
        if not raised_in_learner_code(problem):
            return str(problem), None
        error = _program_error(problem)
    except BaseException as problem:
        error = _program_error(problem)
    else:
        return None, None
    return f"Your program stopped with an error. {error.message}", error


def load_learner(program: str, name: str) -> tuple[ModuleType, ProgramError | None]:
    """The program as a module of that name, run up to its end or to the error that ended it."""
    module = ModuleType(name)
    module.__dict__["__builtins__"] = own_builtins()
    remember_source(program)
    try:
        code = compile_program(program, LEARNER_FILE)
        with exit_callbacks(LEARNER_FILE), module_registered(module):
            exec(code, module.__dict__)
    except BaseException as problem:
        return module, _program_error(problem)
    return module, None


def _program_error(problem: BaseException) -> ProgramError:
    if isinstance(problem, KeyboardInterrupt) and not raised_in_learner_code(problem):
        raise problem  # a person at a terminal has pressed Ctrl+C
    if isinstance(problem, OutputLimitReached):
        return ProgramError(
            f"Stopped: the program printed more than {OUTPUT_LIMIT:,} characters, the limit of "
            "one run. Print less, or only every hundredth time.",
            None,
        )
    return ProgramError(*describe_error(problem), learner_frames(problem))


def _load_checks(source: str) -> list[tuple[str, Check]]:
    module = ModuleType("checks")
    exec(compile(source, "checks.py", "exec", dont_inherit=True), module.__dict__)
    prefix = "check_"
    return [
        (name.removeprefix(prefix), value)
        for name, value in vars(module).items()
        if name.startswith(prefix) and callable(value)
    ]


def _title(check: Check) -> str:
    return (check.__doc__ or "").strip().split("\n")[0]


@contextmanager
def module_registered(module: ModuleType) -> Iterator[None]:
    """Dataclasses with postponed annotations look their module up in `sys.modules`."""
    before = sys.modules.get(module.__name__)
    sys.modules[module.__name__] = module
    try:
        yield
    finally:
        if before is None:
            sys.modules.pop(module.__name__, None)
        else:
            sys.modules[module.__name__] = before


@contextmanager
def captured_output(echo: TextIO | None, page: Page | None = None) -> Iterator[CapturedOutput]:
    """Collects what is printed meanwhile, and leaves Python as it was."""
    output = CapturedOutput(echo, page)
    with isolated({EXPLAIN: explain}):
        errors = PassedOn(sys.stderr)
        nobody_types = io.StringIO()  # input() raises EOFError
        for name, stream in (("stdout", output), ("stderr", errors), ("stdin", nobody_types)):
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        yield output
