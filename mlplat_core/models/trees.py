"""What is a decision tree, and can every walk through it reach a leaf?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from mlplat_core.errors import DefinitionError
from mlplat_core.models.fields import number, shown

Branch: TypeAlias = tuple[int, float, Any, Any, Any]
"""A node with its subtrees inside: feature, threshold, left, right, null; or 0, value, and None."""

MAX_DEPTH = 250
"""Far deeper than trees grow; nested tuples of many thousand levels would end Pyodide."""


@dataclass(frozen=True, slots=True)
class Split:
    """A question to one feature: is it at most the threshold?

    Attributes:
        feature: position of the feature in the row, >= 0.
        threshold: a value up to and including this goes left; None sends every value left, and
            only nulls right.
        left: the node where a yes goes on, by its position in the tree.
        right: the node where a no goes on.
        null: the one of the two where a null goes on; None if the model takes no nulls.

    Example:
        >>> Split(feature=0, threshold=41.5, left=1, right=2).right
        2
    """

    feature: int
    threshold: float | None
    left: int
    right: int
    null: int | None = None

    def __post_init__(self) -> None:
        for name in ("feature", "left", "right", *([] if self.null is None else ["null"])):
            value = getattr(self, name)
            if type(value) is not int or value < 0:
                raise DefinitionError(f"{name} is {shown(value)}; it must be a position, from 0.")
        if self.null not in (None, self.left, self.right):
            raise DefinitionError(
                f"nulls go to node {self.null}; they must go to {self.left} or {self.right}."
            )
        if self.threshold is not None:
            object.__setattr__(self, "threshold", number(self.threshold, "threshold"))
        elif self.null != self.right or self.null == self.left:
            raise DefinitionError("only nulls can go right where there is no threshold.")

    def child(self, value: float) -> int:
        """The node where a row goes on that has the value.

        Args:
            value: as a scorer has read it; NaN is a null.

        Example:
            >>> split = Split(feature=0, threshold=41.5, left=1, right=2)
            >>> split.child(41.5), split.child(42.0)
            (1, 2)
        """
        if value != value and self.null is not None:
            return self.null
        return self.left if self.threshold is None or value <= self.threshold else self.right


@dataclass(frozen=True, slots=True)
class Tree:
    """Splits and leaf values in one list; the first node is the root, parents before children.

    Attributes:
        nodes: at least one; a number is the value of a leaf.

    Raises:
        DefinitionError: a child lies outside the list or not after its parent, or a node has no
            parent, or two: there could be a walk without an end. Or the tree is too deep.

    Example:
        >>> Tree((Split(0, 41.5, 1, 2), -0.25, 0.5)).largest_leaf()
        0.5
    """

    nodes: tuple[Split | float, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.nodes, list | tuple) or not self.nodes:
            raise DefinitionError(f"a tree is {shown(self.nodes)}; list at least one node.")
        nodes = list(self.nodes)
        depths = {0: 0}
        for place, node in enumerate(nodes):
            if place not in depths:
                raise DefinitionError(f"node {place} has no parent; list parents first.")
            if isinstance(node, Split):
                _go_on(place, node, depths, len(nodes) - 1)
            else:
                nodes[place] = number(node, f"node {place}")
        object.__setattr__(self, "nodes", tuple(nodes))

    def largest_leaf(self) -> float:
        """The size of the leaf value farthest from 0, without its sign."""
        return max(abs(node) for node in self.nodes if not isinstance(node, Split))

    def way(self, row: Sequence[float]) -> tuple[int, ...]:
        """The nodes that a row comes by, from the root to its leaf, by their positions.

        Args:
            row: one value per feature, as a scorer has read it; NaN is a null.

        Example:
            >>> Tree((Split(0, 41.5, 1, 2), -0.25, 0.5)).way([41.5])
            (0, 1)
        """
        places = [0]
        while isinstance(node := self.nodes[places[-1]], Split):
            places.append(node.child(row[node.feature]))
        return tuple(places)

    def branch(self) -> Branch:
        """The root with its subtrees inside it: the form that is fastest to walk.

        Example:
            >>> Tree((Split(0, 41.5, 1, 2), -0.25, 0.5)).branch()[2]
            (0, -0.25, None, None, None)
        """
        branches: list[Branch] = [(0, 0.0, None, None, None)] * len(self.nodes)
        for place in reversed(range(len(self.nodes))):
            node = self.nodes[place]
            if isinstance(node, Split):
                threshold = float("inf") if node.threshold is None else node.threshold
                left, right = branches[node.left], branches[node.right]
                null = left if node.null == node.left else right
                branches[place] = (node.feature, threshold, left, right, null)
            else:
                branches[place] = (0, node, None, None, None)
        return branches[0]


def _go_on(place: int, split: Split, depths: dict[int, int], last: int) -> None:
    """Note how deep the children of a split are."""
    for child in (split.left, split.right):
        if child > last or child in depths:  # which all nodes up to this one are
            raise DefinitionError(
                f"node {place} goes on at node {child}; a child comes after its parent, has only "
                f"this one, and the last node is {last}."
            )
        depths[child] = depths[place] + 1
    if depths[place] == MAX_DEPTH:
        raise DefinitionError(f"it is more than {MAX_DEPTH} levels deep; limit max_depth.")
