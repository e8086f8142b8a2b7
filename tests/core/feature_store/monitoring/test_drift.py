"""How far a sample has shifted from its reference."""

from __future__ import annotations

import math
from collections import Counter
from datetime import UTC, datetime
from enum import StrEnum
from math import inf, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core import RequestError
from mlplat_core.feature_store.monitoring.bins import bin_number, quantile_cuts
from mlplat_core.feature_store.monitoring.drift import (
    EMPTY_SHARE,
    PopulationStability,
    index_terms,
    population_stability_index,
)

NUMBERS = st.lists(st.none() | st.integers(-5, 5) | st.floats(-9, 9), min_size=1, max_size=40)
WORDS = st.lists(st.none() | st.sampled_from(["a", "b", b"a", True]), min_size=1, max_size=40)
PAIRS = st.tuples(NUMBERS, NUMBERS) | st.tuples(WORDS, WORDS)
SHARES = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12)


def shares(result: PopulationStability) -> dict[str, tuple[float, float]]:
    """Both shares of every bin."""
    return {each.label: (each.reference, each.current) for each in result.bins}


@given(PAIRS)
def test_the_index_is_the_sum_of_what_its_bins_add(pairs: tuple[list[Any], list[Any]]) -> None:
    """None of which is negative, while both samples are spread over the bins completely."""
    result = population_stability_index(*pairs)

    assert result.index == pytest.approx(sum(each.contribution for each in result.bins))
    assert all(each.contribution >= 0 for each in result.bins)
    assert sum(each.reference for each in result.bins) == pytest.approx(1)
    assert sum(each.current for each in result.bins) == pytest.approx(1)
    assert all(each.reference or each.current for each in result.bins)


@given(PAIRS, st.randoms())
def test_a_sample_has_not_shifted_from_itself(pairs: tuple[list[Any], list[Any]], rng: Any) -> None:
    """Not in any order: the index is exactly 0."""
    shuffled = rng.sample(pairs[0], len(pairs[0]))

    assert population_stability_index(pairs[0], shuffled).index == 0


@given(SHARES)
def test_the_index_is_symmetric_in_the_shares(pairs: list[tuple[float, float]]) -> None:
    """Of the same bins, whichever is called the reference."""
    reference, current = zip(*pairs, strict=True)

    assert index_terms(current, reference) == pytest.approx(index_terms(reference, current))


@given(NUMBERS, NUMBERS, st.integers(2, 12))
def test_the_index_is_the_one_computed_by_hand(
    reference: list[Any], current: list[Any], bins: int
) -> None:
    """Bin by bin, value by value."""
    cuts = quantile_cuts([float(value) for value in reference if value is not None], bins)

    def place(value: Any) -> int:
        return -1 if value is None else bin_number(cuts, value)

    before, after = Counter(map(place, reference)), Counter(map(place, current))
    expected = 0.0
    for each in set(before) | set(after):
        one = max(before[each] / len(reference), EMPTY_SHARE)
        other = max(after[each] / len(current), EMPTY_SHARE)
        expected += (one - other) * (math.log(one) - math.log(other))

    if all(value is None for value in reference + current):
        expected = 0.0
    assert population_stability_index(reference, current, bins=bins).index == pytest.approx(
        expected
    )


@pytest.mark.parametrize(("shift", "bins"), [(0.0, 10), (0.3, 10), (0.3, 4), (1.0, 20)])
def test_the_index_is_that_of_numpy(shift: float, bins: int) -> None:
    """Counted with its histogram between its quantiles."""
    rng = np.random.default_rng(11)
    reference, current = rng.normal(size=5000), rng.normal(shift, 1.2, size=4000)
    edges = np.quantile(reference, np.arange(1, bins) / bins)

    def count(sample: Any) -> Any:
        found = np.histogram(sample, np.concatenate([[-inf], edges, [inf]]))[0] / len(sample)
        return np.maximum(found, EMPTY_SHARE)

    one, other = count(reference), count(current)
    result = population_stability_index(reference.tolist(), current.tolist(), bins=bins)

    assert result.index == pytest.approx(float(((other - one) * np.log(other / one)).sum()))
    assert len(result.bins) == bins


def test_an_empty_bin_counts_as_a_small_share() -> None:
    """So that the index stays finite, while the shares are told as they are."""
    result = population_stability_index(["a"], ["b"])

    assert shares(result) == {"'a'": (1.0, 0.0), "'b'": (0.0, 1.0)}
    assert result.index == pytest.approx(2 * (1 - EMPTY_SHARE) * math.log(1 / EMPTY_SHARE))


