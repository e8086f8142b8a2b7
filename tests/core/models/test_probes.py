"""The rows of `probe_rows` reach every part: a copy with one mistake scores one of them apart."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fitted_models import BOOSTED, fit, names_of

from mlplat_core.export.scikit_learn import export_model
from mlplat_core.models import (
    GradientBoostingScorer,
    LinearScorer,
    Split,
    Tree,
    load_model,
    probe_rows,
)

Model = LinearScorer | GradientBoostingScorer


def boosted(case: str) -> GradientBoostingScorer:
    """An exported model of that case."""
    model, columns = fit(case, 0, trees=4)
    exported = load_model(export_model(model, names_of(columns)))
    assert isinstance(exported, GradientBoostingScorer)
    return exported


def told_apart(model: Model, wrong: Model) -> bool:
    """Whether some row has two scores."""
    return any(model.raw_score(row) != wrong.raw_score(row) for row in probe_rows(model))


def with_node(model: GradientBoostingScorer, tree: int, place: int, node: Any) -> Any:
    """The model with one node replaced."""
    nodes = list(model.trees[tree].nodes)
    nodes[place] = node
    trees = list(model.trees)
    trees[tree] = Tree(tuple(nodes))
    return replace(model, trees=tuple(trees))


def asked_above(tree: Tree, place: int) -> bool:
    """Whether a split on the way to this one asks for the same feature."""
    splits = [(above, node) for above, node in enumerate(tree.nodes) if isinstance(node, Split)]
    feature = dict(splits)[place].feature
    while place:
        place, node = next((n, split) for n, split in splits if place in (split.left, split.right))
        if node.feature == feature:
            return True
    return False


def mistakes(model: GradientBoostingScorer) -> list[tuple[str, GradientBoostingScorer]]:
    """The model with one mistake in each of its nodes, for every node and kind of mistake."""
    wrong: list[tuple[str, GradientBoostingScorer]] = []
    for number, tree in enumerate(model.trees):
        for place, node in enumerate(tree.nodes):
            where = f"tree {number}, node {place}"
            if not isinstance(node, Split):
                wrong.append((f"leaf, {where}", with_node(model, number, place, node + 0.5)))
                continue
            assert node.threshold is not None
            swapped = replace(node, left=node.right, right=node.left)
            wrong.append((f"sides, {where}", with_node(model, number, place, swapped)))
            single = float(np.float32(node.threshold))
            below = float(np.nextafter(np.float32(single), np.float32(-np.inf)))
            strict = math.nextafter(node.threshold, -math.inf)
            if model.dtype == "float32":  # the next single that is not at most the threshold
                strict = math.nextafter(single if single <= node.threshold else below, -math.inf)
            less = replace(node, threshold=strict)
            wrong.append((f"boundary, {where}", with_node(model, number, place, less)))
            # Below another split on its feature a null may never come.
            if node.null is not None and not asked_above(tree, place):
                other = node.left if node.null == node.right else node.right
                astray = replace(node, null=other)
                wrong.append((f"null, {where}", with_node(model, number, place, astray)))
    return wrong


@pytest.mark.parametrize("case", ["classifier", "regressor, best first", "histogram regressor"])
def test_a_mistake_in_any_node_is_told_apart(case: str) -> None:
    """A wrong leaf, `<` instead of `<=`, swapped sides or a null gone astray, in each node."""
    model = boosted(case)
    wrong = mistakes(model)

    missed = [what for what, other in wrong if not told_apart(model, other)]

    assert len(wrong) > 80
    assert missed == []


@pytest.mark.parametrize("case", [case for case in BOOSTED if "histogram" not in case])
def test_comparing_in_the_other_precision_is_told_apart(case: str) -> None:
    """The mistake of walkers without the cast to float32."""
    model = boosted(case)

    assert told_apart(model, replace(model, dtype="float64"))


def test_the_order_of_the_sum_is_told_apart() -> None:
    """Trees that are added in the opposite order have other last bits on some row."""
    model = boosted("classifier")

    assert told_apart(model, replace(model, trees=model.trees[::-1]))


def test_a_split_behind_nulls_is_reached() -> None:
    """Where only a null goes right, and at the next question to that feature is a null still."""
    parts = [Split(0, None, 1, 2, 2), 1.0, Split(0, 5.0, 3, 4, 4), 2.0]
    tree, strict = (
        Tree((*parts, Split(1, threshold, 5, 6, 5), 3.0, 4.0))
        for threshold in (7.0, math.nextafter(7.0, 0))
    )
    model = GradientBoostingScorer(("a", "b"), (tree,), dtype="float64", accepts_null=True)

    assert told_apart(model, replace(model, trees=(strict,)))


@pytest.mark.parametrize("side", ["left", "right"])
def test_splits_that_no_row_reaches_are_left_out(side: str) -> None:
    """Above 5 and then at most 5 cannot be, nor the other way round."""
    never = Split(0, 1.0, 5, 6)
    right = (Split(0, 5.0, 1, 2), 1.0, Split(0, 5.0, 3, 4), never, 2.0, 3.0, 4.0)
    left = (Split(0, 5.0, 1, 2), Split(0, 5.0, 3, 4), 1.0, 2.0, never, 3.0, 4.0)
    tree = Tree(left if side == "left" else right)

    rows = list(probe_rows(GradientBoostingScorer(("a",), (tree,), dtype="float64")))

    assert len(rows) > 1
    assert all(value is not None and value > 4 for (value,) in rows[1:])


def test_each_threshold_has_neighbours_in_both_precisions() -> None:
    """The value itself, one ulp of either kind to each side, and what lies halfway."""
    tree = Tree((Split(0, 0.1, 1, 2), 1.0, 2.0))
    above = np.float32(0.1)  # rounds up
    below = np.nextafter(above, np.float32(0))
    expected = {0.1, math.nextafter(0.1, 0), math.nextafter(0.1, 1), float(below), float(above)}
    expected |= {(float(below) + float(above)) / 2, float(np.nextafter(above, np.float32(1)))}

    values = {row[0] for row in probe_rows(GradientBoostingScorer(("a",), (tree,)))}

    assert expected <= values


@pytest.mark.parametrize("threshold", [0.0, 5e-324, 1e-42, 3.4028234663852886e38, -1.0, 1e300])
def test_thresholds_of_every_size_have_rows_beside_them(threshold: float) -> None:
    """The model takes every row, also where a neighbour would be infinite in float32."""
    tree = Tree((Split(0, threshold, 1, 2), Split(0, -threshold, 3, 4), 1.0, 2.0, 3.0))
    model = GradientBoostingScorer(("a",), (tree,))

    scores = {model.raw_score(row) for row in probe_rows(model)}

    assert scores
    assert scores <= {1.0, 2.0, 3.0}


@pytest.mark.parametrize("scaled", [False, True])
def test_a_mistake_in_any_coefficient_is_told_apart(scaled: bool) -> None:
    """Or in the intercept, a mean or a scale; a row of zeros alone would miss them."""
    model = LinearScorer(("a", "b"), (0.5, -2.0), 0.25)
    parts = ["coefficients"]
    if scaled:
        model = replace(model, means=(3.0, -4.0), scales=(2.0, 0.5))
        parts += ["means", "scales"]

    wrong = [replace(model, intercept=0.5)]
    for part in parts:
        for place in (0, 1):
            changed = [*getattr(model, part)]
            changed[place] += 1.0
            wrong.append(replace(model, **{part: tuple(changed)}))  # type: ignore[arg-type]

    assert all(told_apart(model, other) for other in wrong)
