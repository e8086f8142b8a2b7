"""The comparison on seeded cases, and the smallest case that it shows."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from contextlib import redirect_stdout
from types import ModuleType

import pytest

from labkit.asking import Call, EntryPoint
from labkit.differential import expect_agreement, pick

TOTAL = EntryPoint("total", ("values", "start"), returns="the sum")
CASES = [TOTAL.call(values, start=0) for values in ([], [1, -2, 3], [4, 5, -6, 7], [8])]


def learner(body: str, before: str = "") -> ModuleType:
    """A learner's module whose `total` has this body."""
    module = ModuleType("learner")
    exec(f"{before}def total(values, start):\n    {body}\n", module.__dict__)
    return module


def compare(learner: ModuleType, cases: Sequence[Call] = CASES, **how: object) -> list[str]:
    """The lines of the message."""
    settings = {"named": "the book", "leave_out": {"values": 0}, **how}
    with pytest.raises(AssertionError) as caught:
        expect_agreement(learner, cases, sum, **settings)  # type: ignore[arg-type]
    return str(caught.value).splitlines()


def test_agreement_says_nothing() -> None:
    """A function that answers every case as the oracle does passes."""
    agreeing = learner("return sum(values, start)")

    expect_agreement(agreeing, CASES, sum, named="the book", leave_out={"values": 0})


def test_smallest_case_is_shown() -> None:
    """Every entry that makes no difference is left out."""
    assert compare(learner("return sum(map(abs, values))")) == [
        "You and the book differ on 2 of 4 seeded cases. Go through the smallest by hand.",
        "call: total([-2], start=0)",
        "yours: 2",
        "wanted: -2",
    ]


@pytest.mark.parametrize(
    ("must_stay", "call"), [(0, "total([], start=0)"), (1, "total([8], start=0)")]
)
def test_entries_that_must_stay(must_stay: int, call: str) -> None:
    """A list is not made shorter than the question allows."""
    not_empty = [case for case in CASES if case.arguments["values"]]

    lines = compare(learner("return 'no'"), not_empty, leave_out={"values": must_stay})

    assert f"call: {call}" == lines[1]


@pytest.mark.parametrize(
    ("inside", "groups"), [({}, '{"b": [1, 2, 3]}'), ({"groups": 2}, '{"b": [2, 3]}')]
)
def test_entries_of_dictionaries_and_inside(inside: dict[str, int], groups: str) -> None:
    """A dictionary loses keys, and where the lab says so its lists lose entries."""
    count = EntryPoint("total", ("groups",), returns="the number of groups that hold 3")
    case = count.call({"a": [5, 6, 7], "b": [1, 2, 3], "c": []})
    never = ModuleType("learner")
    exec("def total(groups):\n    return 0\n", never.__dict__)

    with pytest.raises(AssertionError) as caught:
        expect_agreement(
            never,
            [case],
            lambda groups: sum(3 in group for group in groups.values()),
            named="the book",
            leave_out={"groups": 0},
            leave_out_inside=inside,
        )

    assert f"call: total({groups})" in str(caught.value).splitlines()


def test_the_more_ordinary_of_two_small_cases() -> None:
    """Between equally small cases `unusual` decides."""

    def total(call: Call) -> int:
        return sum(call.arguments["values"])

    lines = compare(learner("return 'no' if values else 0"), leave_out={"values": 1}, unusual=total)

    assert "call: total([3], start=0)" == lines[1]


def test_program_that_stops() -> None:
    """An error in some cases is told as one, with the smallest case that shows it."""
    assert compare(learner("return sum(values) if len(values) < 3 else {}[0]")) == [
        "Your program stops on 2 of 4 seeded cases. This is the smallest: run it to see the line.",
        "call: total([1, -2, 3], start=0)",
        "yours: raised KeyError",
        "wanted: 2",
    ]


def test_function_that_changes_its_mind() -> None:
    """A case that differed once and then no more is told as such."""
    moody = learner("calls.append(1); return 1 if len(calls) == 1 else sum(values)", "calls = []\n")

    assert "yours: another answer at every call" == compare(moody)[2]


def test_missing_function_is_named() -> None:
    """A program without the function is not one that stops on every case."""
    assert compare(ModuleType("learner"))[0].startswith("The checks call a function named total")


def test_debugging_prints_stay_out() -> None:
    """What the learner prints in hundreds of cases is not shown."""
    printed = io.StringIO()

    with redirect_stdout(printed):
        compare(learner("print('here')"))

    assert "" == printed.getvalue()


def test_same_seed_same_picks() -> None:
    """The picks for a seed are written down: every Python must give these."""
    rng = random.Random(21)

    assert [pick(rng, range(100)) for _ in range(6)] == [16, 68, 63, 47, 21, 79]
