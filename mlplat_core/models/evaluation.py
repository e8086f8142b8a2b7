"""How well do the scores of a model tell the two classes apart, and do they mean what they say?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import fsum, isfinite, sqrt
from operator import itemgetter

from mlplat_core.errors import RequestError


def roc_auc_score(labels: Sequence[int], scores: Sequence[float]) -> float:
    """The chance that a positive scores higher than a negative; a tie counts half.

    Args:
        labels: 0 or 1, n >= 2, at least one of each.
        scores: as many; the scale does not matter, only the order.

    Raises:
        RequestError: the arguments are none of these.

    Example:
        >>> roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
        0.75

    Complexity:
        O(n log n).

    Source:
        Equal to scikit-learn's function of this name, bit for bit up to the last rounding.
    """
    pairs = scored(labels, scores)
    positives = sum(label for _, label in pairs)
    negatives = len(pairs) - positives
    if not positives or not negatives:
        raise RequestError("An AUC needs positives and negatives; these labels are all alike.")
    below, halves = 0, 0  # twice the wins of positives, in whole numbers
    for _, tied in groupby(pairs, key=itemgetter(0)):
        group = [label for _, label in tied]
        won = sum(group)
        lost = len(group) - won
        halves += won * (2 * below + lost)
        below += lost
    return halves / (2 * positives * negatives)


def roc_auc_error(labels: Sequence[int], scores: Sequence[float]) -> float:
    """The standard error of the AUC: by how much other rows of the same kind would move it.

    The rows are taken as independent. Where they come in groups, such as the payments of one
    thief, the true error is larger.

    Args:
        labels: 0 or 1, at least two of each.
        scores: as many; only their order matters.

    Raises:
        RequestError: the arguments are none of these.

    Example:
        >>> round(roc_auc_error([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 3)
        0.354

    Complexity:
        O(n log n).

    Source:
        E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Comparing the areas under two or more
        correlated receiver operating characteristic curves, Biometrics 44 (3), 1988.
    """
    pairs = scored(labels, scores)
    ones, zeros = ([score for score, label in pairs if label == side] for side in (1, 0))
    if len(ones) < 2 or len(zeros) < 2:
        raise RequestError("The error of an AUC needs two positives and two negatives.")
    return sqrt(_variance_of_mean(_places(ones, zeros)) + _variance_of_mean(_places(zeros, ones)))


def _places(own: Iterable[float], others: Sequence[float]) -> list[float]:
    """For each score the share of the others, which are sorted, below it; a tie counts half."""
    return [
        (bisect_left(others, score) + bisect_right(others, score)) / (2 * len(others))
        for score in own
    ]


def _variance_of_mean(values: Sequence[float]) -> float:
    mean = fsum(values) / len(values)
    return fsum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)


def brier_score(labels: Sequence[int], scores: Sequence[float]) -> float:
    """The mean squared distance of probabilities from what happened; 0 is perfect.

    Args:
        labels: 0 or 1, n >= 1.
        scores: as many probabilities.

    Raises:
        RequestError: the arguments are none of these.

    Example:
        >>> brier_score([0, 1], [0.5, 1.0])
        0.125
    """
    pairs = scored(labels, scores)
    return fsum((score - label) ** 2 for score, label in pairs) / len(pairs)


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Rows of similar scores: what the model said of them, and what happened.

    Attributes:
        count: how many rows, >= 1.
        mean_score: their average score.
        positive_rate: which share of them was positive.
    """

    count: int
    mean_score: float
    positive_rate: float


def calibration_bins(
    labels: Sequence[int], scores: Sequence[float], count: int = 10
) -> list[CalibrationBin]:
    """The rows in order of their scores, cut into bins of equal size.

    A model is calibrated if in every bin the two averages are alike: of the payments that it calls
    a risk of one in ten, one in ten is fraud.

    Args:
        labels: 0 or 1, n >= 1.
        scores: as many probabilities.
        count: how many bins, >= 1; with fewer rows than that, one bin for each row.

    Raises:
        RequestError: the arguments are none of these.

    Example:
        >>> calibration_bins([0, 0, 1, 1], [0.1, 0.2, 0.6, 0.8], 2)[1]
        CalibrationBin(count=2, mean_score=0.7, positive_rate=1.0)
    """
    if type(count) is not int or count < 1:
        raise RequestError(f"count is {count!r}; pass how many bins there are to be, from 1.")
    pairs = scored(labels, scores)
    edges = [len(pairs) * number // count for number in range(count + 1)]
    cuts = (pairs[start:stop] for start, stop in pairwise(edges))
    return [_bin(each) for each in cuts if each]


def _bin(pairs: Sequence[tuple[float, int]]) -> CalibrationBin:
    count = len(pairs)
    return CalibrationBin(
        count,
        fsum(score for score, _ in pairs) / count,
        sum(label for _, label in pairs) / count,
    )


def scored(labels: Iterable[int], scores: Iterable[float]) -> list[tuple[float, int]]:
    """Score and label of each row, in order of the scores.

    Raises:
        RequestError: there are none, or not as many of one as of the other, a label is neither 0
            nor 1, or a score is not finite.
    """
    ones, values = list(labels), list(scores)
    if len(ones) != len(values) or not ones:
        raise RequestError(
            f"There are {len(ones)} labels and {len(values)} scores; pass one of each per row."
        )
    if not {*ones} <= {0, 1}:
        strange = next(label for label in ones if label not in (0, 1))
        raise RequestError(f"{strange!r} is no label; a label is 1 for a positive, else 0.")
    if not all(map(isfinite, values)):
        raise RequestError("A score is not finite; score only rows that the model takes.")
    return sorted(zip(values, ones, strict=True))
