"""How is a row scored by trees that were boosted one after the other?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from mlplat_core.errors import DefinitionError
from mlplat_core.models.fields import choice, feature_names, meaning, number, shown
from mlplat_core.models.links import INVERSES, Link
from mlplat_core.models.rows import CODES, Dtype, Reader, row_reader
from mlplat_core.models.trees import Branch, Split, Tree


@dataclass(frozen=True, slots=True)
class GradientBoostingScorer:
    """Gradient-boosted trees that score bit for bit like the scikit-learn model they come from.

    Values are rounded to the dtype before they are compared: without that, a row beside a threshold
    falls into another leaf. Leaf values are added one after the other, starting from `init`: in
    another order, the last bits differ.

    Attributes:
        feature_names: at least one, in the order of a row's values.
        trees: in the order in which they were trained; learning rate inside the leaf values.
        init: the raw score before the first tree.
        link: "identity" for a value, "logit" for a probability; also "log", "half_logit".
        dtype: what values are rounded to: "float32", as GradientBoosting does, or "float64", as
            HistGradientBoosting does.
        accepts_null: whether every split says where a null goes.
        positive_class: the label whose probability a classifier's score is; None for a regressor.

    Raises:
        DefinitionError: a split asks for a feature that does not exist, a part does not fit the
            others, or the largest leaves add up to more than a float can hold.

    Example:
        >>> tree = Tree((Split(0, 41.5, 1, 2), -0.25, 0.5))
        >>> scorer = GradientBoostingScorer(("age",), (tree, tree), init=1.0)
        >>> scorer.raw_score([41.5]), scorer.raw_score([42])
        (0.5, 2.0)

    Complexity:
        O(trees * depth).

    Source:
        `predict_stages` and `_predict_from_raw_data` of scikit-learn 1.9.
    """

    feature_names: tuple[str, ...]
    trees: tuple[Tree, ...]
    init: float = 0.0
    link: Link = "identity"
    dtype: Dtype = "float32"
    accepts_null: bool = False
    positive_class: str | None = None
    _read: Reader = field(init=False, repr=False, compare=False)
    _branches: tuple[Branch, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = feature_names(self.feature_names)
        choice(self.dtype, "dtype", CODES)
        choice(self.accepts_null, "accepts_null", (True, False))
        meaning(self.link, self.positive_class)
        init = number(self.init, "init")
        for place, tree in enumerate(self.trees):
            _check_splits(tree, f"trees[{place}]", len(names), accepts_null=self.accepts_null)
        if not isfinite(abs(init) + sum(tree.largest_leaf() for tree in self.trees)):
            raise DefinitionError("init and the largest leaves add up to infinity.")
        object.__setattr__(self, "feature_names", names)
        object.__setattr__(self, "init", init)
        object.__setattr__(self, "trees", tuple(self.trees))
        reader = row_reader(names, self.dtype, accepts_null=self.accepts_null)
        object.__setattr__(self, "_read", reader)
        object.__setattr__(self, "_branches", tuple(tree.branch() for tree in self.trees))

    def raw_score(self, values: Sequence[float | None]) -> float:
        """`init` plus the leaf of every tree that the row falls into.

        Args:
            values: one number per feature, in the order of `feature_names`; a bool counts 0 or 1;
                None or NaN is a null.

        Raises:
            RequestError: a value is missing or no number, or not finite, or null where the model
                takes no nulls; or it is too large for the dtype.
        """
        row = self._read(values)
        raw = self.init
        # A leaf has no left; until then its threshold is a threshold, and at last its value.
        for feature, threshold, left, right, null in self._branches:
            while left:
                value = row[feature]
                feature, threshold, left, right, null = (
                    left if value <= threshold else right if value == value else null
                )
            # One by one, and not by sum(), which from Python 3.12 on rounds in another way.
            raw += threshold
        return raw

    def ways(self, values: Sequence[float | None]) -> list[tuple[int, ...]]:
        """For each tree the nodes that the row comes by, from the root to its leaf.

        Args:
            values: as for `raw_score`.

        Raises:
            RequestError: as for `raw_score`.

        Example:
            >>> tree = Tree((Split(0, 41.5, 1, 2), -0.25, 0.5))
            >>> GradientBoostingScorer(("age",), (tree, tree)).ways([42])
            [(0, 2), (0, 2)]
        """
        row = self._read(values)
        return [tree.way(row) for tree in self.trees]

    def score(self, values: Sequence[float | None]) -> float:
        """The probability of `positive_class`, or the value that a regressor predicts.

        Args:
            values: as for `raw_score`.

        Raises:
            RequestError: as for `raw_score`.
        """
        return INVERSES[self.link](self.raw_score(values))


def _check_splits(tree: Tree, where: str, count: int, *, accepts_null: bool) -> None:
    """Do nothing if each split asks for a feature that exists, and knows of nulls as it must."""
    if not isinstance(tree, Tree):
        raise DefinitionError(f"{where} is {shown(tree)}, not a Tree.")
    for place, node in enumerate(tree.nodes):
        if not isinstance(node, Split):
            continue
        if node.feature >= count:
            raise DefinitionError(
                f"{where}, node {place} asks for feature {node.feature}; the last is {count - 1}."
            )
        if (node.null is not None) is not accepts_null:
            raise DefinitionError(
                f"{where}, node {place}: accepts_null is {accepts_null}, so a split "
                f"{'must' if accepts_null else 'cannot'} say where a null goes."
            )
