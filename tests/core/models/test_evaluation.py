"""How good scores are and what mistakes cost: scikit-learn is the judge where it has an answer."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from fitted_models import Count
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss
from sklearn.metrics import roc_auc_score as sklearn_auc

from mlplat_core import RequestError
from mlplat_core.models.costs import Costs, cheapest_threshold
from mlplat_core.models.evaluation import (
    brier_score,
    calibration_bins,
    roc_auc_error,
    roc_auc_score,
)

COSTS = Costs(missed=60.0, review=3.0)
# Few different scores, so that many are tied.
ROWS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 20).map(lambda number: number / 20)), min_size=1
)
BOTH = ROWS.filter(lambda rows: len({label for label, _ in rows}) == 2)


def columns(rows: list[tuple[int, float]]) -> tuple[list[int], list[float]]:
    """Labels and scores."""
    return [label for label, _ in rows], [score for _, score in rows]


@given(rows=BOTH)
def test_the_auc_is_that_of_scikit_learn(rows: list[tuple[int, float]]) -> None:
    """Ties included."""
    labels, scores = columns(rows)

    assert roc_auc_score(labels, scores) == pytest.approx(sklearn_auc(labels, scores), abs=1e-12)


@given(rows=BOTH)
def test_the_auc_is_the_share_of_pairs_in_order(rows: list[tuple[int, float]]) -> None:
    """Counted pair by pair, a tie as a half."""
    wins = [
        (own > other) + (own == other) / 2
        for label, own in rows
        for other_label, other in rows
        if label > other_label
    ]

    assert roc_auc_score(*columns(rows)) == sum(wins) / len(wins)


@given(rows=ROWS.filter(lambda rows: 2 <= sum(label for label, _ in rows) <= len(rows) - 2))
def test_the_error_of_an_auc_is_that_of_all_pairs(rows: list[tuple[int, float]]) -> None:
    """DeLong's variances, from the whole table of positives against negatives."""
    ones, zeros = (np.array([score for label, score in rows if label == side]) for side in (1, 0))
    won = (ones[:, None] > zeros) + (ones[:, None] == zeros) / 2
    by_one, by_zero = (won.mean(axis=axis) for axis in (1, 0))
    squared = by_one.var(ddof=1) / ones.size + by_zero.var(ddof=1) / zeros.size

    assert roc_auc_error(*columns(rows)) == pytest.approx(squared**0.5, abs=1e-9)


def test_the_error_of_an_auc_is_how_far_other_rows_move_it() -> None:
    """A thousand draws from two overlapping classes scatter as one of them says on average."""
    generator = np.random.default_rng(7)
    labels = [1] * 20 + [0] * 200
    draws = [[*generator.normal(1, 1, 20), *generator.normal(0, 1, 200)] for _ in range(1_000)]

    scatter = np.std([roc_auc_score(labels, draw) for draw in draws])
    said = np.mean([roc_auc_error(labels, draw) for draw in draws])

    assert said == pytest.approx(scatter, rel=0.1)


@pytest.mark.parametrize("labels", [[1, 0, 0], [1, 1, 0], [0, 0, 0]])
def test_one_positive_or_negative_says_nothing_about_the_error(labels: list[int]) -> None:
    """Nobody knows how far a second would have been from the first."""
    with pytest.raises(RequestError, match="needs two positives and two negatives"):
        roc_auc_error(labels, [0.1, 0.5, 0.9])


@given(rows=ROWS)
def test_the_brier_score_is_that_of_scikit_learn(rows: list[tuple[int, float]]) -> None:
    """The mean squared error of a probability."""
    labels, scores = columns(rows)

    theirs = brier_score_loss(labels, scores, pos_label=1)
    assert brier_score(labels, scores) == pytest.approx(theirs, abs=1e-12)


