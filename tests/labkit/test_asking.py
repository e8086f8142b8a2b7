"""What the checks ask of a learner's function, and what they say about its answers."""

from __future__ import annotations

import warnings
from types import ModuleType

import pytest

from labkit.answers import brief, same, source
from labkit.asking import EntryPoint, arguments_after, ask, expect
from labkit.runner import run_checks

COUNT = EntryPoint("count", ("events", "now"), returns="the number")
CALL = COUNT.call([{"id": "a", "ts": 1}], now=5)

CHECKS = '''
from labkit.asking import EntryPoint, expect

COUNT = EntryPoint("count", ("events", "now"), returns="the number")

def check_one(learner):
    """Counts one"""
    expect(learner, COUNT.call(["a"], now=5), 1, "One event.")
'''

TAKES = "The checks call count(events, now), and your count does not take these arguments."
NONE = "The checks call a function named count, and your program has none."
KEEP = "Keep the line def count(events, now)."
ABOUT = '\ncall: count(["a"], now=5)\nyours: '


def define(body: str) -> str:
    """A program whose `count` has this body."""
    return f"def count(events, now):\n    {body}\n"


def learner(body: str, before: str = "") -> ModuleType:
    """A learner's module whose `count` has this body."""
    module = ModuleType("learner")
    exec(before + define(body), module.__dict__)
    return module


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("", f"{NONE} {KEEP}"),
        ("count = 3", f"{NONE} {KEEP}"),
        ("def count(events):\n    return 1", f"{TAKES} {KEEP}"),
        ("def count(events, now, more):\n    return 1", f"{TAKES} {KEEP}"),
        ("def count(*, events, now):\n    return 1", f"{TAKES} {KEEP}"),
        (define("pass"), "count gave nothing back. Return the number; printing is not enough."),
        (define("return 2"), f"One event.{ABOUT}2\nwanted: 1"),
        (define("return True"), f"One event.{ABOUT}True\nwanted: 1"),
        (define("return (1,)"), f"One event.{ABOUT}(1,)\nwanted: 1"),
        (define("yield 1"), f"One event.{ABOUT}a generator\nwanted: 1"),
        (f"async {define('return 1')}", f"One event.{ABOUT}a coroutine\nwanted: 1"),
        (define("return 10 ** 5000"), f"One event.{ABOUT}an int\nwanted: 1"),
        (define("return len(3)"), "Line 2, in count: TypeError: object of type 'int'"),
        (define("return count(1)"), "Line 2, in count: TypeError: count() missing 1 required"),
        (define("raise SystemExit"), "Line 2, in count: SystemExit."),
        (define("assert not events, 'mine'"), "Line 2, in count: AssertionError: mine."),
    ],
)
def test_every_odd_program_gets_a_sentence(program: str, message: str) -> None:
    """Whatever a learner hands in, the first check ends with words that help."""
    report = run_checks(program, CHECKS)

    assert report.results[0].passed is False
    assert message in report.results[0].message


@pytest.mark.parametrize("method", ["__repr__", "__eq__", "__getattr__", "__len__", "__bool__"])
def test_broken_object_is_only_named(method: str) -> None:
    """An answer whose own methods raise is not asked for anything."""
    program = f"class Odd:\n    def {method}(self, *given):\n        1 / 0\n"

    report = run_checks(program + define("return Odd()"), CHECKS)

    assert f"One event.{ABOUT}an Odd\nwanted: 1" == report.results[0].message


def test_right_answer_passes_whatever_the_parameters_are_called() -> None:
    """Arguments go by position, also those that the message shows by name."""
    assert run_checks("def count(a, b):\n    return len(a)\n", CHECKS).passed


def test_sentence_is_chosen_by_the_answer() -> None:
    """A function in place of the sentence sees the learner's answer."""
    with pytest.raises(AssertionError, match=r"^Twice as many\."):
        expect(learner("return 2"), CALL, 1, lambda yours: "Twice as many." if yours == 2 else "")


def test_sentence_for_a_program_that_raises() -> None:
    """With `when_raising`, an error becomes an answer that the message can show."""
    with pytest.raises(AssertionError) as caught:
        expect(learner("return {}[now]"), CALL, 1, "", when_raising="Nothing is no error.")

    lines = str(caught.value).splitlines()
    assert ["Nothing is no error.", "yours: raised KeyError", "wanted: 1"] == [
        lines[0],
        *lines[2:],
    ]


