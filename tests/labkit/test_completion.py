"""What the editor is told about a program that is still being written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from labkit.bundle import build_bundle
from labkit.completion.answer import complete

ROOT = Path(__file__).resolve().parents[2]


def ask(program: str, given: str = "") -> dict[str, Any]:
    """The answer for a program with the cursor at `|`."""
    before, after = program.split("|")
    answer = complete(json.dumps({"before": before, "after": after, "given": given}))
    return dict(json.loads(answer))


def labels(program: str, given: str = "") -> list[str]:
    """The names offered at `|`."""
    return [option["label"] for option in ask(program, given)["options"]]


@pytest.mark.parametrize(
    ("program", "wanted"),
    [
        ("import math\nmath.|", "sqrt"),
        ("import math as m\nm.sq|", "sqrt"),
        ("import mlplat_core\nmlplat_core.|", "FeatureStore"),
        ("import mlplat_core\nmlplat_core.|", "point_in_time_join"),
        ("from mlplat_core import |", "Entity"),
        ("from mlplat_core import (\n    Entity,\n    |", "FeatureView"),
        ("import |", "statistics"),
        ("from |", "mlplat_core"),
        ("'text'.|", "splitlines"),
        ("f'{1}'.|", "upper"),
        ("[1, 2].|", "append"),
        ("{}.|", "items"),
        ("rows = []\nrows.|\nprint(rows)", "append"),
        ("x = {}\ny = x\ny.|", "setdefault"),
        ("sorted([2, 1]).|", "reverse"),
        ("', '.join(names).|", "upper"),
        ("dict(a=1).|", "keys"),
        ("def f(rows: list):\n    rows.|", "append"),
        ("def f(names: list[str]):\n    names.|", "append"),
        ("def f() -> dict:\n    ...\nf().|", "items"),
        ("for n in range(3):\n    n.|", "bit_length"),
        ("rows = [{'a': 1}]\nfor row in rows:\n    row.|", "items"),
        ("from mlplat_core import FeatureStore\ns = FeatureStore()\ns.|", "get_online_features"),
        ("import mlplat_core as m\nm.FeatureStore().|", "materialize"),
        ("from mlplat_core import Entity\nEntity('u').|", "join_keys"),
        ("class A:\n    def go(self):\n        self.rows = []\n        self.|\n", "rows"),
        ("class A:\n    def go(self):\n        self.|\n", "go"),
        ("class A:\n    def go(self): ...\na = A()\na.|", "go"),
        ("def f(kv):\n    print(kv.data)\n    return kv.|", "data"),
    ],
)
def test_names_after_a_dot(program: str, wanted: str) -> None:
    """What an expression is, or what was imported, decides what can follow it."""
    assert wanted in labels(program)


@pytest.mark.parametrize(
    ("program", "wanted"),
    [
        ("value = 1\nva|", "value"),
        ("def f(row, *rest, key=None, **more):\n    |", "more"),
        ("def f():\n    inner = 1\n    |", "inner"),
        ("def f():\n    |\nlater = 1", "later"),
        ("def f():\n    def g(n):\n        |", "f"),
        ("import math\n|", "math"),
        ("for a, (b, c) in []:\n    |", "c"),
        ("with open('x') as file:\n    |", "file"),
        ("try:\n    x\nexcept KeyError as problem:\n    |", "problem"),
        ("[word for word in 'ab' if |]", "word"),
        ("if (n := 1):\n    |", "n"),
        ("match 1:\n    case whole:\n        |", "whole"),
        ("|", "lambda"),
        ("|", "sorted"),
        ("|", "ValueError"),
        ("print(f'{|", "print"),
    ],
)
def test_names_in_sight(program: str, wanted: str) -> None:
    """Names of the scope and those around it, builtins and keywords."""
    assert wanted in labels(program)


@pytest.mark.parametrize(
    ("program", "unwanted"),
    [
        ("def f():\n    inner = 1\n|", "inner"),
        ("class A:\n    size = 1\n    def go(self):\n        |", "size"),
        ("va|", "cursor_is_here"),
        ("va|", "vacursor_is_here"),
        ("import math\nmath.|", "__name__"),
        ("nothing.|", "print"),
        ("1.|", "print"),
    ],
)
def test_names_out_of_sight(program: str, unwanted: str) -> None:
    """Another scope's names, private ones and the stand-in for the cursor are not offered."""
    assert unwanted not in labels(program)


@pytest.mark.parametrize(
    "program", ["# a comm|", "x = 'some te|xt'", "'''\nprint(|", "x = 'it\\'s |", "x = 10|"]
)
def test_nothing_inside_comments_and_strings(program: str) -> None:
    """Words of a text are not names."""
    assert {"options": [], "call": None} == ask(program)


@pytest.mark.parametrize(
    "program",
    [
        "def before():\n    value = (1,\n\ndef after(rows):\n    |",
        "value = [1, 2\nafter = 3\n|",
        "def empty():\n\nafter = 1\nif after = 1:\n    |",
        "after = 1\nfor\nwhile True\n    x = 1\n  y = 2\n|",
        "after = 1\nother = {'a': 1\nprint(other[|",
        'after = """open at the end\n"""\n|\ntext = """open',
        "after = 1\nx = 1 +* 2; print('\n|",
        "after = 1\n?\n|",
    ],
)
def test_a_broken_line_does_not_hide_the_rest(program: str) -> None:
    """Names from the lines that can be read are offered all the same."""
    assert "after" in labels(program)


def test_names_that_the_lab_gives_stay_after_they_were_deleted() -> None:
    """Whoever emptied the editor is still offered what the checks call."""
    assert "pit_join" in labels("|", given="def pit_join(labels, rows, ttl):\n    pass\n")


