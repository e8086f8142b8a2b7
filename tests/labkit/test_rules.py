"""Breaking any one rule of the lab format by hand is noticed, with the file and the fix."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from labkit.__main__ import main


@dataclass(frozen=True)
class Break:
    """One way to break a lab, and what `labkit check` must then say."""

    rule: str
    file: str
    edit: Callable[[str], str] | None
    says: tuple[str, ...]


def replace(old: str, new: str) -> Callable[[str], str]:
    """An edit that must find what it replaces."""

    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edit


def write(text: str) -> Callable[[str], str]:
    """An edit that puts `text` in place of whatever was there."""
    return lambda _: text


DELETE = None
ADDS_UP = "def total(values):\n    return sum(values)\n"

BREAKS = [
    Break("unknown key", "lab.toml", replace("minutes", "minuts"), ("'minuts'", "minutes")),
    Break("missing key", "lab.toml", replace("requires = []", ""), ("requires",)),
    Break("wrong type", "lab.toml", replace("minutes = 10", 'minutes = "10"'), ("make it int",)),
    Break("format", "lab.toml", replace("format = 1", "format = 2"), ("set format = 1",)),
    Break("not TOML", "lab.toml", replace("format = 1", "format 1"), ("not valid TOML",)),
    Break("text list", "lab.toml", replace("sources = []", "sources = [1]"), ("quote",)),
    Break("missing file", "lab.md", DELETE, ("missing", "create lab.md")),
    Break("unexpected file", "notes.txt", write("x"), ("no such file", "delete or rename")),
    Break("one solution only", "right/with_sum.py", DELETE, ("second correct solution",)),
    Break("long starter", "starter.py", lambda t: t + "\n" * 40, ("lines", "within 40")),
    Break("wide line", "solution.py", lambda t: t + "# " + "x" * 80, ("columns", "within 80")),
    Break("long task", "lab.md", lambda t: t + " word" * 150, ("words", "within 150")),
    Break("large data", "data.csv", write("1," * 30_000), ("too large", "50 KB")),
    Break("empty hint", "lab.toml", replace("Which values does the sum need?", " "), ("hint",)),
    Break(
        "four hints",
        "lab.toml",
        replace("hints = [", 'hints = ["a", "b",'),
        ("4 hints", "best three"),
    ),
    Break(
        "hint tells",
        "lab.toml",
        replace("A loop with a running total is enough.", "Write result += value there."),
        ("hint 2 contains", "describe the idea"),
    ),
    Break("order of checks", "lab.toml", replace('"adds_up"', '"adds_all"'), ("in this order",)),
    Break("title", "lab.toml", replace("Adds the values up", "Adds"), ("docstring's first line",)),
    Break("TODO names no task", "starter.py", replace("adds_up", "sums"), ("'sums'", "no task")),
    Break("no TODO", "starter.py", replace("TODO(adds_up)", "later"), ("# TODO(adds_up)",)),
    Break(
        "signature", "solution.py", replace("total(values):", "total(values, start=0):"), ("same",)
    ),
    Break(
        "no task named", "wrong/largest_value.py", replace("# fails: adds_up", ""), ("# fails:",)
    ),
    Break("check untested", "wrong/largest_value.py", DELETE, ("no wrong answer", "adds_up")),
    Break(
        "solution fails", "solution.py", replace("result += value", "result -= value"), ("mend",)
    ),
    Break("right fails", "right/with_sum.py", replace("sum", "max"), ("correct solution fails",)),
    Break("starter broken", "starter.py", replace("values[0]", "values[9]"), ("not broken",)),
    Break("starter passes", "starter.py", write("# TODO(adds_up): x\n" + ADDS_UP), ("take some",)),
    Break(
        "wrong answer elsewhere",
        "wrong/ignores_the_sign.py",
        replace("abs(value) for value in values", "[]"),
        ("first caught by adds_up", "correct the first line"),
    ),
    Break(
        "wrong answer passes",
        "wrong/ignores_the_sign.py",
        replace("abs(value) for value in values", "values"),
        ("first caught by no check",),
    ),
    Break(
        "no message",
        "checks.py",
        lambda text: re.sub(r"(assert got == 6), \(.*?\n    \)", r"\1", text, count=1, flags=re.S),
        ("without a message",),
    ),
    Break(
        "checks do not load", "checks.py", replace("import random", "import randum"), ("randum",)
    ),
    Break(
        "unknown package",
        "lab.toml",
        replace("packages = []", 'packages = ["nosuch"]'),
        ("no package 'nosuch'", "name one of fastapi"),
    ),
    Break(
        "package not named",
        "solution.py",
        lambda text: "import fastapi\n" + text,
        ("imports fastapi", "under packages"),
    ),
    Break("empty console", "lab.toml", lambda t: t + "[console]\nexamples = []", ("at least one",)),
    Break(
        "console method",
        "lab.toml",
        lambda t: t + '[console]\nexamples = [{title = "a", method = "GIT", path = "/"}]',
        ("'GIT'", "GET, POST"),
    ),
    Break(
        "console path",
        "lab.toml",
        lambda t: t + '[console]\nexamples = [{title = "a", method = "GET", path = "a"}]',
        ("begin it with /",),
    ),
    Break(
        "console body",
        "lab.toml",
        lambda t: t + '[console]\nexamples = [{title="a", method="PUT", path="/", body="{"}]',
        ("no JSON", "correct it"),
    ),
    Break("requires unknown", "lab.toml", replace("requires = []", 'requires = ["a/b"]'), ("a/b",)),
]


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.rule)
def test_broken_rule_is_reported_with_file_and_fix(
    broken: Break,
    labs_root: Path,
    lab_folder: Path,
    docs: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`labkit check` fails and names the place, the problem and the fix."""
    path = lab_folder / broken.file
    if broken.edit is None:
        path.unlink()
    else:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(broken.edit(before), encoding="utf-8")

    code = main(["--labs", str(labs_root), "check", "--docs", str(docs)])

    said = capsys.readouterr().err
    assert 1 == code
    assert str(lab_folder) in said
    assert "Fix: " in said
    for part in broken.says:
        assert part in said