def test_error_is_not_the_answer_none() -> None:
    """A program that raises does not pass where None is wanted."""
    with pytest.raises(KeyError):
        expect(learner("return {}[now]"), CALL, None, "")


def test_missing_function_is_not_taken_for_one_that_raises() -> None:
    """`when_raising` is no answer to a program without the function."""
    other = EntryPoint("other", (), returns="nothing")

    with pytest.raises(AssertionError, match="a function named other"):
        expect(learner("pass"), other.call(), 1, "", when_raising="Nothing is no error.")


def test_shape_is_judged_before_the_value() -> None:
    """What `misfit` says about an answer comes before the check's own sentence."""
    entry = EntryPoint("count", ("events", "now"), "the list", lambda yours, _: "No list.")

    with pytest.raises(AssertionError, match=r"^No list\."):
        expect(learner("return 2"), entry.call([], 5), [1], "Never said.")


def test_no_call_spoils_another() -> None:
    """A function that changes its arguments changes copies, all the way down."""
    changing = learner("events[0]['ts'] = 9; events.append(1); return len(events)")

    first, second = ask(changing, CALL), ask(changing, CALL)

    assert first.equals(2)
    assert second.equals(2)
    assert {"events": [{"id": "a", "ts": 1}], "now": 5} == CALL.arguments
    assert [{"id": "a", "ts": 9}, 1] == arguments_after(changing, CALL)["events"]


def test_coroutine_leaves_no_warning() -> None:
    """A coroutine that nobody awaits is closed."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ask(learner("return wait()", "async def wait():\n    pass\n"), CALL)

    assert [] == caught


def test_call_is_written_as_a_learner_would() -> None:
    """Arguments are shown as they were given, or in the words chosen for them."""
    assert 'count([{"id": "a", "ts": 1}], now=5)' == str(CALL)
    assert "count(events, now=5)" == str(CALL.written(events="events"))
    assert "count([], now=5)" == str(CALL.written(events="events").with_argument("events", []))


@pytest.mark.parametrize("given", [{}, {"now": 1}, {"now": 1, "events": []}, {"later": 1}])
def test_call_needs_every_argument_in_order(given: dict[str, object]) -> None:
    """A mistake in the checks is not left for the learner to find."""
    with pytest.raises(TypeError, match=r"the arguments of count\(events, now\)"):
        COUNT.call(**given)


ALIKE = [None, 0, False, "0", [], [0], [None], (), (0,), (False,), {}, {"a": 0}, {"a": None}]


@pytest.mark.parametrize("value", ALIKE)
def test_alike_values_are_told_apart(value: object) -> None:
    """None, 0, False, their text and what holds them are each the same as themselves only."""
    assert [repr(other) == repr(value) for other in ALIKE] == [
        same(other, value) for other in ALIKE
    ]


def test_whole_floats_are_numbers_too() -> None:
    """3.0 answers where 3 is wanted."""
    assert same([3.0], [3])


@pytest.mark.parametrize(
    ("yours", "is_same"),
    [(0.1 + 0.2, True), ("0.3", False), (0.3 + 1e-8, False), (10**400, False), (True, False)],
)
def test_fractions_may_differ_by_rounding_only(yours: object, is_same: bool) -> None:
    """Another order of the same sums is no other answer."""
    assert is_same is same({"share": (yours,)}, {"share": (0.3,)})


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (None, "None"),
        ([1, 2.5, True, "it"], '[1, 2.5, True, "it"]'),
        (list(range(9)), "[0, 1, 2, 3, 4, 5, 6, 7, ...]"),
        ("x" * 41, "a str"),
        (10**12, "an int"),
        ([(1, "it"), {"a": (2,), 3: []}], '[(1, "it"), {"a": (2,), 3: []}]'),
        ([[[[1]]]], "[[[a list]]]"),
        (
            {number: 0 for number in range(9)},
            "{0: 0, 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0, ...}",
        ),
        (0.1 + 0.2, "0.3"),
        (type("", (), {})(), "a "),
    ],
)
def test_brief_text(answer: object, text: str) -> None:
    """Plain values are shown, long lists cut, and everything else named by its type."""
    assert text == brief(answer)


def test_source_uses_the_quotes_of_the_starter() -> None:
    """Our own data reads like the learner's program."""
    assert '[("u1", 45)]' == source([("u1", 45)])