@given(rows=ROWS, count=st.integers(1, 12))
def test_bins_hold_every_row_once_in_order(rows: list[tuple[int, float]], count: int) -> None:
    """Their sizes differ by at most one, and their averages weigh up to those of all rows."""
    labels, scores = columns(rows)

    bins = calibration_bins(labels, scores, count)

    assert len(bins) == min(count, len(rows))
    assert max(each.count for each in bins) - min(each.count for each in bins) <= 1
    assert all(one.mean_score <= other.mean_score + 1e-12 for one, other in pairwise(bins))
    assert sum(each.count * each.positive_rate for each in bins) == pytest.approx(sum(labels))
    assert sum(each.count * each.mean_score for each in bins) == pytest.approx(sum(scores))


@given(rows=ROWS)
def test_no_threshold_is_cheaper_than_the_cheapest(rows: list[tuple[int, float]]) -> None:
    """Tried at every score, and at never."""
    labels, scores = columns(rows)

    threshold = cheapest_threshold(labels, scores, COSTS)

    bills = [COSTS.total(labels, scores, each) for each in [*scores, float("inf")]]
    assert COSTS.total(labels, scores, threshold) == pytest.approx(min(bills))


def test_of_equally_cheap_thresholds_the_highest_is_chosen() -> None:
    """Fewer people are asked."""
    labels, scores = [1, *[0] * 19, 1], [0.9, *[0.5] * 19, 0.5]

    assert cheapest_threshold(labels, scores, COSTS) == 0.9


def test_if_no_look_pays_there_is_no_threshold() -> None:
    """Infinity: no score reaches it."""
    assert cheapest_threshold([0, 0], [0.1, 0.9], COSTS) == float("inf")
    assert COSTS.total([0, 1], [0.1, 0.9], float("inf")) == 60.0


@given(score=st.floats(0.06, 0.9), count=st.integers(1, 30))
def test_where_scores_are_calibrated_a_look_pays_above_break_even(score: float, count: int) -> None:
    """Rows of which more than one in twenty is positive are worth a look at 3 against 60."""
    rows = 20 * count
    positives = round(score * rows)
    labels = [1] * positives + [0] * (rows - positives)

    pays = COSTS.total(labels, [score] * rows, score) < COSTS.total(labels, [score] * rows, 1.0)

    assert pays is (positives / rows > COSTS.break_even)


@pytest.mark.parametrize(
    ("labels", "scores", "reason"),
    [
        ([], [], "There are 0 labels and 0 scores"),
        ([1, 0], [0.5], "There are 2 labels and 1 scores"),
        ([2, 0], [0.5, 0.5], "2 is no label"),
        ([1, 0], [0.5, float("nan")], "A score is not finite"),
        ([1, 1], [0.5, 0.5], "these labels are all alike"),
        ([0, 0], [0.5, 0.5], "these labels are all alike"),
    ],
)
def test_what_has_no_auc_is_refused(labels: list[int], scores: list[float], reason: str) -> None:
    """With a sentence that says what to pass."""
    with pytest.raises(RequestError, match=reason):
        roc_auc_score(labels, scores)


@pytest.mark.parametrize("count", [0, -1, 2.0, True])
def test_a_number_of_bins_is_a_whole_number(count: Any) -> None:
    """From one on."""
    with pytest.raises(RequestError, match="pass how many bins"):
        calibration_bins([0, 1], [0.1, 0.9], count)


@pytest.mark.parametrize("value", [0, -1.0, float("inf"), float("nan"), "5"])
@pytest.mark.parametrize("name", ["missed", "review"])
def test_costs_are_numbers_above_zero(name: str, value: Any) -> None:
    """The message names the one that is not."""
    with pytest.raises(RequestError, match=f"^{name} is"):
        Costs(**{"missed": 60.0, "review": 3.0, name: value})


def test_large_numbers_of_rows_keep_whole_counts(record_property: Count) -> None:
    """No float is added up, so that a hundred thousand rows lose nothing."""
    labels = [int(number % 7 == 0) for number in range(100_000)]
    scores = [(number * 7919) % 100_003 / 100_003 for number in range(100_000)]

    theirs = sklearn_auc(labels, scores)

    assert roc_auc_score(labels, scores) == pytest.approx(theirs, abs=1e-12)
    record_property("oracle cases", f"scikit-learn rows: {len(labels)}")
