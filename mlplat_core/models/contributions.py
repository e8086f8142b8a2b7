"""What moves the score of one row, feature by feature?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import fsum

from mlplat_core.errors import RequestError
from mlplat_core.models.gradient_boosting import GradientBoostingScorer
from mlplat_core.models.linear import LinearScorer
from mlplat_core.models.trees import Split, Tree


@dataclass(frozen=True, slots=True)
class Contributions:
    """A raw score, taken apart: a base that is the same for every row, and what each feature adds.

    Attributes:
        base: the raw score before any feature is looked at.
        by_feature: what each feature adds to it, by name, in the order of the model's features.

    Example:
        >>> Contributions(-1.0, {"age": 0.5, "amount": 2.0}).total()
        1.5
    """

    base: float
    by_feature: dict[str, float]

    def total(self) -> float:
        """The raw score again: all parts, added exactly and rounded once."""
        return fsum((self.base, *self.by_feature.values()))


@dataclass(frozen=True, slots=True)
class PathStep:
    """One question on a row's way through a tree.

    Attributes:
        feature: the feature that was asked.
        value: what the row has there; None is a null.
        threshold: up to and including this the row goes left; None if only nulls go right.
        went_left: where it went.
        before: the mean of the tree over the reference rows that came as far as this question.
        after: the same over those that gave the same answer.

    Example:
        >>> PathStep("age", 40.0, 41.5, went_left=True, before=0.0, after=-0.25).contribution
        -0.25
    """

    feature: str
    value: float | None
    threshold: float | None
    went_left: bool
    before: float
    after: float

    @property
    def contribution(self) -> float:
        """How far the answer moves the mean."""
        return self.after - self.before


def linear_contributions(scorer: LinearScorer, values: Sequence[float | None]) -> Contributions:
    """What each feature adds to the raw score of a linear model: its coefficient times its value.

    With a scaler the value is the scaled one, so that a feature at its mean adds nothing and the
    base is the score of the average row. Nothing is estimated: `total` is within one rounding of
    `raw_score`, which rounds the sum of the products before it adds the intercept.

    Args:
        scorer: the model.
        values: one number per feature, as for `raw_score`.

    Raises:
        RequestError: as `raw_score`.

    Example:
        >>> scorer = LinearScorer(("age", "amount"), (0.5, 2.0), -1.0)
        >>> linear_contributions(scorer, [3, 1])
        Contributions(base=-1.0, by_feature={'age': 1.5, 'amount': 2.0})
    """
    scorer.raw_score(values)  # refuses what no float can hold
    terms = zip(scorer.feature_names, scorer.terms(values), strict=True)
    return Contributions(scorer.intercept, dict(terms))


class PathContributions:
    """What each feature adds to the raw score of boosted trees, along the row's way through them.

    Every node of a tree has a mean: that of the leaves which the reference rows below it fall
    into. On its way down a row goes from mean to mean, and each difference is owed to the feature
    that was asked. The base is the mean score of the reference rows. All differences add up to the
    raw score, but for rounding: within 2**-50 of the sum of their sizes. They say how this model
    came to this score, not what would happen if a value were another one; and features that are
    asked early or late share what belongs to both of them in another way.

    A node that no reference row comes to has the plain mean of the leaves below it.

    Args:
        scorer: the model.
        reference: rows of ordinary cases, one or more, each as for `raw_score`.

    Raises:
        RequestError: there is no reference row, or one cannot be scored.

    Example:
        >>> tree = Tree((Split(0, 41.5, 1, 2), -1.0, 1.0))
        >>> scorer = GradientBoostingScorer(("age",), (tree,), init=0.25)
        >>> PathContributions(scorer, [[30], [40], [50], [60]]).of([40])
        Contributions(base=0.25, by_feature={'age': -1.0})

    Complexity:
        O(reference * trees * depth) once, then O(trees * depth) a row.

    Source:
        Saabas, Interpreting random forests, 2014, http://blog.datadive.net/interpreting-random-forests/
    """

    def __init__(
        self, scorer: GradientBoostingScorer, reference: Iterable[Sequence[float | None]]
    ) -> None:
        self._scorer = scorer
        ways = [scorer.ways(values) for values in reference]
        if not ways:
            raise RequestError("There is no reference row; pass at least one to compare with.")
        self._means = [
            _means(tree, [way[place] for way in ways]) for place, tree in enumerate(scorer.trees)
        ]

    def of(self, values: Sequence[float | None]) -> Contributions:
        """The parts of a row's raw score.

        Args:
            values: one number per feature, as for `raw_score`.

        Raises:
            RequestError: as `raw_score`.
        """
        parts: dict[str, list[float]] = {name: [] for name in self._scorer.feature_names}
        for step in chain.from_iterable(self.steps(values)):
            parts[step.feature] += (step.after, -step.before)
        base = fsum((self._scorer.init, *(means[0] for means in self._means)))
        return Contributions(base, {name: fsum(terms) for name, terms in parts.items()})

    def steps(self, values: Sequence[float | None]) -> list[tuple[PathStep, ...]]:
        """The row's way through each tree, question by question.

        Args:
            values: one number per feature, as for `raw_score`.

        Raises:
            RequestError: as `raw_score`.
        """
        ways = enumerate(self._scorer.ways(values))
        return [tuple(self._steps(values, tree, way)) for tree, way in ways]

    def _steps(
        self, values: Sequence[float | None], tree: int, way: tuple[int, ...]
    ) -> Iterator[PathStep]:
        nodes, means = self._scorer.trees[tree].nodes, self._means[tree]
        for place, following in pairwise(way):
            split = nodes[place]
            assert isinstance(split, Split)  # only the last node of a way is a leaf
            yield PathStep(
                self._scorer.feature_names[split.feature],
                values[split.feature],
                split.threshold,
                following == split.left,
                means[place],
                means[following],
            )


def _means(tree: Tree, ways: Sequence[tuple[int, ...]]) -> list[float]:
    """The mean of every node, by its position."""
    reached: list[list[float]] = [[] for _ in tree.nodes]
    for way in ways:
        for place in way:
            reached[place].append(_leaf(tree, way[-1]))
    chosen = [own or below for own, below in zip(reached, _leaves_below(tree), strict=True)]
    return [fsum(leaves) / len(leaves) for leaves in chosen]


def _leaves_below(tree: Tree) -> list[list[float]]:
    """The values of the leaves below every node, by its position; of a leaf its own."""
    below: list[list[float]] = [[] for _ in tree.nodes]
    for place in reversed(range(len(tree.nodes))):
        node = tree.nodes[place]
        below[place] = below[node.left] + below[node.right] if isinstance(node, Split) else [node]
    return below


def _leaf(tree: Tree, place: int) -> float:
    leaf = tree.nodes[place]
    assert not isinstance(leaf, Split)  # where a way ends
    return leaf
