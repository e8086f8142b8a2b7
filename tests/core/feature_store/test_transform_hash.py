"""When two functions count as the same, and which cannot be told."""

from __future__ import annotations

import functools
import linecache
import math
from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from mlplat_core import DefinitionError
from mlplat_core.feature_store.on_demand.transform_hash import hash_transform

PLAIN = """
def f(row):
    return {"a": max(row["x"], 2) * 3}
"""
CALLING = "def f(r): return max(r, key=lambda x: x)"
SAME = {
    "comments and layout": """
# Above.

def f(row):  # beside

    # inside
    return {
        'a': (max(row['x'],
                  2)
              * 3),
    }
""",
    "docstring": '''
def f(row):
    """What it does."""
    return {"a": max(row["x"], 2) * 3}
''',
    "annotations": """
def f(row: dict) -> "dict[str, int]":
    return {"a": max(row["x"], 2) * 3}
""",
    "another place": "import math\n\n\ndef other(row):\n    return 1\n" + PLAIN,
}
OTHER = {
    "constant": PLAIN.replace("2", "4"),
    "type of a constant": PLAIN.replace("2", "2.0"),
    "feature": PLAIN.replace('"a"', '"b"'),
    "called name": PLAIN.replace("max", "min"),
    "operator": PLAIN.replace("*", "+"),
    "default": PLAIN.replace("(row)", "(row, k=1)"),
    "order": PLAIN.replace('max(row["x"], 2)', 'max(2, row["x"])'),
}


def define(source: str, folder: Path | None, name: str = "f", **outside: Any) -> Any:
    """The function that a file defines; without a folder, one whose source nobody has."""
    path = folder / f"module_{len(list(folder.iterdir()))}.py" if folder else Path("nowhere.py")
    if folder:
        path.write_text(source, encoding="utf-8")
    namespace: dict[str, Any] = {"__name__": "a_module", **outside}
    exec(compile(source, str(path), "exec", dont_inherit=True), namespace)
    return namespace[name]


def hashed(function: object) -> str:
    """Its hash."""
    return hash_transform(function, "Here")


@pytest.fixture(params=["source", "bytecode"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    """Where the source is to be found, or that it is not to be had."""
    return tmp_path if request.param == "source" else None


@pytest.mark.parametrize("source", SAME.values(), ids=SAME)
def test_what_only_people_read_does_not_matter(tmp_path: Path, source: str) -> None:
    """Comments, layout, docstring, annotations, file and place."""
    assert hashed(define(source, tmp_path)) == hashed(define(PLAIN, tmp_path))


@pytest.mark.parametrize("source", OTHER.values(), ids=OTHER)
def test_what_the_function_does_matters(folder: Path | None, source: str) -> None:
    """With and without its source."""
    assert hashed(define(source, folder)) != hashed(define(PLAIN, folder))


def test_without_its_source_a_function_is_known_by_its_bytecode() -> None:
    """Comments, layout and place do not matter there either."""
    assert hashed(define(SAME["comments and layout"], None)) == hashed(define(PLAIN, None))
    assert hashed(define(SAME["another place"], None)) == hashed(define(PLAIN, None))
    nested = "def f(row):\n    return [x for x in row if x in {'a', 'b'} and (lambda: x)()]\n"
    assert hashed(define(nested, None)) == hashed(define("\n" + nested, None))
    assert hashed(define(nested, None)) != hashed(define(nested.replace("'b'", "'c'"), None))


def test_a_file_that_changed_after_its_import_is_not_believed(tmp_path: Path) -> None:
    """What runs counts, not what the file says by now; nor does a file that is broken by now."""
    function = define(PLAIN, tmp_path)
    path = Path(function.__code__.co_filename)
    bytecode = hashed(define(PLAIN, None))
    assert hashed(function) != bytecode

    for text in (PLAIN.replace("2", "45"), "def broken(:", "\0"):
        path.write_text(text, encoding="utf-8")
        assert hashed(function) == bytecode


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("f = lambda row: row['x'] + 1", "f = (lambda row:\n  row['x'] + 1)  # more", True),
        ("f = lambda row: row['x'] + 1", "f = lambda row: row['x'] + 2", False),
        ("f, g = lambda r: 1, lambda r: 1", "f = lambda r: 1", True),
        ("f, g = lambda r: 1, lambda r: 2", "f, g = lambda r: 2, lambda r: 1", False),
        (CALLING, CALLING.replace("): return", "):\n  return"), True),
        (CALLING, CALLING.replace("x: x", "x: -x"), False),
    ],
)
def test_lambdas_are_told_apart(tmp_path: Path, one: str, other: str, same: bool) -> None:
    """Also two on one line, where only the bytecode can tell which is meant."""
    assert (hashed(define(one, tmp_path)) == hashed(define(other, tmp_path))) == same


