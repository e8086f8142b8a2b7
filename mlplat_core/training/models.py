"""How does a recipe become the file of a model, the same bytes at every time?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum

from mlplat_core.export.scikit_learn import export_model
from mlplat_core.models.evaluation import brier_score
from mlplat_core.models.model_card import ModelCard
from mlplat_core.models.model_file import load_model, with_card
from mlplat_core.models.scorer import Scorer
from mlplat_core.shop.examples import Examples
from mlplat_core.shop.fraud_features import FEATURES, VIEWS
from mlplat_core.shop.leakage import measure_leakage
from mlplat_core.shop.market import SEED
from mlplat_core.shop.periods import NEXT_MONTH, NOTEBOOK, TRAINING
from mlplat_core.training.code import code_digest
from mlplat_core.training.data import (
    Choice,
    data_digest,
    evaluation_digest,
    learned_from,
    read_all,
)
from mlplat_core.training.estimators import fit
from mlplat_core.training.recipes import PARTS, RECIPES, Recipe

_DIGITS = 6
"""Metrics are written with so many digits after the point."""


def train_all() -> Iterator[tuple[Recipe, bytes]]:
    """Every recipe with the file of its model.

    Raises:
        PlatformError: scikit-learn or pandas is missing.
        IntegrityError: the file would not score as scikit-learn does.
    """
    examples = read_all()
    for recipe in RECIPES:
        yield recipe, train(recipe, examples)


def train(recipe: Recipe, examples: Mapping[Choice, Examples]) -> bytes:
    """The file of one model: fitted, rounded, compared with scikit-learn, and judged.

    Args:
        recipe: the model.
        examples: as `read_all` returns them.

    Raises:
        PlatformError: as for `train_all`.
        IntegrityError: as for `train_all`.
    """
    known = learned_from(recipe, examples)
    estimator = fit(recipe, known.vectors, known.labels)
    judged_by = examples[NEXT_MONTH, "known", recipe.cents]
    exported = export_model(estimator, FEATURES, sample=judged_by.vectors)
    return with_card(exported, _card(recipe, load_model(exported), examples))


def _card(recipe: Recipe, scorer: Scorer, examples: Mapping[Choice, Examples]) -> ModelCard:
    """What the model was made from, and how good it is."""
    known = learned_from(recipe, examples)
    judged_by = examples[NEXT_MONTH, "known", recipe.cents]
    slices = judged_by.auc_by_slice(scorer).items()
    return ModelCard(
        recipe.description,
        dataset={
            "shop": "Halvard Market",
            "seed": SEED,
            "parts": f"{PARTS.start} to {PARTS.stop - 1}",
            "payments": len(known.labels),
            "sha256": data_digest(known),
        },
        feature_views={view.name: view.definition_hash() for view in VIEWS},
        code=code_digest(),
        parameters=recipe.parameters,
        metrics=_metrics(recipe, scorer, examples),
        slices={name: {"auc": round(auc, _DIGITS)} for name, auc in slices},
        evaluation_set=evaluation_digest(judged_by),
    )


def _metrics(
    recipe: Recipe, scorer: Scorer, examples: Mapping[Choice, Examples]
) -> dict[str, float]:
    """What the model's author measures, and, of a model of the first months, what came of it."""
    judged_by = examples[NEXT_MONTH, "known", recipe.cents]
    scores = judged_by.scores(scorer)
    count = len(scores)
    found = {
        "auc": judged_by.auc(scorer),
        "brier": brier_score(judged_by.labels, scores),
        "mean_score": fsum(scores) / count,
        "fraud_rate": sum(judged_by.labels) / count,
    }
    if recipe.days == TRAINING:
        notebook = examples[NOTEBOOK, recipe.how, recipe.cents]
        found["notebook_auc"] = measure_leakage(scorer, notebook, judged_by).notebook_auc
    return {name: round(value, _DIGITS) for name, value in found.items()}
