"""Do a lab's files look as the format wants them to?"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from labkit.errors import LabError
from labkit.lab import Lab
from labkit.rules.imports import imports_of_the_page, known_packages

TODO = re.compile(r"#\s*TODO\(([^)]*)\)\s*:")
FILES = {"lab.toml", "lab.md", "starter.py", "solution.py", "checks.py", "data.csv"}
FOLDERS = {"wrong", "right"}
HINTS_AT_MOST = 3
STARTER_LINES_AT_MOST = 40
# A web app is longer before it does anything; decision 0038.
STARTER_LINES_WITH_PACKAGES = 70
COLUMNS_AT_MOST = 80
LAB_WORDS_AT_MOST = 150
DATA_BYTES_AT_MOST = 50_000
SHORTEST_TELLING_LINE = 12

Rule = Callable[[Lab], Iterator[LabError]]


def form_problems(lab: Lab) -> list[LabError]:
    """Every rule of form that the lab breaks."""
    return [problem for rule in RULES for problem in rule(lab)]


def expected_files_only(lab: Lab) -> Iterator[LabError]:
    """A lab folder holds the files of the format and nothing else."""
    for path in sorted(lab.folder.rglob("*")):
        inside = path.relative_to(lab.folder)
        known = (
            inside.name in FILES
            if len(inside.parts) == 1 and path.is_file()
            else inside.parts[0] in FOLDERS and (path.is_dir() or path.suffix == ".py")
        )
        if not known and "__pycache__" not in inside.parts:
            yield LabError("the lab format knows no such file", "delete or rename it", path)


def at_least_two_solutions(lab: Lab) -> Iterator[LabError]:
    """Checks judge behaviour, so a second solution written differently must exist."""
    if not lab.right:
        yield LabError(
            "there is no second correct solution",
            "add one, written differently, as right/<how>.py",
            lab.folder,
        )


def sizes(lab: Lab) -> Iterator[LabError]:
    """A learner sees the starter and the task at one glance."""
    lines = len(lab.starter.splitlines())
    at_most = STARTER_LINES_WITH_PACKAGES if lab.packages else STARTER_LINES_AT_MOST
    if lines > at_most:
        yield LabError(
            f"the starter has {lines} lines",
            f"keep it within {at_most}",
            lab.folder / "starter.py",
        )
    for name, program in lab.programs().items():
        for number, line in enumerate(program.splitlines(), 1):
            if len(line) > COLUMNS_AT_MOST:
                yield LabError(
                    f"line {number} has {len(line)} columns",
                    f"keep it within {COLUMNS_AT_MOST}, the editor's width",
                    lab.folder / name,
                )
    words = len(lab.text.split())
    if words > LAB_WORDS_AT_MOST:
        yield LabError(
            f"the task has {words} words",
            f"keep it within {LAB_WORDS_AT_MOST}; the lesson explains, the lab only asks",
            lab.folder / "lab.md",
        )
    data = lab.folder / "data.csv"
    if data.exists() and data.stat().st_size > DATA_BYTES_AT_MOST:
        yield LabError("the data file is too large", "keep it within 50 KB", data)


def hints(lab: Lab) -> Iterator[LabError]:
    """One to three hints, none of which is a line of the solution."""
    path = lab.folder / "lab.toml"
    if not lab.hints or not all(hint.strip() for hint in lab.hints):
        yield LabError("a hint is missing or empty", "write one to three hints", path)
    if len(lab.hints) > HINTS_AT_MOST:
        yield LabError(f"there are {len(lab.hints)} hints", "keep the best three", path)
    telling = [
        line.strip()
        for line in lab.solution.splitlines()
        if len(line.strip()) >= SHORTEST_TELLING_LINE
    ]
    for number, hint in enumerate(lab.hints, 1):
        for line in telling:
            if line in hint:
                yield LabError(
                    f"hint {number} contains the solution's line '{line}'",
                    "describe the idea instead",
                    path,
                )


def tasks_match_checks(lab: Lab) -> Iterator[LabError]:
    """`checks.py` has one `check_<task id>` per task, in order, titled as the task is."""
    path = lab.folder / "checks.py"
    checks = {
        node.name.removeprefix("check_"): (ast.get_docstring(node) or "").split("\n")[0]
        for node in _functions(lab.checks)
        if node.name.startswith("check_")
    }
    wanted = [task.id for task in lab.tasks]
    if list(checks) != wanted:
        yield LabError(
            f"the checks are {', '.join(checks) or 'missing'}",
            f"define, in this order, check_ functions for {', '.join(wanted)}",
            path,
        )
    for task in lab.tasks:
        if task.id in checks and checks[task.id] != task.title:
            yield LabError(
                f"check_{task.id} says '{checks[task.id]}' and lab.toml says '{task.title}'",
                "make the docstring's first line equal to the task's title",
                path,
            )


def todos_match_tasks(lab: Lab) -> Iterator[LabError]:
    """Every TODO names tasks; every task but the last, the comparison, is named by a TODO."""
    path = lab.folder / "starter.py"
    named = {
        task.strip() for match in TODO.finditer(lab.starter) for task in match.group(1).split(",")
    }
    known = [task.id for task in lab.tasks]
    for task in sorted(named - set(known)):
        yield LabError(f"a TODO names '{task}', which is no task", "use a task's id", path)
    for task in known[:-1]:
        if task not in named:
            yield LabError(f"no TODO names the task '{task}'", f"write '# TODO({task}): ...'", path)


def equal_signatures(lab: Lab) -> Iterator[LabError]:
    """Starter and solution define the same public functions and classes."""
    starter, solution = _signatures(lab.starter), _signatures(lab.solution)
    if starter != solution:
        yield LabError(
            f"the starter defines {', '.join(starter)} and the solution {', '.join(solution)}",
            "give both the same public names and parameters",
            lab.folder / "starter.py",
        )


def wrong_answers_named(lab: Lab) -> Iterator[LabError]:
    """Each wrong answer says which check it fails; each check is failed by one."""
    known = {task.id for task in lab.tasks}
    for answer in lab.wrong:
        if answer.fails not in known:
            yield LabError(
                f"the first line does not name a task (found '{answer.fails}')",
                "start the file with '# fails: <task id>'",
                lab.folder / "wrong" / f"{answer.name}.py",
            )
    for task in lab.tasks:
        if task.id not in {answer.fails for answer in lab.wrong}:
            yield LabError(
                f"no wrong answer is caught by check_{task.id}",
                f"record one that starts with '# fails: {task.id}'",
                lab.folder / "wrong",
            )


RULES: tuple[Rule, ...] = (
    expected_files_only,
    at_least_two_solutions,
    sizes,
    hints,
    tasks_match_checks,
    todos_match_tasks,
    equal_signatures,
    wrong_answers_named,
    known_packages,
    imports_of_the_page,
)


def _functions(source: str) -> list[ast.FunctionDef]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []  # running the program reports it with its line
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def _signatures(source: str) -> list[str]:
    return [
        f"{node.name}({ast.unparse(node.args)})"
        for node in _functions(source)
        if not node.name.startswith("_")
    ]
