"""A score taken apart: exact products of a linear model, means along the way through trees."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import fsum, nan, ulp
from random import Random

import pytest

from mlplat_core.errors import RequestError
from mlplat_core.models import (
    Contributions,
    GradientBoostingScorer,
    LinearScorer,
    PathContributions,
    PathStep,
    Split,
    Tree,
    linear_contributions,
)

NAMES = ("a", "b", "c")
Row = Sequence[float | None]
STUMP = Tree((Split(0, 1.5, 1, 2), -1.0, 3.0))


def random_tree(draw: Random, depth: int, *, nulls: bool) -> Tree:
    """A tree of up to that depth over three features, children after their parents."""
    nodes: list[Split | float | None] = [None]
    ahead = [(0, depth)]
    while ahead:
        place, levels = ahead.pop()
        if not levels or draw.random() < 0.2:
            nodes[place] = draw.uniform(-2, 2)
            continue
        left, right = len(nodes), len(nodes) + 1
        null = draw.choice((left, right)) if nulls else None
        nodes[place] = Split(draw.randrange(3), draw.uniform(-1, 1), left, right, null)
        nodes += [None, None]
        ahead += [(left, levels - 1), (right, levels - 1)]
    return Tree(tuple(node for node in nodes if node is not None))


def random_row(draw: Random, *, nulls: bool) -> Row:
    """A value per feature, every fifth a null if there are any."""
    return [None if nulls and draw.random() < 0.2 else draw.uniform(-1, 1) for _ in NAMES]


def random_model(seed: int) -> tuple[GradientBoostingScorer, list[Row]]:
    """A model of eight trees, of every second seed one that takes nulls, and its reference."""
    draw, nulls = Random(seed), bool(seed % 2)
    trees = tuple(random_tree(draw, 4, nulls=nulls) for _ in range(8))
    scorer = GradientBoostingScorer(NAMES, trees, 0.5, dtype="float64", accepts_null=nulls)
    return scorer, [random_row(draw, nulls=nulls) for _ in range(30)]


def by_hand(tree: Tree, row: Row, rows: list[Row]) -> tuple[Fraction, dict[str, Fraction]]:
    """Base and contributions of one tree, with exact means, from the definition alone."""

    def goes_left(split: Split, values: Row) -> bool:
        value = values[split.feature]
        if value is None:
            return split.null == split.left
        assert split.threshold is not None
        return value <= split.threshold

    def leaf(place: int, values: Row) -> Fraction:
        node = tree.nodes[place]
        while isinstance(node, Split):
            node = tree.nodes[node.left if goes_left(node, values) else node.right]
        return Fraction(node)

    def mean(place: int, seen: list[Row]) -> Fraction:
        if seen:
            return sum((leaf(place, each) for each in seen), Fraction(0)) / len(seen)
        return plain(place)[0] / plain(place)[1]

    def plain(place: int) -> tuple[Fraction, int]:
        node = tree.nodes[place]
        if not isinstance(node, Split):
            return Fraction(node), 1
        (left, few), (right, more) = plain(node.left), plain(node.right)
        return left + right, few + more

    parts = dict.fromkeys(NAMES, Fraction(0))
    place, seen = 0, rows
    base = before = mean(place, seen)
    while isinstance(node := tree.nodes[place], Split):
        left = goes_left(node, row)
        place = node.left if left else node.right
        seen = [each for each in seen if goes_left(node, each) == left]
        parts[NAMES[node.feature]] += mean(place, seen) - before
        before = mean(place, seen)
    return base, parts


@pytest.mark.parametrize("seed", range(40))
def test_a_linear_score_is_the_sum_of_its_parts(seed: int) -> None:
    """Up to the one rounding that `raw_score` makes before it adds the intercept."""
    draw = Random(seed)
    coefficients = tuple(draw.uniform(-5, 5) for _ in NAMES)
    scaler = {"means": (1.0, 2.0, 3.0), "scales": (0.5, 1.0, 7.0)} if seed % 2 else {}
    scorer = LinearScorer(NAMES, coefficients, draw.uniform(-9, 9), **scaler)
    row = random_row(draw, nulls=False)

    parts = linear_contributions(scorer, row)

    products = fsum(parts.by_feature.values())
    assert list(parts.by_feature) == list(NAMES)
    assert tuple(parts.by_feature.values()) == scorer.terms(row)
    assert abs(parts.total() - scorer.raw_score(row)) <= ulp(products) + ulp(parts.total())


def test_a_feature_at_its_mean_adds_nothing() -> None:
    """With a scaler the base is the average row's score."""
    scorer = LinearScorer(("a", "b"), (2.0, -1.0), 0.25, means=(10.0, 3.0), scales=(2.0, 0.5))

    assert linear_contributions(scorer, [10, 4]) == Contributions(0.25, {"a": 0.0, "b": -2.0})


