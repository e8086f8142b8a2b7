"""The way to an error, the errors behind it, and the values of a false assertion."""

from __future__ import annotations

import json

import pytest

from labkit.runner import ProgramError, run_checks, run_program


def error_of(program: str) -> ProgramError:
    """The error that ends the program."""
    error = run_program(program).error
    assert error is not None
    return error


def test_frames_are_the_learners_own() -> None:
    """Steps through libraries are left out; each of the learner's has its line and its text."""
    program = (
        "import json\n\n"
        "class Odd:\n"
        "    def __str__(self):\n"
        "        return missing\n\n"
        "def text(value):\n"
        "    return json.dumps({'odd': value}, default=str)\n\n"
        "print(text(Odd()))\n"
    )

    frames = json.loads(run_program(program).to_json())["error"]["frames"]

    assert [
        {"line": 10, "function": "", "source": "print(text(Odd()))"},
        {"line": 8, "function": "text", "source": "return json.dumps({'odd': value}, default=str)"},
        {"line": 5, "function": "__str__", "source": "return missing"},
    ] == frames


def test_single_frame_needs_no_list() -> None:
    """An error outside of any call is told by its line alone."""
    assert () == error_of("1 / 0").frames


def test_comprehension_is_no_step_of_its_own() -> None:
    """The way is the same in Pythons that run a comprehension in a frame of its own."""
    frames = error_of("def f(x):\n    return 1 / x\n[f(x)\n for x in [0]]").frames

    assert [(3, ""), (2, "f")] == [(frame.line, frame.function) for frame in frames]


def test_deep_recursion_is_shortened() -> None:
    """Of a thousand calls the first and the last few are shown, with the number of the others."""
    frames = error_of("def f(): return f()\nf()").frames

    assert 9 == len(frames)
    assert frames[4].line is None
    assert frames[4].source.endswith("more calls ...")


def test_programs_own_traceback_shows_its_lines() -> None:
    """What a program prints with the traceback module has the source lines."""
    program = (
        "import sys, traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n"
        "    traceback.print_exc(file=sys.stdout)\n"
    )

    assert "    1 / 0\n" in run_program(program).stdout


def test_keys_of_a_librarys_dictionary_are_not_offered() -> None:
    """The page has no sources of libraries, and its reports are those of CPython."""
    message = error_of("import string\nstring.Template('$b').substitute(a=1)").message

    assert message.startswith("Line 2: KeyError: 'b'.")
    assert "It has" not in message
    assert "Did you mean" not in message


def test_next_error_behind_an_error_is_named() -> None:
    """An error raised while handling another names that one and its line, in one sentence."""
    program = "try:\n    {}['a']\nexcept KeyError:\n    int('x')\n"

    message = error_of(program).message

    assert message.startswith("Line 4: ValueError: ")
    assert message.endswith("Raised while handling KeyError: 'a' (line 2).")


def test_cause_is_named_and_a_hidden_one_is_not() -> None:
    """`raise ... from` tells the cause; `from None` tells nothing."""
    program = "try:\n    {}['a']\nexcept KeyError as missing:\n    raise ValueError('b') from "

    assert "Raised because of KeyError: 'a' (line 2)." in error_of(program + "missing").message
    assert "Raised" not in error_of(program + "None").message


def test_group_names_what_is_inside() -> None:
    """A group of errors is one sentence, however many there are."""
    program = "raise ExceptionGroup('loading', [ValueError('a'), KeyError('b'), *[OSError()] * 3])"

    message = error_of(program).message

    assert "In the group: ValueError: a, and KeyError: 'b', and OSError, and 2 more." in message


def test_notes_are_kept() -> None:
    """What a program added to its error is said as well."""
    program = "problem = ValueError('x')\nproblem.add_note('row 7')\nraise problem"

    assert error_of(program).message.endswith("Note: row 7.")


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("a, b = 3, 4\nassert a == b", "a == b does not hold: a is 3, b is 4."),
        ("total = 3\nassert total == 4", "total == 4 does not hold: total is 3."),
        ("x = 5\nassert 1 < x < 4", "1 < x < 4 does not hold: x is 5."),
        ("xs = [1]\nassert 2 in xs", "2 in xs does not hold: xs is [1]."),
        ("xs = [1]\nassert not xs", "not xs does not hold: xs is [1]."),
        ("a = 0\nassert a and a.b", "a and a.b does not hold: a is 0."),
        ("a, b = 1, 0\nassert a == 1 and b > 0", "does not hold: a is 1, b is 0."),
        ("xs = [3, 1]\nassert sorted(xs) == xs", "sorted(xs) is [1, 3], xs is [3, 1]."),
        ("x = 3\nassert isinstance(x, str)", "x is 3, isinstance(x, str) is False."),
        ("assert len(range(100)) == 3", "len(range(100)) is 100."),
        ("x = 'a' * 500\nassert x == 'b'", "x is 'aaaaaaa"),
        ("class A: pass\na = A()\nassert a == 1", "a is an object of class A."),
        ("class A:\n    def __repr__(self): 1/0\na = A()\nassert a == 1", "a is an object of cl"),
        (
            "def f(n):\n    if n:\n        assert n == f(n - 1)\n    return 7\nf(2)",
            "n is 1, f(n - 1) is 7.",
        ),
        ("assert None", "AssertionError. The program claims"),
    ],
)
def test_bare_assertion_shows_its_values(program: str, said: str) -> None:
    """What stands in the assertion is shown with its value, shortened."""
    message = error_of(program).message

    assert said in message
    assert len(message) < 300


def test_assertion_is_evaluated_once() -> None:
    """Calls in it happen once, in their order, and only as far as Python would go."""
    program = (
        "def note(value):\n    print(value)\n    return value\n"
        "assert note(1) < note(2)\nassert note(0) == 0 or note(9)\nassert note(3) == note(4)\n"
    )

    assert "1\n2\n0\n3\n4\n" == run_program(program).stdout


def test_assertion_with_a_message_is_left_alone() -> None:
    """The learner's own words win."""
    assert "AssertionError: mine." in error_of("a = 1\nassert a == 2, 'mine'").message


def test_assertion_leaves_no_names_behind() -> None:
    """Neither a module nor a class nor a function has a name that the learner did not write."""
    program = (
        "class Row:\n    size = 1\n    assert size == 1\n"
        "def f(a):\n    assert a == 1\n    return sorted(locals())\n"
        "b = 1\nassert b == 1\n"
        "print(f(1), [n for n in [*globals(), *vars(Row)] if '@' in n])\n"
    )

    assert "['a'] []\n" == run_program(program).stdout


def test_assertion_in_a_check_shows_its_line_and_values() -> None:
    """It also works in functions that a check calls."""
    checks = 'def check_one(learner):\n    """One"""\n    learner.f(2)\n'

    report = run_checks("def f(n):\n    m = n\n\n    assert n == 1\n", checks)

    assert report.error is not None
    assert 4 == report.error.line
    assert "n == 1 does not hold: n is 2." in report.results[0].message


def test_warning_of_a_program_with_an_assertion_comes_once() -> None:
    """Rewriting the assertions does not read the program twice."""
    with pytest.warns(SyntaxWarning) as warned:
        run_program("a = 1\nassert a == 1\nassert (a, 'never')\n")

    assert 1 == len(warned)
