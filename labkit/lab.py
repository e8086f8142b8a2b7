"""What is in a lab folder?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labkit.console import Example, read_console
from labkit.errors import LabError
from labkit.folder import lab_id, lab_number, read_text, read_toml, take

FIRST_LINE_FAILS = re.compile(r"# fails: (\w+)\s*$")
TIME_BUDGET_S = 10

LAB_KEYS = {
    "format": int,
    "title": str,
    "minutes": int,
    "requires": list,
    "teaches": list,
    "out_of_scope": list,
    "packages": list,
    "sources": list,
    "hints": list,
    "tasks": list,
}
OPTIONAL_LAB_KEYS = {"time_budget_s": int, "console": dict}
TASK_KEYS = {"id": str, "title": str}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing the learner has to get right; one check proves it.

    Attributes:
        id: Ends the check's name: `check_<id>`.
        title: Statement that holds when the check passes.
    """

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A mistake somebody made, kept as a program.

    Attributes:
        name: File name without `.py`.
        fails: Id of the task whose check is the first to catch it; empty when the file's first
            line does not say.
        program: Source text.
    """

    name: str
    fails: str
    program: str


@dataclass(frozen=True, slots=True)
class Lab:
    """Everything in one lab folder, read but not yet judged (see `validation`).

    Attributes:
        id: Path below `labs/` without order numbers, such as `feature-store/point-in-time-join`.
        number: What learners see, such as `2.1`.
        folder: Where it was read from.
        minutes: Honest working time.
        time_budget_s: Seconds one run may take in the page.
        console: Requests to try on the learner's app; empty for a lab without one.
        right: Correct solutions by file name, besides `solution`.
    """

    id: str
    number: str
    folder: Path
    title: str
    minutes: int
    requires: tuple[str, ...]
    teaches: tuple[str, ...]
    out_of_scope: tuple[str, ...]
    packages: tuple[str, ...]
    sources: tuple[str, ...]
    hints: tuple[str, ...]
    tasks: tuple[Task, ...]
    time_budget_s: int
    console: tuple[Example, ...]
    text: str
    starter: str
    solution: str
    checks: str
    wrong: tuple[WrongAnswer, ...]
    right: Mapping[str, str] = field(hash=False)

    def programs(self) -> dict[str, str]:
        """Every recorded program by its path in the folder."""
        return (
            {"starter.py": self.starter, "solution.py": self.solution}
            | {f"right/{name}.py": program for name, program in self.right.items()}
            | {f"wrong/{answer.name}.py": answer.program for answer in self.wrong}
        )


def read_lab(folder: Path, labs_root: Path) -> Lab:
    """The lab in `folder`.

    Args:
        folder: `<labs_root>/<n>-<module>/<n>-<lab>`.
        labs_root: The `labs` folder.

    Raises:
        LabError: A file or key is missing, of the wrong type, or not known to the format.
    """
    path = folder / "lab.toml"
    values = take(read_toml(path), LAB_KEYS, OPTIONAL_LAB_KEYS, path)
    if values["format"] != 1:
        raise LabError(f"format is {values['format']}", "set format = 1", path)
    tasks = [take(_table(task, path), TASK_KEYS, {}, path) for task in values["tasks"]]
    return Lab(
        id=lab_id(folder, labs_root),
        number=lab_number(folder),
        folder=folder,
        title=values["title"],
        minutes=values["minutes"],
        requires=_strings(values, "requires", path),
        teaches=_strings(values, "teaches", path),
        out_of_scope=_strings(values, "out_of_scope", path),
        packages=_strings(values, "packages", path),
        sources=_strings(values, "sources", path),
        hints=_strings(values, "hints", path),
        tasks=tuple(Task(**task) for task in tasks),
        time_budget_s=values.get("time_budget_s", TIME_BUDGET_S),
        console=read_console(values["console"], path) if "console" in values else (),
        text=read_text(folder / "lab.md"),
        starter=read_text(folder / "starter.py"),
        solution=read_text(folder / "solution.py"),
        checks=read_text(folder / "checks.py"),
        wrong=tuple(_wrong_answer(file) for file in sorted((folder / "wrong").glob("*.py"))),
        right={file.stem: read_text(file) for file in sorted((folder / "right").glob("*.py"))},
    )


def _wrong_answer(file: Path) -> WrongAnswer:
    program = read_text(file)
    first = FIRST_LINE_FAILS.match(program.split("\n", 1)[0])
    return WrongAnswer(file.stem, first.group(1) if first else "", program)


def _strings(values: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    if not all(isinstance(item, str) for item in values[key]):
        raise LabError(f"{key} holds something other than text", "quote every entry", path)
    return tuple(values[key])


def _table(value: object, path: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise LabError("tasks is not a list of tables", "write each task as [[tasks]]", path)
    return value
