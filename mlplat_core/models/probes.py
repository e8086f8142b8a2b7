"""Which rows tell two scorers apart that differ in a coefficient, a comparison or a rounding?"""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, frexp, inf, isfinite, ldexp, nextafter, ulp
from typing import TypeAlias

from mlplat_core.models.gradient_boosting import GradientBoostingScorer
from mlplat_core.models.linear import LinearScorer
from mlplat_core.models.rows import Dtype
from mlplat_core.models.trees import Split, Tree

Row: TypeAlias = list[float | None]
"""One value per feature, None for null."""
Way: TypeAlias = dict[int, tuple[float, float] | None]
"""What a row must have to come to a node: above the first, at most the second, None for null."""

_LARGEST = {"float32": 3.4028234663852886e38, "float64": 1.7976931348623157e308}


def probe_rows(model: LinearScorer | GradientBoostingScorer) -> Iterator[Row]:
    """Rows that reach every part of the model, where a mistake in it would show.

    For trees: every split that a row can reach, asked exactly at its threshold, one ulp of float64
    and of float32 beside it, halfway between two float32 values, and with a null if the model takes
    nulls. For linear models: every feature alone, one scale above and below its mean.

    Example:
        >>> from mlplat_core.models import LinearScorer
        >>> list(probe_rows(LinearScorer(("age",), (0.5,), 2.0)))
        [[0.0], [1.0], [-1.0]]

    Complexity:
        About ten rows per split, two per coefficient.
    """
    if isinstance(model, LinearScorer):
        yield from _linear_rows(model)
        return
    yield [0.0] * len(model.feature_names)
    for tree in model.trees:
        yield from _tree_rows(tree, model)


def _linear_rows(model: LinearScorer) -> Iterator[Row]:
    count = len(model.feature_names)
    means, scales = model.means or (0.0,) * count, model.scales or (1.0,) * count
    yield list(means)
    for place, (mean, scale) in enumerate(zip(means, scales, strict=True)):
        for value in (mean + scale, mean - scale):
            row: Row = list(means)
            row[place] = value
            yield row


def _tree_rows(tree: Tree, model: GradientBoostingScorer) -> Iterator[Row]:
    """For each split the rows that arrive there, its own feature at and around the threshold."""
    ahead: list[tuple[int, Way]] = [(0, {})]
    while ahead:
        place, way = ahead.pop()
        split = tree.nodes[place]
        if not isinstance(split, Split):
            continue
        values: list[float | None] = [*_around(split.threshold, model.dtype)]
        for value in [*values, None] if model.accepts_null else values:
            row: Row = [0.0] * len(model.feature_names)
            for feature, bounds in way.items():
                row[feature] = None if bounds is None else _between(*bounds, model.dtype)
            row[split.feature] = value
            yield row
        ahead += _onward(split, way)


def _onward(split: Split, way: Way) -> Iterator[tuple[int, Way]]:
    """The children that a row can go on to, each with what it must have for that."""
    feature, threshold = split.feature, split.threshold
    bounds = way.get(feature, (-inf, inf))
    if bounds is None:
        yield (split.left if split.null == split.left else split.right), way
    elif threshold is None:
        yield split.left, way | {feature: bounds}
        yield split.right, way | {feature: None}
    else:
        lower, upper = bounds
        if lower < threshold:
            yield split.left, way | {feature: (lower, min(threshold, upper))}
        if threshold < upper:
            yield split.right, way | {feature: (max(lower, threshold), upper)}


def _between(lower: float, upper: float, dtype: Dtype) -> float:
    """A value of the dtype above the lower and at most the upper bound."""
    if isfinite(upper):
        step = _step(upper, dtype)
        return min(floor(upper / step) * step, _LARGEST[dtype])
    return lower + _step(lower, dtype) if isfinite(lower) else 0.0


def _around(threshold: float | None, dtype: Dtype) -> list[float]:
    """The threshold and its neighbours in both precisions; where there is none, any number."""
    if threshold is None:
        return [0.0]
    step = _step(threshold, dtype)
    grid = floor(threshold / step) * step
    values = {threshold, nextafter(threshold, inf), nextafter(threshold, -inf)}
    values |= {grid + halves * (step / 2) for halves in range(-2, 5)}
    return sorted(value for value in values if abs(value) <= _LARGEST[dtype])


def _step(value: float, dtype: Dtype) -> float:
    """The distance between two neighbours of the dtype, about the value."""
    if dtype == "float64":
        return ulp(value)
    return ldexp(1.0, max(frexp(value)[1] - 24, -149)) if value else ldexp(1.0, -149)
