"""Which examples do the recipes need, and how can two sets of them be told to be the same?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import compress
from typing import TypeAlias

from mlplat_core.shop.examples import Examples, read_examples, together
from mlplat_core.shop.joins import FraudFeatures, Join
from mlplat_core.shop.market import SEED, make_market
from mlplat_core.shop.periods import NEXT_MONTH, NOTEBOOK, Period
from mlplat_core.training.recipes import PARTS, RECIPES, Recipe

Choice: TypeAlias = tuple[Period, Join, bool]
"""Which days, joined how, with amounts in cents or not."""


def read_all(parts: Iterable[int] = PARTS, *, seed: int = SEED) -> dict[Choice, Examples]:
    """The examples of every choice that a recipe needs, of all parts together.

    One part at a time is in memory; what stays of it are its examples.
    """
    choices: dict[Choice, list[Examples]] = {}
    for recipe in RECIPES:
        for days in (recipe.days, NOTEBOOK, NEXT_MONTH):
            choices.setdefault((days, recipe.how, recipe.cents), [])
    choices.setdefault((NEXT_MONTH, "known", False), [])
    for part in parts:
        features = FraudFeatures(make_market(seed=seed, part=part))
        for (days, how, cents), found in choices.items():
            found.append(read_examples(features, days, how, cents=cents))
    return {choice: together(found) for choice, found in choices.items()}


def learned_from(recipe: Recipe, examples: dict[Choice, Examples]) -> Examples:
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
