"""When two values count as one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from math import inf, nan
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mlplat_core import RequestError
from mlplat_core.feature_store.monitoring.comparison import Outcome, Tolerance, gap, judge

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
EXACT = Tolerance()
HUGE = 10**400


@pytest.mark.parametrize(
    ("served", "offline", "outcome"),
    [
        (None, None, "equal"),
        (None, nan, "equal"),
        (nan, nan, "equal"),
        (None, 0, "missing"),
        (nan, False, "missing"),
        (0, None, "extra"),
        ("", nan, "extra"),
        (3, 3, "equal"),
        (3, 3.0, "equal"),
        (3, 4, "mismatched"),
        (0.0, -0.0, "equal"),
        (0.1 + 0.2, 0.3, "mismatched"),
        (2**53 + 1, 2.0**53, "mismatched"),
        (HUGE, HUGE, "equal"),
        (HUGE, 0.5, "mismatched"),
        (inf, inf, "equal"),
        (inf, -inf, "mismatched"),
        (inf, 1.0, "mismatched"),
        (True, True, "equal"),
        (True, 1, "mismatched"),
        (0.0, False, "mismatched"),
        ("3", 3, "mismatched"),
        ("a", "a", "equal"),
        ("a", "A", "mismatched"),
        (b"a", b"a", "equal"),
        (b"a", "a", "mismatched"),
        (NOON, NOON.astimezone(timezone(timedelta(hours=2))), "equal"),
        (NOON, NOON + timedelta(microseconds=1), "mismatched"),
        (NOON.replace(tzinfo=None), NOON, "mismatched"),
        ([1], [1], "equal"),
        ([1], [2], "mismatched"),
        ([1], (1,), "mismatched"),
    ],
)
def test_values_are_compared_by_kind(served: Any, offline: Any, outcome: Outcome) -> None:
    """Nulls are one, numbers are one kind, truth values another, and nothing is converted."""
    assert judge(served, offline, EXACT) == outcome


@pytest.mark.parametrize(
    ("served", "offline", "tolerance", "outcome"),
    [
        (10, 11, Tolerance(absolute=1), "equal"),
        (10, 11.5, Tolerance(absolute=1), "mismatched"),
        (-1, 1, Tolerance(absolute=2), "equal"),
        (100, 99, Tolerance(relative=0.01), "equal"),
        (99, 100, Tolerance(relative=0.01), "equal"),
        (-99, -100, Tolerance(relative=0.01), "equal"),
        (100, 98, Tolerance(relative=0.01), "mismatched"),
        (0, 0.005, Tolerance(relative=0.9), "mismatched"),
        (0, 0.005, Tolerance(absolute=0.01, relative=0.9), "equal"),
        (1000, 1001, Tolerance(absolute=0.01, relative=0.01), "equal"),
        (2**53 + 1, 2**53, Tolerance(absolute=0.5), "mismatched"),
        (2**53 + 1, 2.0**53, Tolerance(absolute=0.5), "mismatched"),
        (HUGE, HUGE + 1, Tolerance(absolute=2), "equal"),
        (HUGE, HUGE + 1, Tolerance(relative=0.1), "equal"),
        (1e308, -1e308, Tolerance(relative=1), "mismatched"),
        (inf, 1.0, Tolerance(absolute=1e300, relative=1), "mismatched"),
        (inf, -inf, Tolerance(absolute=1e300, relative=2), "mismatched"),
        (None, 0.0, Tolerance(absolute=9), "missing"),
        ("10", 10, Tolerance(absolute=9), "mismatched"),
        (True, 1, Tolerance(absolute=9), "mismatched"),
        ("a", "b", Tolerance(absolute=9), "mismatched"),
    ],
)
def test_the_tolerance_is_for_numbers(
    served: Any, offline: Any, tolerance: Tolerance, outcome: Outcome
) -> None:
    """Either limit is enough, both are inclusive, and infinities need no tolerance."""
    assert judge(served, offline, tolerance) == outcome


NUMBERS = (
    st.integers(-(2**70), 2**70)
    | st.floats(-1e6, 1e6)
    | st.sampled_from([0, 1, -1, 2**53, 2**53 + 1, 0.5, 1.5, 2.0**53])
)


@given(NUMBERS, NUMBERS, st.sampled_from([0, 0.5, 1, 1000]))
@example(2**53 + 1, float(2**53), 0.5)
def test_whole_numbers_are_compared_without_rounding(
    one: float, other: float, limit: float
) -> None:
    """As exact fractions would be, where floats of this size have no digits left to differ in."""
    exactly = abs(Fraction(one) - Fraction(other)) <= Fraction(limit)
    whole = Fraction(one).denominator == Fraction(other).denominator == 1

    answer = judge(one, other, Tolerance(absolute=limit)) == "equal"

    assert answer == exactly or (not whole and gap(one, other) == pytest.approx(limit))


@given(NUMBERS, NUMBERS, st.floats(0, 3), st.floats(0, 3))
def test_neither_side_has_a_privilege(
    one: float, other: float, absolute: float, relative: float
) -> None:
    """Served and offline may change places."""
    tolerance = Tolerance(absolute, relative)

    assert judge(one, other, tolerance) == judge(other, one, tolerance)
    assert gap(one, other) == gap(other, one)


@pytest.mark.parametrize("limit", [-0.1, nan, inf, True, "0.1", None])
@pytest.mark.parametrize("name", ["absolute", "relative"])
def test_a_tolerance_is_a_finite_number(name: str, limit: Any) -> None:
    """Anything else is refused, and the message says which limit it was."""
    with pytest.raises(RequestError, match=f"The {name} tolerance is"):
        Tolerance(**{name: limit})
