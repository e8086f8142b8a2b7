"""Into which ranges does a sample of numbers fall, so that another one can be held against it?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

Cut: TypeAlias = tuple[float, int]
"""Where one bin ends: (c, 1) just above c, so that c belongs below; (c, 0) just below c."""


def quantile_cuts(sample: Sequence[float], bins: int) -> list[Cut]:
    """The cuts that split a sample into ranges of about equal counts.

    Quantiles are interpolated linearly, and each belongs to the range below it. A value so frequent
    that it fills the whole range between two quantiles gets a bin of its own: in a feature that is
    0 for most users, neither a rise nor a fall of the zeros can hide. Of a constant sample that
    leaves three bins: below, equal, above.

    Args:
        sample: finite numbers in any order; none at all makes a single bin.
        bins: how many ranges, at least 2.

    Returns:
        Ascending; at most two per quantile.

    Example:
        >>> quantile_cuts([1.0, 2.0, 3.0, 4.0, 5.0], 4)
        [(2.0, 1), (3.0, 1), (4.0, 1)]
        >>> quantile_cuts([0.0, 0.0, 0.0, 8.0, 9.0], 4)
        [(0.0, 0), (0.0, 1), (8.0, 1)]

    Complexity:
        O(n log n).

    Source:
        Quantiles as `numpy.quantile` computes them, method "linear".
    """
    if not sample:
        return []
    ordered = sorted(sample)
    edges = [_quantile(ordered, number, bins) for number in range(bins + 1)]
    heavy = {low for low, high in pairwise(edges) if low == high}
    cuts = {(edge, 1) for edge in edges[1:-1]} | {(edge, side) for edge in heavy for side in (0, 1)}
    return sorted(cuts)


def bin_number(cuts: Sequence[Cut], value: float) -> int:
    """Which bin a value belongs to, from 0 to the number of cuts.

    Example:
        >>> [bin_number([(0.0, 0), (0.0, 1), (8.0, 1)], value) for value in (-1, 0, 8, 8.5)]
        [0, 1, 2, 3]
    """
    # Between the two sides: above (c, 0) and below (c, 1).
    return bisect_left(cuts, (value, 0.5))


def bin_label(cuts: Sequence[Cut], number: int) -> str:
    """The range of a bin, such as `3.0 < x <= 5.0`.

    Example:
        >>> [bin_label([(0.0, 0), (0.0, 1), (8.0, 1)], number) for number in range(4)]
        ['x < 0.0', 'x = 0.0', '0.0 < x <= 8.0', 'x > 8.0']
    """
    if not cuts:
        return "x"
    if number == len(cuts):
        return f"x {'>' if cuts[-1][1] else '>='} {cuts[-1][0]!r}"
    upper, closed = cuts[number]
    below = f"x {'<=' if closed else '<'} {upper!r}"
    if number == 0:
        return below
    lower, above = cuts[number - 1]
    return f"x = {upper!r}" if lower == upper else f"{lower!r} {'<' if above else '<='} {below}"


def _quantile(ordered: Sequence[float], number: int, of: int) -> float:
    """The value below which `number` of `of` parts of the sample lie."""
    position, rest = divmod((len(ordered) - 1) * number, of)
    low = ordered[position]
    if rest == 0:
        return low
    high = ordered[position + 1]
    # Weighted before adding, as the difference of two huge numbers may be infinite; and never
    # rounded out of the range, so that a quantile between equal values is that very value.
    return min(high, max(low, low * ((of - rest) / of) + high * (rest / of)))