def test_of_two_lambdas_on_one_line_each_has_its_own_hash(tmp_path: Path) -> None:
    """Whichever was written first."""
    source = "f, g = lambda r: 1, lambda r: 2"

    assert hashed(define(source, tmp_path)) != hashed(define(source, tmp_path, "g"))


def test_the_order_of_a_set_does_not_matter() -> None:
    """It is another one in every process."""
    assert repr(frozenset([0, 8])) != repr(frozenset([8, 0]))

    assert hashed(around(frozenset([0, 8]))) == hashed(around(frozenset([8, 0])))
    one, other = (define(f"def f(r): return r in {{{each}}}", None) for each in ("0, 8", "8, 0"))
    assert hashed(one) == hashed(other)


def test_decorators_count_by_what_they_make(tmp_path: Path) -> None:
    """A wrapper is the function that runs, and what it wraps is one it takes from outside."""
    source = (
        "def twice(g):\n    def inner(row):\n        return g(row) * 2\n    return inner\n"
        "@twice\ndef f(row):\n    return 1\n"
    )

    expected = hashed(define(source, tmp_path))
    assert hashed(define("\n" + source, tmp_path)) == expected
    for old, new in (("* 2", "* 3"), ("return 1", "return 0")):
        assert hashed(define(source.replace(old, new), tmp_path)) != expected
    kept = "def same(g):\n    return g\n@same\n"
    assert hashed(define(kept + PLAIN.strip(), tmp_path)) == hashed(define(PLAIN, tmp_path))


USING = "def f(row):\n    return {'a': row['x'] * k, 'get': row.get}\n"
CONSTANTS: list[Any] = [None, True, 1, 1.0, 2, "1", b"1", (1,), (1, 2), ("1",), frozenset({1})]
CONSTANTS += [frozenset({0, 8}), timedelta(1), UTC]


@pytest.mark.parametrize("value", CONSTANTS, ids=repr)
def test_a_constant_from_outside_counts_by_its_value(folder: Path | None, value: object) -> None:
    """As a global, as a default and as a variable of a function around it."""
    others = [other for other in CONSTANTS if other is not value]
    keyword = "def f(row, *, k=v):\n    return k\n"

    assert hashed(define(USING, folder, k=value)) == hashed(define(USING, folder, k=value))
    assert hashed(define(USING, folder, k=value)) not in {
        hashed(define(USING, folder, k=other)) for other in others
    }
    assert hashed(around(value)) == hashed(around(value))
    assert hashed(around(value)) not in {hashed(around(other)) for other in others}
    assert hashed(defaulting(value)) not in {hashed(defaulting(other)) for other in others}
    assert hashed(define(keyword, folder, v=value)) not in {
        hashed(define(keyword, folder, v=other)) for other in others
    }


def around(value: object) -> Callable[[Any], Any]:
    """A function that takes a value from the one around it."""

    def inner(row: Any) -> Any:
        return value

    return inner


