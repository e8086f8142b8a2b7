"""How a sample of numbers is cut into ranges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core.feature_store.monitoring.bins import Cut, bin_label, bin_number, quantile_cuts

FLOATS = st.floats(-1e6, 1e6) | st.sampled_from([0.0, -0.0, 1.0, 1.5])
SAMPLES = st.lists(FLOATS, min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("sample", "bins", "cuts"),
    [
        ([], 10, []),
        ([7.0], 2, [(7.0, 0), (7.0, 1)]),
        ([7.0] * 5, 10, [(7.0, 0), (7.0, 1)]),
        ([1.0, 2.0], 2, [(1.5, 1)]),
        ([5.0, 1.0, 4.0, 2.0, 3.0], 2, [(3.0, 1)]),
        ([1.0, 1.0, 1.0, 2.0, 3.0], 2, [(1.0, 0), (1.0, 1)]),
        ([1.0, 2.0, 3.0, 3.0, 3.0], 2, [(3.0, 0), (3.0, 1)]),
        ([1.0, 2.0, 2.0, 2.0, 3.0], 2, [(2.0, 1)]),
        ([1.0, 2.0, 2.0, 2.0, 3.0], 4, [(2.0, 0), (2.0, 1)]),
        ([0.1] * 12 + [0.2], 10, [(0.1, 0), (0.1, 1)]),
        ([-1e308, 1e308], 4, [(-5e307, 1), (0.0, 1), (5e307, 1)]),
    ],
)
def test_frequent_values_get_a_bin_of_their_own(
    sample: list[float], bins: int, cuts: list[Cut]
) -> None:
    """A value is frequent if two neighbouring quantiles, the extremes included, fall on it."""
    assert quantile_cuts(sample, bins) == cuts


@pytest.mark.parametrize("bins", [2, 3, 7, 10, 100])
def test_quantiles_are_those_of_numpy(bins: int) -> None:
    """In samples of all sizes whose values all differ."""
    rng = np.random.default_rng(bins)
    for size in (2, 3, 10, 99, 1000):
        sample = rng.normal(size=size).tolist()

        cuts = quantile_cuts(sample, bins)

        expected = np.quantile(sample, np.arange(1, bins) / bins)
        assert [value for value, _ in cuts] == pytest.approx(expected.tolist(), abs=1e-12)
        assert {side for _, side in cuts} == {1}


@given(SAMPLES, st.integers(2, 12), FLOATS)
def test_a_value_lies_in_the_bin_whose_label_it_fits(
    sample: list[float], bins: int, value: float
) -> None:
    """In that one, and in no other."""
    cuts = quantile_cuts(sample, bins)

    labels = [bin_label(cuts, number) for number in range(len(cuts) + 1)]

    fitting = [label for label in labels if eval(label.replace(" = ", " == "), {"x": value})]
    assert fitting == [labels[bin_number(cuts, value)]]
    assert len(set(labels)) == len(labels)


@given(SAMPLES, st.integers(2, 12))
def test_no_bin_of_several_values_holds_much_more_than_its_part(
    sample: list[float], bins: int
) -> None:
    """Two parts at most, as a value may begin in one and end in the next without filling either."""
    cuts = quantile_cuts(sample, bins)
    counts = [0] * (len(cuts) + 1)
    for value in sample:
        counts[bin_number(cuts, value)] += 1

    for number, count in enumerate(counts):
        if " = " not in bin_label(cuts, number):
            assert count <= 2 * len(sample) / bins + 2


def test_a_single_bin_takes_everything() -> None:
    """Where the sample has no number at all."""
    assert (bin_label([], 0), bin_number([], -5.0)) == ("x", 0)


def test_the_bin_above_a_frequent_maximum_is_open() -> None:
    """And one that begins with an excluded cut includes it."""
    assert bin_label([(3.0, 0), (3.0, 1)], 2) == "x > 3.0"
    assert bin_label([(3.0, 0)], 1) == "x >= 3.0"
    assert bin_label([(3.0, 0), (5.0, 0)], 1) == "3.0 <= x < 5.0"
