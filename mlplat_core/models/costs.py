"""From which score on is a look at a row worth what it costs?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isfinite
from operator import itemgetter

from mlplat_core.errors import RequestError
from mlplat_core.models.evaluation import scored


@dataclass(frozen=True, slots=True)
class Costs:
    """What mistakes cost, in any one currency.

    Attributes:
        missed: of a positive that nobody looked at, > 0.
        review: of a look, whatever it finds, > 0.

    Raises:
        RequestError: one of them is no finite number above 0.

    Example:
        >>> Costs(missed=100.0, review=5.0).break_even
        0.05
    """

    missed: float
    review: float

    def __post_init__(self) -> None:
        for name in ("missed", "review"):
            value = getattr(self, name)
            if not isinstance(value, int | float) or not isfinite(value) or value <= 0:
                raise RequestError(f"{name} is {value!r}; pass what it costs, above 0.")

    @property
    def break_even(self) -> float:
        """The probability from which on a look pays, if the scores are calibrated."""
        return self.review / self.missed

    def total(self, labels: Sequence[int], scores: Sequence[float], threshold: float) -> float:
        """What it costs to look at every row that scores the threshold or more.

        Example:
            >>> Costs(100.0, 5.0).total([0, 1, 1], [0.2, 0.3, 0.01], 0.05)
            110.0
        """
        pairs = scored(labels, scores)
        looks = sum(score >= threshold for score, _ in pairs)
        missed = sum(label for score, label in pairs if score < threshold)
        return missed * self.missed + looks * self.review


def cheapest_threshold(labels: Sequence[int], scores: Sequence[float], costs: Costs) -> float:
    """The threshold at which mistakes cost least on these rows; of several, the highest.

    Where scores are calibrated it lies near `costs.break_even`; where they are not, it shows it.

    Args:
        labels: 0 or 1, n >= 1.
        scores: as many.
        costs: of both mistakes.

    Returns:
        One of the scores, or infinity if it is cheapest never to look.

    Raises:
        RequestError: the arguments are none of these.

    Example:
        >>> cheapest_threshold([0, 0, 1], [0.1, 0.2, 0.9], Costs(missed=100.0, review=5.0))
        0.9

    Complexity:
        O(n log n).
    """
    pairs = scored(labels, scores)
    best, threshold = 0.0, float("inf")
    saved = 0.0  # by looking at all rows down to this score, against never looking
    for score, tied in groupby(reversed(pairs), key=itemgetter(0)):
        group = [label for _, label in tied]
        saved += sum(group) * costs.missed - len(group) * costs.review
        if saved > best:
            best, threshold = saved, score
    return threshold
