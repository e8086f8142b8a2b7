"""Have the values of a feature shifted since the model was trained?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.monitoring.bins import Cut, bin_label, bin_number, quantile_cuts
from mlplat_core.feature_store.timestamps import is_null

MODERATE_SHIFT = 0.1
"""From this index on a shift is called moderate."""
LARGE_SHIFT = 0.25
"""Above this index a shift is called large."""
EMPTY_SHARE = 0.0001
"""What a share counts as if it is smaller: the logarithm of an empty bin would be infinite."""

# A number as float, a category as it is, None for null.
_Value: TypeAlias = float | str | bytes | bool | None


@dataclass(frozen=True, slots=True)
class BinShare:
    """One bin of both samples.

    Attributes:
        label: its range, its category or "null".
        reference: the share of the reference sample in it, 0 to 1.
        current: the share of the current sample in it, 0 to 1.
        contribution: its part of the index, at least 0.

    Example:
        >>> BinShare("null", reference=0.0, current=0.5, contribution=4.26).label
        'null'
    """

    label: str
    reference: float
    current: float
    contribution: float


@dataclass(frozen=True, slots=True)
class PopulationStability:
    """How far a sample has shifted from its reference.

    Attributes:
        index: the population stability index: the sum of the contributions; 0 if nothing shifted.
        bins: the bins in which either sample has a value: ranges ascending or categories sorted,
            then null.

    Example:
        >>> population_stability_index("aabb", "aaab").shift
        'large'
    """

    index: float
    bins: tuple[BinShare, ...]

    @property
    def shift(self) -> Literal["stable", "moderate", "large"]:
        """The index in words: "stable" below 0.1, "moderate" up to 0.25, "large" above.

        A rule of thumb that banks use; it knows nothing of the sizes of the samples, so small ones
        look as if they had shifted.

        Source:
            B. Yurdakul, J. Naranjo, Statistical properties of the population stability index,
            Journal of Risk Model Validation:
            https://econpapers.repec.org/article/rskjourn5/7725371.htm
        """
        if self.index < MODERATE_SHIFT:
            return "stable"
        return "moderate" if self.index <= LARGE_SHIFT else "large"


def population_stability_index(
    reference: Iterable[object], current: Iterable[object], *, bins: int = 10
) -> PopulationStability:
    """How far the current values have shifted from the reference values.

    Per bin the difference of both shares times the logarithm of their quotient, summed up. Numbers
    fall into the quantile bins of the reference, see `quantile_cuts`; text, bytes and truth values
    are their own bins. Nulls (None, NaN) are one more bin, so that a feature that breaks shows. A
    share below `EMPTY_SHARE` counts as that much, so that the index is finite.

    Args:
        reference: n >= 1 values, such as those of the training set.
        current: m >= 1 values, such as those served last week.
        bins: how many quantile bins, at least 2.

    Raises:
        RequestError: with `row`, for a value that is infinite or no such value, a moment, say; or a
            sample is empty, or the samples mix numbers with others.

    Example:
        >>> trained_on = [*range(100)]
        >>> population_stability_index(trained_on, trained_on).index
        0.0
        >>> population_stability_index(trained_on, [n + 7 for n in trained_on]).shift
        'moderate'

    Complexity:
        O(n log n + m log bins).
    """
    if not isinstance(bins, int) or bins < 2:
        raise RequestError(f"bins is {bins!r}; pass a whole number of at least 2.")
    samples = _read(reference, "reference"), _read(current, "current")
    kinds = {isinstance(value, float) for each in samples for value in each if value is not None}
    if len(kinds) == 2:
        raise RequestError(
            "The samples mix numbers with text, bytes or truth values; pass values of one kind."
        )
    if kinds == {True}:
        cuts = quantile_cuts([value for value in samples[0] if isinstance(value, float)], bins)
        labels = [bin_label(cuts, number) for number in range(len(cuts) + 1)]
        named = [[_range(value, cuts, labels) for value in each] for each in samples]
    else:
        named = [[None if value is None else repr(value) for value in each] for each in samples]
        labels = sorted({label for each in named for label in each if label is not None})
    return _compare(Counter(named[0]), Counter(named[1]), [*labels, None])


def index_terms(reference: Sequence[float], current: Sequence[float]) -> list[float]:
    """What each bin adds to the index, at least 0.

    Args:
        reference: the share of each bin, 0 to 1.
        current: likewise, of the same bins.

    Example:
        >>> [round(term, 3) for term in index_terms([0.5, 0.5, 0.0], [0.25, 0.5, 0.25])]
        [0.173, 0.0, 1.955]
    """
    pairs = [
        (max(before, EMPTY_SHARE), max(after, EMPTY_SHARE))
        for before, after in zip(reference, current, strict=True)
    ]
    return [(after - before) * math.log(after / before) for before, after in pairs]


def _compare(
    reference: Counter[str | None], current: Counter[str | None], labels: Sequence[str | None]
) -> PopulationStability:
    """The index over the bins in which either sample has a value."""
    seen = [label for label in labels if label in reference or label in current]
    before = [reference[label] / reference.total() for label in seen]
    after = [current[label] / current.total() for label in seen]
    terms = index_terms(before, after)
    names = ["null" if label is None else label for label in seen]
    bins = tuple(map(BinShare, names, before, after, terms))
    return PopulationStability(math.fsum(terms), bins)


def _read(values: Iterable[object], sample: str) -> list[_Value]:
    listed = [_value(value, number, sample) for number, value in enumerate(values)]
    if not listed:
        raise RequestError(f"The {sample} sample is empty; pass at least one value.")
    return listed


def _value(value: object, number: int, sample: str) -> _Value:
    """The value, if it can be counted."""
    if is_null(value):
        return None
    if isinstance(value, bool | bytes):
        return value
    if isinstance(value, str):
        return str.__str__(value)  # plain, so that its label is the same as another class's
    problem = "no number, text, bytes or truth value"
    if isinstance(value, int | float):
        try:
            if math.isfinite(value):
                return float(value)
        except OverflowError:
            pass
        problem = "infinite, or beyond what a float can hold"
    raise RequestError(
        f"{sample}, row {number}: {value!r} is {problem}; leave it out or convert it.", row=number
    )


def _range(value: _Value, cuts: Sequence[Cut], labels: Sequence[str]) -> str | None:
    return labels[bin_number(cuts, value)] if isinstance(value, float) else None