def test_nulls_are_a_bin() -> None:
    """A feature that breaks shows, although its values that are left are the same."""
    result = population_stability_index([1, 2, 3, 4], [1, 2, 3, 4, None, nan, None, nan])

    assert shares(result)["null"] == (0.0, 0.5)
    assert result.shift == "large"
    assert shares(population_stability_index([None], [nan])) == {"null": (1.0, 1.0)}


def test_numbers_are_counted_even_if_the_reference_had_none() -> None:
    """Of no number there are no quantiles, so all numbers are one bin."""
    result = population_stability_index([None, None], [3, 4.5])

    assert shares(result) == {"x": (0.0, 1.0), "null": (1.0, 0.0)}


@pytest.mark.parametrize("bins", [2, 10])
@pytest.mark.parametrize(("value", "label"), [(4, "x < 5.0"), (6, "x > 5.0"), (5, "x = 5.0")])
def test_a_constant_reference_sees_every_change(value: int, label: str, bins: int) -> None:
    """Below and above it; plain quantile bins would put a smaller value beside the constant."""
    result = population_stability_index([5] * 9, [value] * 3, bins=bins)

    assert shares(result)[label][1] == 1.0
    assert (result.index == 0) == (value == 5)


def test_a_rise_of_the_zeros_shows() -> None:
    """In a feature that is 0 for most, negative values are not taken for zeros either."""
    reference = [0] * 8 + [1, 2]

    result = population_stability_index(reference, [0] * 5 + [-1] * 3 + [1, 2])

    assert shares(result)["x = 0.0"] == (0.8, 0.5)
    assert shares(result)["x < 0.0"] == (0.0, 0.3)


class Country(StrEnum):
    """A category as some programs write it."""

    DE = "de"


def test_categories_are_counted_by_value() -> None:
    """Sorted, whatever class of text holds them, while text, bytes and truth values differ."""
    result = population_stability_index(["de", "at", True], [Country.DE, np.str_("at"), b"at"])

    third = 1 / 3
    assert shares(result) == {
        "'at'": (third, third),
        "'de'": (third, third),
        "True": (third, 0.0),
        "b'at'": (0.0, third),
    }
    assert [each.label for each in result.bins] == sorted(shares(result))


@pytest.mark.parametrize("value", [inf, -inf, 10**400, [1], datetime(2026, 11, 23, tzinfo=UTC), 1j])
@pytest.mark.parametrize("sample", ["reference", "current"])
def test_what_cannot_be_counted_is_refused(sample: str, value: Any) -> None:
    """With the sample and the row."""
    samples = {"reference": [1, 2], "current": [1, 2]} | {sample: [1, 2, value]}

    with pytest.raises(RequestError, match=f"{sample}, row 2: ") as caught:
        population_stability_index(**samples)

    assert caught.value.row == 2


@pytest.mark.parametrize(
    ("reference", "current"), [([1, "a"], [1]), ([1], ["a"]), ([True], [1]), (["a"], [0.5, None])]
)
def test_numbers_and_categories_do_not_mix(reference: list[Any], current: list[Any]) -> None:
    """A truth value is a category."""
    with pytest.raises(RequestError, match="The samples mix numbers with"):
        population_stability_index(reference, current)


@pytest.mark.parametrize(
    ("reference", "current", "which"), [([], [1], "reference"), ([1], [], "current")]
)
def test_an_empty_sample_is_refused(reference: list[int], current: list[int], which: str) -> None:
    """There is nothing to compare, which is another thing than no shift."""
    with pytest.raises(RequestError, match=f"The {which} sample is empty"):
        population_stability_index(reference, current)


@pytest.mark.parametrize("bins", [1, 0, -3, 2.5, True, "10", None])
def test_there_are_at_least_two_bins(bins: Any) -> None:
    """In one bin nothing can shift."""
    with pytest.raises(RequestError, match="pass a whole number of at least 2"):
        population_stability_index([1], [1], bins=bins)


@pytest.mark.parametrize(
    ("index", "shift"),
    [(0.0, "stable"), (0.0999, "stable"), (0.1, "moderate"), (0.25, "moderate"), (0.2501, "large")],
)
def test_the_rule_of_thumb_has_three_words(index: float, shift: str) -> None:
    """From 0.1 on moderate, above 0.25 large."""
    assert PopulationStability(index, ()).shift == shift