def test_new_lab_keeps_every_rule(
    labs_root: Path, docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What `labkit new` creates passes `labkit check` as it is."""
    assert 0 == main(["--labs", str(labs_root), "check", "--docs", str(docs)])
    assert (
        "1 labs with 2 wrong answers, 0 simulators, 0 explorers: 0 problems"
        in capsys.readouterr().out
    )


def test_what_comes_with_a_named_package_may_be_imported(
    labs_root: Path, lab_folder: Path, docs: Path
) -> None:
    """FastAPI brings pydantic along."""
    toml, solution = lab_folder / "lab.toml", lab_folder / "solution.py"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("packages = []", 'packages = ["fastapi"]'), encoding="utf-8")
    solution.write_text("import pydantic\n" + solution.read_text(encoding="utf-8"))

    assert 0 == main(["--labs", str(labs_root), "check", "--docs", str(docs)])


@pytest.mark.parametrize(("lines", "code"), [(70, 0), (71, 1)])
def test_a_starter_with_packages_may_be_longer(
    lines: int, code: int, labs_root: Path, lab_folder: Path, docs: Path
) -> None:
    """Decision 0038: a web app has more lines before it does anything."""
    toml, starter = lab_folder / "lab.toml", lab_folder / "starter.py"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("packages = []", 'packages = ["fastapi"]'), encoding="utf-8")
    written = starter.read_text(encoding="utf-8")
    more = lines - len(written.splitlines())
    starter.write_text(written + "# one more\n" * more, encoding="utf-8")

    assert code == main(["--labs", str(labs_root), "check", "--docs", str(docs)])


def test_endless_program_is_named(
    labs_root: Path, lab_folder: Path, docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A recorded program that never ends is reported instead of hanging the check."""
    toml = lab_folder / "lab.toml"
    toml.write_text("time_budget_s = 1\n" + toml.read_text(encoding="utf-8"), encoding="utf-8")
    (lab_folder / "wrong" / "endless.py").write_text("# fails: adds_up\nwhile True:\n    pass\n")

    code = main(["--labs", str(labs_root), "check", "--docs", str(docs)])

    assert 1 == code
    assert "endless.py: checking this program broke off: it did not end" in capsys.readouterr().err


def test_lab_on_no_page_is_reported(
    labs_root: Path, docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A lab that no lesson shows, or that only a code block mentions, is reported."""
    directive = "<!-- lab: feature-store/sum-it-up -->"
    (docs / "lesson.md").write_text(f"```\n{directive}\n```\n", encoding="utf-8")

    assert 1 == main(["--labs", str(labs_root), "check", "--docs", str(docs)])
    assert "stands on no page" in capsys.readouterr().err
