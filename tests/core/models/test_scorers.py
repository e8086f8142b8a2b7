"""Which models can exist at all, and what trees and links make of a value."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, inf, nan
from typing import Any

import pytest

from mlplat_core.errors import DefinitionError, RequestError
from mlplat_core.models import GradientBoostingScorer, LinearScorer, Split, Tree
from mlplat_core.models.trees import MAX_DEPTH

LEAVES = Tree((Split(0, 1.5, 1, 2), -1.0, 1.0))
NULLABLE = Tree((Split(0, 1.5, 1, 2, 2), -1.0, 1.0))


def linear(**changes: Any) -> LinearScorer:
    """A linear model of two features, changed."""
    return LinearScorer(
        **{"feature_names": ["a", "b"], "coefficients": [1, 2], "intercept": 0} | changes
    )


def boosted(**changes: Any) -> GradientBoostingScorer:
    """A model of one tree and two features, changed."""
    return GradientBoostingScorer(**{"feature_names": ["a", "b"], "trees": [LEAVES]} | changes)


def chain(length: int) -> Tree:
    """A tree that is a single path: every split has a leaf on its left."""
    nodes: list[Split | float] = []
    for number in range(length):
        nodes += [Split(0, float(number), 2 * number + 1, 2 * number + 2), float(number)]
    return Tree((*nodes, -1.0))


REFUSED: list[tuple[Callable[..., object], dict[str, Any], str]] = [
    (linear, {"feature_names": []}, "at least one name"),
    (linear, {"feature_names": "ab"}, "feature_names is 'ab'"),
    (linear, {"feature_names": ["a", "a"]}, "feature_names has 'a'"),
    (linear, {"feature_names": ["a", 7]}, "feature_names has 7"),
    (linear, {"feature_names": ["a", " "]}, "feature_names has ' '"),
    (linear, {"coefficients": [1]}, "2 numbers, one per feature, not 1"),
    (linear, {"coefficients": None}, "not None"),
    (linear, {"coefficients": [1, nan]}, r"coefficients\[1\] is nan"),
    (linear, {"coefficients": [1, "2"]}, r"coefficients\[1\] is '2'"),
    (linear, {"coefficients": [1, True]}, r"coefficients\[1\] is True"),
    (linear, {"coefficients": [1, 10**400]}, "1000"),
    (linear, {"intercept": inf}, "intercept is inf"),
    (linear, {"intercept": [[]]}, "intercept is a list"),
    (linear, {"link": "probit"}, "link is 'probit'; use one of: 'identity', 'log'"),
    (linear, {"link": ["logit"]}, "link is a list"),
    (linear, {"link": "logit"}, "positive_class is None"),
    (linear, {"positive_class": "fraud"}, "positive_class is 'fraud'"),
    (linear, {"link": "logit", "positive_class": 1}, "positive_class is 1"),
    (linear, {"means": [0, 0]}, "both means and scales"),
    (linear, {"scales": [1, 1]}, "both means and scales"),
    (linear, {"means": [0], "scales": [1, 1]}, "means must be 2 numbers"),
    (linear, {"means": [0, 0], "scales": [1, 0]}, r"scales\[1\] is 0.0; it must be above 0"),
    (linear, {"means": [0, 0], "scales": [-1, 1]}, r"scales\[0\] is -1.0"),
    (boosted, {"feature_names": []}, "at least one name"),
    (boosted, {"dtype": "float16"}, "dtype is 'float16'; use one of: 'float32', 'float64'"),
    (boosted, {"init": nan}, "init is nan"),
    (boosted, {"accepts_null": 1}, "accepts_null is 1; use one of: True, False"),
    (boosted, {"link": "logit"}, "positive_class is None"),
    (boosted, {"trees": [LEAVES, 1.0]}, r"trees\[1\] is 1.0, not a Tree"),
    (boosted, {"trees": [Tree((Split(2, 0.0, 1, 2), 0.0, 0.0))]}, "feature 2; the last is 1"),
    (boosted, {"accepts_null": True}, "a split must say where a null goes"),
    (boosted, {"trees": [NULLABLE]}, "a split cannot say where a null goes"),
    (boosted, {"init": 1.7e308, "trees": [Tree((1e308,))]}, "add up to infinity"),
    (Split, {"feature": -1, "threshold": 0.0, "left": 1, "right": 2}, "feature is -1"),
    (Split, {"feature": True, "threshold": 0.0, "left": 1, "right": 2}, "feature is True"),
    (Split, {"feature": 0, "threshold": 0.0, "left": 1.0, "right": 2}, "left is 1.0"),
    (Split, {"feature": 0, "threshold": 0.0, "left": 1, "right": None}, "right is None"),
    (Split, {"feature": 0, "threshold": nan, "left": 1, "right": 2}, "threshold is nan"),
    (
        Split,
        {"feature": 0, "threshold": 0.0, "left": 1, "right": 2, "null": 3},
        "nulls go to node 3",
    ),
    (Split, {"feature": 0, "threshold": 0.0, "left": 1, "right": 2, "null": "1"}, "null is '1'"),
    (Split, {"feature": 0, "threshold": None, "left": 1, "right": 2}, "only nulls can go right"),
    (Split, {"feature": 0, "threshold": None, "left": 1, "right": 2, "null": 1}, "only nulls"),
    (Tree, {"nodes": ()}, "list at least one node"),
    (Tree, {"nodes": 1.0}, "a tree is 1.0"),
    (Tree, {"nodes": (None,)}, "node 0 is None"),
    (Tree, {"nodes": (Split(0, 0.0, 1, 2), 1.0)}, "node 0 goes on at node 2"),
    (Tree, {"nodes": (Split(0, 0.0, 0, 1), 1.0)}, "node 0 goes on at node 0"),
    (Tree, {"nodes": (Split(0, 0.0, 1, 1), 1.0)}, "node 0 goes on at node 1"),
    (Tree, {"nodes": (Split(0, 0.0, 1, 2), Split(0, 0.0, 0, 2), 1.0)}, "node 1 goes on at node 0"),
    (Tree, {"nodes": (Split(0, 0.0, 1, 3), 1.0, 2.0, 3.0)}, "node 2 has no parent"),
    (chain, {"length": MAX_DEPTH + 1}, "more than 250 levels deep"),
]


@pytest.mark.parametrize(("make", "parts", "message"), REFUSED)
def test_what_does_not_fit_is_refused(
    make: Callable[..., object], parts: dict[str, Any], message: str
) -> None:
    """When the model is made, with the part and the value in the message."""
    with pytest.raises(DefinitionError, match=message):
        make(**parts)


def test_a_value_at_the_threshold_goes_left() -> None:
    """One ulp above it goes right."""
    scorer = boosted(dtype="float64")

    assert [scorer.raw_score([value, 0]) for value in (1.5, 1.5000000000000002)] == [-1.0, 1.0]


def test_singles_compare_after_rounding() -> None:
    """A value that is above the threshold only in float64 goes left in float32."""
    assert boosted(dtype="float32").raw_score([1.5000000001, 0]) == -1.0
    assert boosted(dtype="float64").raw_score([1.5000000001, 0]) == 1.0


def test_leaves_are_added_one_by_one_from_init() -> None:
    """In the order of the trees: 1 + 1e16 is lost in between, as in scikit-learn."""
    trees = [Tree((value,)) for value in (1e16, 1.0, -1e16)]

    assert boosted(trees=trees, init=0.5).raw_score([0, 0]) == 0.0
    assert boosted(trees=trees[::-1], init=0.5).raw_score([0, 0]) == 0.0
    assert boosted(trees=[trees[0], trees[2], trees[1]]).raw_score([0, 0]) == 1.0


@pytest.mark.parametrize(
    ("value", "expected"), [(None, 3.0), (-inf, 1.0), (0.0, 1.0), (0.5, 2.0), (inf, 2.0)]
)
def test_a_split_without_a_threshold_parts_nulls_from_numbers(
    value: float | None, expected: float
) -> None:
    """Every number goes left there, infinity too."""
    tree = Tree((Split(0, None, 1, 4, 4), Split(0, 0.0, 2, 3, 2), 1.0, 2.0, 3.0))

    scorer = boosted(trees=[tree], accepts_null=True, dtype="float64")

    assert scorer.raw_score([value, 0]) == expected


def test_the_deepest_tree_can_be_walked() -> None:
    """To its end, and to every leaf on the way."""
    scorer = boosted(trees=[chain(MAX_DEPTH)])

    reached = [scorer.raw_score([step, 0]) for step in range(MAX_DEPTH + 1)]

    assert reached == [*map(float, range(MAX_DEPTH)), -1.0]


@pytest.mark.parametrize(
    ("link", "raw", "expected"),
    [
        ("identity", -3.5, -3.5),
        ("log", 2.0, exp(2.0)),
        ("log", -800.0, 0.0),
        ("logit", 0.0, 0.5),
        ("logit", 2.0, 1 / (1 + exp(-2.0))),
        ("logit", -709.0, 1 / (1 + exp(709.0))),
        ("logit", -710.0, 0.0),
        ("logit", 1e300, 1.0),
        ("half_logit", 1.0, 1 / (1 + exp(-2.0))),
    ],
)
def test_links_turn_raw_scores_into_scores(link: str, raw: float, expected: float) -> None:
    """Scores far out become 0 or 1, never an error."""
    positive = "fraud" if link.endswith("logit") else None
    models = [
        linear(coefficients=[0, 0], intercept=raw, link=link, positive_class=positive),
        boosted(trees=[], init=raw, link=link, positive_class=positive),
    ]

    assert [model.score([0, 0]) for model in models] == [expected, expected]
    assert [model.raw_score([0, 0]) for model in models] == [raw, raw]


def test_an_exponential_beyond_every_float_is_refused() -> None:
    """No answer can carry infinity."""
    scorer = linear(coefficients=[1, 0], link="log")

    with pytest.raises(RequestError, match="too large"):
        scorer.score([1000, 0])


def test_models_are_values() -> None:
    """Equal parts make equal models, which hash alike and cannot be changed."""
    assert linear() == linear(coefficients=(1.0, 2.0))
    assert boosted() == boosted(trees=(LEAVES,))
    assert len({linear(), linear(), boosted(), boosted()}) == 2
    with pytest.raises(AttributeError):
        linear().intercept = 1.0  # type: ignore[misc]
