"""Does a program that breaks Python in the page end with a sentence, and leave the next alone?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from labkit.runner import run_program

sys.path.insert(0, str(Path(__file__).parents[1] / "labkit"))

from error_programs import ERROR_PROGRAMS, ONLY_IN_THE_PAGE
from test_isolation import LEAKS

pytestmark = pytest.mark.browser


def run(page: Page, program: str) -> dict[str, Any]:
    """How the program ended; the report, if there is one, as data."""
    outcome = page.evaluate("(program) => python.run({ program, timeBudgetS: 60 })", program)
    return json.loads(outcome["json"]) if "json" in outcome else outcome


@pytest.mark.parametrize("name", LEAKS)
def test_runs_do_not_leak_into_each_other(name: str, shared: Page) -> None:
    """Each thing a program breaks is whole again for the next one."""
    breaks, notices = LEAKS[name]
    run(shared, breaks)

    report = run(shared, notices)

    assert report["error"] is None


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("import sys\nsys.exit(1)", "The program ended itself"),
        ("exit()", "The program ended itself"),
        ("raise KeyboardInterrupt", "The program interrupted itself"),
        ("import os\nos._exit(1)", "Python was started again"),
        ("import os\nos.abort()", "Python was started again"),
        ("import sys\nsys.setrecursionlimit(10**6)\ndef f(): f()\nf()", ""),
        ("[0] * 2**29", "more memory than the page"),
        ("import sys\nsys.__stdout__.close()\nsys.__stderr__.close()", None),
        ("import os\nos.close(1)", None),
        ("import warnings\nwarnings.filters = None", None),
        ("import js\njs.postMessage = None", None),
    ],
)
def test_every_end_is_a_sentence_and_the_next_run_works(
    program: str, says: str | None, shared: Page
) -> None:
    """However a program ends Python or itself, the learner reads why and can go on."""
    ended = run(shared, program)

    if says is not None:
        sentence = ended["message"] if "kind" in ended else ended["error"]["message"]
        assert says in sentence
        assert sentence.endswith(".")
    after = run(shared, "print(6 * 7)")
    assert "42\n" == after.get("stdout"), after


def test_files_of_one_run_are_gone_in_the_next(shared: Page) -> None:
    """Files, folders and the working folder are those of a fresh page."""
    run(
        shared,
        "import os\nos.makedirs('a/b')\nopen('a/b/c.txt', 'w').close()\n"
        "open('/tmp/left.txt', 'w').close()\nos.chdir('a/b')",
    )

    report = run(shared, "import os\nprint(os.getcwd(), os.listdir(), os.listdir('/tmp'))")

    assert "/home/pyodide [] []\n" == report["stdout"]


@pytest.mark.parametrize(("program", "kind", "says"), [*ERROR_PROGRAMS, *ONLY_IN_THE_PAGE])
def test_mistake_is_explained_in_the_page(program: str, kind: str, says: str, shared: Page) -> None:
    """The newer Python of the page words some errors otherwise; the plain words are the same."""
    message = run(shared, program)["error"]["message"]

    assert kind in message
    assert says in message


@pytest.mark.parametrize(
    "program",
    [
        "pritn(1)",
        "rows = []\nrow",
        "import math\nmath.sqr(1)",
        "from math import sqroot",
        "def f(color): pass\nf(colour=1)",
        "class A:\n    value = 1\nA().vlaue",
        "'a'.lowr()",
        "x = true",
    ],
)
def test_suggestion_is_the_one_that_python_makes(program: str, shared: Page) -> None:
    """Where Python in the page offers a name of its own, ours is the same."""
    asking = (
        "from traceback import TracebackException\n"
        f"try:\n    exec({program!r})\nexcept Exception as error:\n"
        "    print(*TracebackException.from_exception(error).format_exception_only())"
    )

    pythons = run(shared, asking)["stdout"].rpartition("Did you mean")[2].strip(": ?\n")

    assert f"Did you mean {pythons}?" in run(shared, program)["error"]["message"]


@pytest.mark.parametrize(
    "program",
    [
        "def f(row):\n    return [1 / x for x in row]\ndef g():\n    return f([0])\ng()",
        "try:\n    {}['a']\nexcept KeyError:\n    int('x')",
        "def f(x):\n    assert x == [1] and not x\nf({1})",
        "raise ExceptionGroup('g', [ValueError('a'), KeyError('b')])",
        "from labkit.display import show\nprint(1)\nshow([{'a': 1}])\nshow({'b': 2})\n1 / 0",
    ],
)
def test_report_is_the_same_in_both_pythons(program: str, shared: Page) -> None:
    """Lines, steps, values, chains and what is shown come out byte for byte the same."""
    outcome = shared.evaluate("(program) => python.run({ program })", program)

    assert run_program(program).to_json() == outcome["json"]