def defaulting(value: object) -> Callable[[Any], Any]:
    """A function with a value of its own as defaults."""

    def inner(row: Any, first: Any = value, *, second: Any = value) -> Any:
        return first, second

    return inner


def test_functions_modules_and_classes_may_be_used(folder: Path | None) -> None:
    """Functions by what they do, all else by name."""
    helper = "def k(x):\n    return x + 1\n"
    other = helper.replace("1", "2")

    def using(text: str) -> str:
        return hashed(define(text + USING, folder))

    assert using(helper) != using(other)
    for value in (math, math.log, len, timedelta, Path):
        assert hashed(define(USING, folder, k=value)) == hashed(define(USING, folder, k=value))
    assert hashed(define(USING, folder, k=math.log)) != hashed(define(USING, folder, k=math.exp))
    assert hashed(define(USING, folder, k=math)) != hashed(define(USING, folder, k=functools))


def test_what_is_written_inside_a_function_is_a_part_of_it(folder: Path | None) -> None:
    """Also decorators of functions in there, and whether they are to be awaited."""
    source = (
        "import functools\n"
        "async def later(row):\n    return 1\n"
        "def f(row):\n    @functools.cache\n    def g():\n        return later\n    return g()\n"
    )

    assert hashed(define(source, folder)) == hashed(define("\n" + source, folder))
    for old, new in (("cache\n", "lru_cache\n"), ("return 1", "return 2")):
        assert hashed(define(source.replace(old, new), folder)) != hashed(define(source, folder))


def test_functions_that_call_each_other_have_a_hash(folder: Path | None) -> None:
    """Which ends, and tells them apart from others."""
    source = "def f(row):\n    return g(row)\n\ndef g(row):\n    return f(row) if row else 0\n"

    assert hashed(define(source, folder)) == hashed(define("\n\n" + source, folder))
    assert hashed(define(source, folder)) != hashed(define(source.replace("0", "1"), folder))


@pytest.mark.parametrize(
    "value",
    [[1], {"a": 1}, {1}, (1, [2]), object(), [].append, functools.partial(max)],
    ids=lambda value: type(value).__name__,
)
def test_what_may_change_unnoticed_is_refused(value: object) -> None:
    """A list, say, has the same name tomorrow, and other content."""
    for function in (define(USING, None, k=value), around(value), defaulting(value)):
        with pytest.raises(DefinitionError, match=r"Here: \w+ uses '\w+' from outside, which is"):
            hashed(function)


def test_an_unused_global_of_the_same_name_as_a_method_is_no_matter() -> None:
    """`row.get` asks the row."""
    assert hashed(define(USING, None, k=1, get=[])) == hashed(define(USING, None, k=1))


def test_a_variable_without_a_value_is_refused() -> None:
    """It cannot be compared yet."""

    def make() -> Any:
        def inner(row: Any) -> Any:
            return later

        made = hashed(inner)
        later = 1
        return made, later

    with pytest.raises(DefinitionError, match=r"inner uses 'later' .* which has no value yet"):
        make()


async def suspendable(row: Any) -> Any:
    """Not what a transform can be."""


def generator(row: Any) -> Any:
    """Nor this."""
    yield row


@pytest.mark.parametrize(
    "value", [None, 7, print, "x".join, functools.partial(max), type, suspendable, generator]
)
def test_only_plain_functions_have_a_hash(value: object) -> None:
    """Of others there is no code to compare, or no value comes back."""
    with pytest.raises(DefinitionError, match="Here has the transform"):
        hashed(value)


def test_a_source_that_only_linecache_has_is_enough() -> None:
    """As in a notebook or a page, where code comes from no file."""
    name = "<cell 1>"
    linecache.cache[name] = (len(PLAIN), None, PLAIN.splitlines(keepends=True), name)
    namespace: dict[str, Any] = {}
    exec(compile(PLAIN, name, "exec", dont_inherit=True), namespace)

    assert hashed(namespace["f"]) != hashed(define(PLAIN, None))
