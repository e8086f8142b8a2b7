"""What the strict reader takes for JSON, and what it refuses."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core.errors import InvalidRequestError
from mlplat_core.serving.requests.json_reader import read_json
from mlplat_core.serving.requests.problems import Problem

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def problem_of(text: str | bytes) -> Problem:
    """The one problem that a text has."""
    with pytest.raises(InvalidRequestError) as refusal:
        read_json(text)
    (problem,) = refusal.value.problems
    return problem


@given(VALUES)
def test_what_json_writes_is_read_back(value: Any) -> None:
    """Strictness costs no value: texts and bytes mean the same."""
    text = json.dumps(value)

    assert read_json(text) == value
    assert read_json(text.encode()) == value


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "malformed_json", "line 1, column 1"),
        ("{", "malformed_json", "is no JSON"),
        ("{} {}", "malformed_json", "extra data"),
        ("{'a': 1}", "malformed_json", "line 1, column 2"),
        ("\ufeff{}", "malformed_json", "byte order mark"),
        (b"\xef\xbb\xbf{}", "malformed_json", "byte order mark"),
        (b'{"a": "\xff"}', "malformed_json", "byte 7"),
        ("{}".encode("utf-16"), "malformed_json", "not UTF-8"),
        ('{"a": 1, "b": 2, "a": 1}', "duplicate_key", "twice"),
        ("[" * 10_000, "too_deep", "16 deep"),
        ('{"a":' * 10_000 + "1" + "}" * 10_000, "too_deep", "16 deep"),
        ("[" * 17 + "]" * 17, "too_deep", "16 deep"),
        ("[" * 17, "too_deep", "16 deep"),
        ("]" * 17 + "[" * 17, "malformed_json", "is no JSON"),
    ],
)
def test_what_is_no_plain_json_is_refused(text: str | bytes, code: str, words: str) -> None:
    """Each kind of damage has its code, and a message that says where."""
    problem = problem_of(text)

    assert problem.code == code
    assert words in problem.message


def test_a_duplicate_key_is_named() -> None:
    """Which of two values counts is not for the reader to say."""
    assert problem_of('{"x": {"amount": 1, "amount": 2}}').path == "amount"
    assert problem_of('{"\\ud800": 1, "\\ud800": 2}').path == "\\ud800"


def test_nesting_up_to_the_limit_is_read() -> None:
    """Sixteen levels are fine, and brackets inside texts are not levels."""
    deep = "[" * 16 + "]" * 15 + ",[]]"
    flat = "[" + ",".join(["[]"] * 50) + "]"
    quoted = json.dumps(["[" * 50, '\\"[[[', {"{{{": "}"}] * 5)

    assert read_json(deep) == json.loads(deep)
    assert read_json(flat) == [[]] * 50
    assert read_json(quoted) == json.loads(quoted)


def test_an_unclosed_text_is_scanned_once() -> None:
    """A million escaped quotes cost a moment, not a square of it."""
    assert problem_of("[" * 16 + "[" + '"' + '\\"' * 300_000).code == "too_deep"
    assert problem_of('"' + '\\"' * 300_000 + "[" * 17).code == "malformed_json"


def test_numbers_that_are_none_are_left_to_whoever_knows_the_field() -> None:
    """NaN, infinities and absurd integers come back as what every check of a value refuses."""
    nan, infinite, large, negative = read_json(
        f"[NaN, 1e999, {'9' * 10_000}, -{'9' * 10_000}]"  # type: ignore[misc]
    )

    assert math.isnan(nan)
    assert math.isinf(infinite)
    assert large > 2**64
    assert negative < -(2**64)
