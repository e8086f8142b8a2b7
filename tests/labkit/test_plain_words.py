"""What the report says about the mistakes that learners make."""

from __future__ import annotations

import re
import sys
import warnings
from pathlib import Path

import pytest

from labkit.mistakes.plain_words import SENTENCES
from labkit.runner import run_program

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import what lies beside them

from error_programs import ERROR_PROGRAMS, ONLY_IN_THE_PAGE


def message_of(program: str) -> str:
    """The sentences about the error that ends the program."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # the programs are wrong on purpose
        error = run_program(program).error
    assert error is not None
    return error.message


@pytest.mark.parametrize(("program", "kind", "says"), ERROR_PROGRAMS)
def test_mistake_is_explained(program: str, kind: str, says: str) -> None:
    """The message names the error and says in plain words what the pattern means."""
    message = message_of(program)

    assert f"{kind}" in message
    assert says in message


def test_every_sentence_is_produced_by_a_program() -> None:
    """No sentence is there for an error that no program has been seen to make."""
    messages = [message_of(program) for program, _, _ in ERROR_PROGRAMS]
    messages += [says for _, _, says in ONLY_IN_THE_PAGE]  # a browser test produces these

    never = [
        sentence
        for entries in SENTENCES.values()
        for _, sentence in entries
        if not any(re.search(as_pattern(sentence), message) for message in messages)
        and not any(says in sentence for _, _, says in ONLY_IN_THE_PAGE)
    ]

    assert [] == never


def as_pattern(sentence: str) -> str:
    """A regular expression for the sentence with anything in its gaps."""
    escaped = re.sub(r"\\\{\d\\\}", ".+", re.escape(sentence))
    return re.sub(r"\b([Aa])\\ \.\+", r"\1n?\\ .+", escaped)


def test_platforms_own_messages_get_no_second_explanation() -> None:
    """An error of mlplat_core already says what to do."""
    message = message_of("from mlplat_core import Entity\nEntity('', [])")

    assert "DefinitionError" in message
    assert "The type is right" not in message


@pytest.mark.parametrize(
    ("program", "question"),
    [
        ("pritn(1)", "Did you mean 'print'?"),
        ("rows = []\nrow", "Did you mean 'rows'?"),
        ("json.dumps(1)", "Did you forget to write import json?"),
        (
            "class A:\n    def g(self): pass\n    def f(self): g()\nA().f()",
            "Did you mean 'self.g'?",
        ),
        ("import math\nmath.sqr(1)", "Did you mean 'sqrt'?"),
        ("from math import sqroot", "Did you mean 'sqrt'?"),
        ("import jsn", "Did you mean 'json'?"),
        ("def f(color): pass\nf(colour=1)", "Did you mean 'color'?"),
        ("class A:\n    def __init__(self, rate): pass\nA(rte=1)", "Did you mean 'rate'?"),
        ("rows = [{'event_ts': 1}]\nrows[0]['event_t']", "Did you mean 'event_ts'?"),
        ("row = {'a': 1, 'b': 2}\nrow['value']", "It has 'a', 'b'."),
    ],
)
def test_misspelt_name_is_offered_right(program: str, question: str) -> None:
    """A name that is close to a known one comes with a question, in every Python the same."""
    assert question in message_of(program)


def test_looking_for_a_suggestion_runs_no_broken_code_twice() -> None:
    """An object whose own methods raise is described without a suggestion."""
    program = "class A:\n    def __dir__(self): raise ValueError\nA().vlaue"

    assert "AttributeError: 'A' object has no attribute 'vlaue'." in message_of(program)