def test_a_sum_that_no_float_holds_is_refused() -> None:
    """As by `raw_score`, and not as an infinite part."""
    scorer = LinearScorer(("a", "b"), (1e308, 1e308), 0.0)

    with pytest.raises(RequestError, match="too large"):
        linear_contributions(scorer, [1, 1])


@pytest.mark.parametrize("seed", range(40))
def test_parts_of_trees_are_those_of_the_definition(seed: int) -> None:
    """Base and every feature, against exact means computed in another way."""
    scorer, reference = random_model(seed)
    paths = PathContributions(scorer, reference)

    for row in (*reference[:5], *random_model(seed + 2)[1][:5]):
        expected = [by_hand(tree, row, reference) for tree in scorer.trees]

        found = paths.of(row)

        base = Fraction(scorer.init) + sum(base for base, _ in expected)
        assert found.base == pytest.approx(float(base), rel=1e-12, abs=1e-12)
        for name in NAMES:
            wanted = float(sum(parts[name] for _, parts in expected))
            assert found.by_feature[name] == pytest.approx(wanted, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_parts_of_trees_add_up_to_the_raw_score(seed: int) -> None:
    """Within the rounding that the docstring promises, for any row."""
    scorer, reference = random_model(seed)
    paths = PathContributions(scorer, reference)

    for row in random_model(seed + 2)[1]:
        steps = [step for tree in paths.steps(row) for step in tree]
        sizes = abs(paths.of(row).base) + sum(abs(step.contribution) for step in steps)
        assert abs(paths.of(row).total() - scorer.raw_score(row)) <= sizes * 2**-50


def test_base_is_the_mean_score_of_the_reference() -> None:
    """So that what a row has in common with ordinary ones moves nothing."""
    scorer, reference = random_model(4)

    base = PathContributions(scorer, reference).of(reference[0]).base

    mean = sum(map(scorer.raw_score, reference)) / len(reference)
    assert base == pytest.approx(mean, rel=1e-12)


def test_ways_lead_to_the_leaves_of_the_score() -> None:
    """`init` plus the leaves at the ends of the ways, one by one, are the same bits."""
    for seed in (0, 1):
        scorer, reference = random_model(seed)
        for row in reference:
            raw = scorer.init
            for tree, way in zip(scorer.trees, scorer.ways(row), strict=True):
                leaf = tree.nodes[way[-1]]
                assert isinstance(leaf, float)
                raw += leaf
            assert raw == scorer.raw_score(row)


def test_steps_tell_the_questions_in_order() -> None:
    """With value, threshold, answer and the means before and after it."""
    tree = Tree((Split(0, 1.5, 1, 2), Split(1, 4.0, 3, 4), 3.0, -1.0, 1.0))
    scorer = GradientBoostingScorer(("a", "b"), (tree,))
    reference = [[1, 4], [1, 5], [2, 0], [2, 9]]

    (steps,) = PathContributions(scorer, reference).steps([1, 5])

    assert steps == (
        PathStep("a", 1, 1.5, went_left=True, before=1.5, after=0.0),
        PathStep("b", 5, 4.0, went_left=False, before=0.0, after=1.0),
    )
    assert [step.contribution for step in steps] == [-1.5, 1.0]


def test_a_null_goes_where_its_split_says() -> None:
    """Also at a split that only nulls leave to the right."""
    only_nulls = Tree((Split(0, None, 1, 2, 2), -1.0, 1.0))
    scorer = GradientBoostingScorer(("a",), (only_nulls,), accepts_null=True)
    paths = PathContributions(scorer, [[0.0], [None]])

    assert (paths.of([None]).total(), paths.of([nan]).total(), paths.of([9]).total()) == (1, 1, -1)


def test_a_node_without_reference_has_the_plain_mean_of_its_leaves() -> None:
    """Nobody ordinary ever came there, so nothing weighs one leaf more than another."""
    tree = Tree((Split(0, 1.5, 1, 2), -1.0, Split(1, 0.0, 3, 4), 2.0, 4.0))
    paths = PathContributions(GradientBoostingScorer(("a", "b"), (tree,)), [[0, 0]])

    assert paths.of([9, 9]) == Contributions(-1.0, {"a": 4.0, "b": 1.0})


def test_no_reference_is_refused() -> None:
    """There would be nothing to compare with."""
    with pytest.raises(RequestError, match="no reference row"):
        PathContributions(GradientBoostingScorer(("a",), (STUMP,)), [])
