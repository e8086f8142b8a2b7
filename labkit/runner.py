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

from labkit.tracebacks import LEARNER_FILE, describe_error, raised_in_learner_code

OUTPUT_LIMIT = 1_000_000
"""Characters a run may print before it is ended."""

Check = Callable[[ModuleType], None]


class OutputLimitReached(BaseException):
    """The program printed more than `OUTPUT_LIMIT` characters.

    A BaseException, so that `except Exception` in the learner's program does not swallow it.
    """


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
        message: One or two sentences in plain words.
        line: The learner's line to mark, from 1, or None.
    """

    message: str
    line: int | None


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


def run_program(program: str, echo: TextIO | None = None) -> Report:
    """Run the program as a script.

    Args:
        program: The learner's source text.
        echo: Where output goes as it is printed, besides the report.
    """
    with captured_output(echo) as output:
        _, error = load_learner(program, "__main__")
    return Report((), output.text(), error)


def run_checks(program: str, checks: str, echo: TextIO | None = None) -> Report:
    """Run every check on the program, up to the first that fails.

    Args:
        program: The learner's source text.
        checks: The source text of the lab's `checks.py`.
        echo: Where output goes as it is printed, besides the report.

    Raises:
        Exception: Whatever loading `checks` raises; that is the course's mistake, not the
            learner's.
    """
    found = _load_checks(checks)
    results = [CheckResult(task, _title(check), None, "") for task, check in found]
    with captured_output(echo) as output:
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
    except KeyboardInterrupt:
        raise
    except AssertionError as problem:
        if not raised_in_learner_code(problem):
            return str(problem), None
        error = ProgramError(*describe_error(problem))
    except BaseException as problem:
        error = _program_error(problem)
    else:
        return None, None
    return f"Your program stopped with an error. {error.message}", error


def load_learner(program: str, name: str) -> tuple[ModuleType, ProgramError | None]:
    """The program as a module of that name, run up to its end or to the error that ended it."""
    module = ModuleType(name)
    try:
        code = compile(program, LEARNER_FILE, "exec", dont_inherit=True)
        with module_registered(module):
            exec(code, module.__dict__)
    except KeyboardInterrupt:
        raise
    except BaseException as problem:
        return module, _program_error(problem)
    return module, None


def _program_error(problem: BaseException) -> ProgramError:
    if isinstance(problem, OutputLimitReached):
        return ProgramError(
            f"Stopped: the program printed more than {OUTPUT_LIMIT:,} characters, the limit of "
            "one run. Print less, or only every hundredth time.",
            None,
        )
    return ProgramError(*describe_error(problem))


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
            del sys.modules[module.__name__]
        else:
            sys.modules[module.__name__] = before


class _Output(io.TextIOBase):
    """Keeps what is printed, passes it on, and ends a program that prints without end."""

    def __init__(self, echo: TextIO | None) -> None:
        self._echo = echo
        self._parts: list[str] = []
        self._left = OUTPUT_LIMIT

    def write(self, text: str) -> int:
        kept = text[: self._left]
        self._left -= len(kept)
        if kept:
            self._parts.append(kept)
            if self._echo is not None:
                self._echo.write(kept)
        if len(kept) < len(text):
            raise OutputLimitReached
        return len(text)

    def flush(self) -> None:
        if self._echo is not None:
            self._echo.flush()

    def text(self) -> str:
        return "".join(self._parts)


@contextmanager
def captured_output(echo: TextIO | None) -> Iterator[_Output]:
    """Collects what is printed meanwhile, and ends a program that prints without end."""
    before = sys.stdout
    output = _Output(echo)
    sys.stdout = output
    try:
        yield output
    finally:
        sys.stdout = before
