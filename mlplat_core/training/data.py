"""Which examples do the recipes need, and how can two sets of them be told to be the same?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import compress
from typing import TypeAlias

from mlplat_core.shop.examples import Examples, read_examples, together
from mlplat_core.shop.joins import FraudFeatures, Join
from mlplat_core.shop.market import make_market
from mlplat_core.shop.periods import NEXT_MONTH, NOTEBOOK, Period
from mlplat_core.training.recipes import PARTS, RECIPES, Recipe

Choice: TypeAlias = tuple[Period, Join, bool]
"""Which days, joined how, with amounts in cents or not."""


def read_all() -> dict[Choice, Examples]:
    """The examples of every choice that a recipe needs."""
    choices = {
        (days, recipe.how, recipe.cents)
        for recipe in RECIPES
        for days in (recipe.days, NOTEBOOK, NEXT_MONTH)
    }
    return read_choices({*choices, (NEXT_MONTH, "known", False)}, PARTS)


def read_choices(choices: Iterable[Choice], parts: Iterable[int]) -> dict[Choice, Examples]:
    """The examples of each choice, of all parts together.

    One part at a time is in memory; what stays of it are its examples.

    Args:
        choices: which.
        parts: of the shop, at least one.
    """
    found: dict[Choice, list[Examples]] = {choice: [] for choice in choices}
    for part in parts:
        features = FraudFeatures(make_market(part=part))
        for (days, how, cents), examples in found.items():
            examples.append(read_examples(features, days, how, cents=cents))
    return {choice: together(examples) for choice, examples in found.items()}


def learned_from(recipe: Recipe, examples: Mapping[Choice, Examples]) -> Examples:
    """What the recipe's model learns from."""
    found = examples[recipe.days, recipe.how, recipe.cents]
    return found if recipe.with_new_users else only(found, "known users")


def only(examples: Examples, name: str) -> Examples:
    """The examples of one slice."""
    inside, members = examples.members[name], examples.members.items()
    return Examples(
        list(compress(examples.payment_ids, inside)),
        list(compress(examples.vectors, inside)),
        list(compress(examples.labels, inside)),
        {other: list(compress(values, inside)) for other, values in members},
    )


def data_digest(examples: Examples) -> str:
    """The sha256 of keys, values and labels: what a model learned from."""
    rows = zip(examples.payment_ids, examples.vectors, examples.labels, strict=True)
    return _sha256(
        f"{key} {' '.join(repr(float(value)) for value in values)} {label}\n"
        for key, values, label in rows
    )


def evaluation_digest(examples: Examples) -> str:
    """The sha256 of keys and labels: which payments models are judged by, however they see them."""
    rows = zip(examples.payment_ids, examples.labels, strict=True)
    return _sha256(f"{key} {label}\n" for key, label in rows)


def _sha256(lines: Iterable[str]) -> str:
    state = hashlib.sha256()
    for line in lines:
        state.update(line.encode("ascii"))
    return state.hexdigest()