@pytest.mark.parametrize(
    ("program", "parameters", "active"),
    [
        ("def f(a, b=2, *, c=None):\n    ...\nf(|", ["a", "b=2", "*", "c=None"], 0),
        ("def f(a, b=2, *, c=None):\n    ...\nf(1, |)", ["a", "b=2", "*", "c=None"], 1),
        ("def f(a, b=2, *, c=None):\n    ...\nf(1, c=|)", ["a", "b=2", "*", "c=None"], 3),
        ("def f(a, b=2, *, c=None):\n    ...\nf(1, 2, 3|)", ["a", "b=2", "*", "c=None"], None),
        ("def f(*rows, **more):\n    ...\nf(1, 2, |)", ["*rows", "**more"], 0),
        ("def f(a):\n    ...\nprint(f([1, (2, 3), |", ["a"], 0),
        ("def f(a):\n    ...\nf('a, (b', |", ["a"], None),
        ("def f(a):\n    ...\nf('some te|", ["a"], 0),
        ("class A:\n    def go(self, n):\n        self.go(|\n", ["n"], 0),
        ("class A:\n    def __init__(self, n):\n        ...\nA(|", ["n"], 0),
        (
            "from dataclasses import dataclass\n@dataclass\nclass A:\n    n: int = 1\nA(|",
            ["n=1"],
            0,
        ),
        ("sorted([1], |", ["iterable", "*", "key=None", "reverse=False"], None),
        ("'a'.split(|", ["sep=None", "maxsplit=-1"], 0),
        (
            "from mlplat_core import Entity\nEntity('user', |",
            ["name", "join_keys"],
            1,
        ),
    ],
)
def test_signature_of_the_call(program: str, parameters: list[str], active: int | None) -> None:
    """The parameters, and which of them the cursor fills."""
    call = ask(program)["call"]

    assert (parameters, active) == (call["parameters"], call["active"])


@pytest.mark.parametrize(
    "program", ["def f(|", "(1, |", "x[|", "f()|", "if (|", "f(\ndef g():\n    |"]
)
def test_no_signature_outside_a_call(program: str) -> None:
    """Definitions, brackets of other kinds and closed calls have none."""
    assert ask(f"def f(a):\n    ...\n{program}")["call"] is None


def test_signature_tells_the_first_sentence() -> None:
    """Of a docstring, its first sentence, also when it takes two lines."""
    program = 'def f():\n    """What it\n    gives. And more."""\nf(|'

    assert "What it gives." == ask(program)["call"]["doc"]


def test_arguments_can_be_named() -> None:
    """Inside a call its keywords come first."""
    program = "def f(rows, ttl):\n    ...\nf(|"

    assert ["rows=", "ttl="] == labels(program)[:2]


TRAP = """
print("ran")
open("ran.txt", "w").write("ran")

class Trap:
    @property
    def value(self):
        print("property")

    def __getattr__(self, name):
        print("getattr")

    def __dir__(self):
        print("dir")

trap = Trap()
text = f"{print('f-string')}"
import own_module, this, antigravity, statistics
"""
LIVE_TRAP = """
import math, sys, types

class Sneaky(types.ModuleType):
    def __getattribute__(self, name):
        print("module")
        return super().__getattribute__(name)

class Meta(type):
    def __getattribute__(cls, name):
        print("metaclass")
        return super().__getattribute__(name)

    @property
    def __doc__(cls):
        print("doc")

class Odd(metaclass=Meta):
    def __call__(self):
        print("call")

    def __getattribute__(self, name):
        print("attribute")

sys.modules["queue"] = Sneaky("queue")
math.odd = Odd
math.odder = Odd()
"""
ENDINGS = [
    "trap.",
    "trap.value.",
    "trap(",
    "Trap().value.",
    "own_module.",
    "this.",
    "statistics.",
    "statistics.mean(",
    "antigravity.",
    "import queue\nqueue.",
    "import queue\nqueue.Queue(",
    "import math\nmath.",
    "import math\nmath.odd.",
    "import math\nmath.odd(",
    "import math\nmath.odder.",
    "import math\nmath.odder(",
    "",
]


def test_nothing_of_the_program_runs(tmp_path: Path) -> None:
    """No statement, property, `__getattr__`, `__dir__` or own module, not even a planted one."""
    for name in ("own_module", "statistics"):
        (tmp_path / f"{name}.py").write_text('print("imported")', "utf-8")
    asking = (
        f"import sys\nsys.path[:0] = ['', {str(ROOT)!r}]\nimport json\n"
        "from labkit.completion.answer import complete\n"
        f"exec({LIVE_TRAP!r})\n"
        f"for ending in {ENDINGS!r}:\n"
        f"    complete(json.dumps({{'before': {TRAP!r} + ending, 'after': '', 'given': ''}}))\n"
    )

    done = subprocess.run(
        [sys.executable, "-I", "-c", asking], capture_output=True, text=True, cwd=tmp_path
    )

    assert ("", "", 0) == (done.stdout, done.stderr, done.returncode)
    assert ["own_module.py", "statistics.py"] == sorted(path.name for path in tmp_path.iterdir())


def test_bundle_is_enough_to_complete(tmp_path: Path) -> None:
    """The page's zip holds everything that answering needs."""
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(build_bundle(ROOT))
    request = json.dumps({"before": "import mlplat_core\nmlplat_core.", "after": "", "given": ""})
    asking = (
        f"import sys\nsys.path[:0] = [{str(bundle)!r}]\n"
        f"from labkit.completion.answer import complete\nprint(complete({request!r}))"
    )

    done = subprocess.run([sys.executable, "-I", "-c", asking], capture_output=True, text=True)

    assert "FeatureStore" in done.stdout, done.stderr
