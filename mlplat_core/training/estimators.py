"""How does scikit-learn fit a model whose file is the same on every machine?

The last bits of a leaf depend on the machine's logarithm, those of a weight on its BLAS. So what
was fitted is rounded to digits that none of them reaches, in the estimator itself: the rounded
estimator is the model, and scikit-learn scores with it as the page does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from mlplat_core.export.packages import load
from mlplat_core.export.scikit_learn_parity import Estimator
from mlplat_core.shop.fraud_features import FEATURES
from mlplat_core.training.recipes import BOOSTING, LOGISTIC, Recipe

Array: TypeAlias = Any

_LEAF_DIGITS = 9
_WEIGHT_DIGITS = 6


def fit(recipe: Recipe, vectors: Sequence[Sequence[float]], labels: Sequence[int]) -> Estimator:
    """The fitted and rounded estimator of a recipe.

    Args:
        recipe: says which kind.
        vectors: for each row the values of `FEATURES`.
        labels: for each row 1 for fraud, else 0.
    """
    frame = load("pandas", "train").DataFrame(vectors, columns=FEATURES, dtype="float64")
    if recipe.kind == "linear":
        return _fit_linear(frame, labels)
    ensemble = load("sklearn.ensemble", "train")
    model = ensemble.GradientBoostingClassifier(**BOOSTING).fit(frame, labels)
    return round_fitted(model)


def _fit_linear(frame: Array, labels: Sequence[int]) -> Estimator:
    scaler = load("sklearn.preprocessing", "train").StandardScaler()
    model = load("sklearn.linear_model", "train").LogisticRegression(**LOGISTIC)
    make_pipeline = load("sklearn.pipeline", "train").make_pipeline
    return round_fitted(make_pipeline(scaler, model).fit(frame, labels))


def round_fitted(estimator: Estimator) -> Estimator:
    """The same estimator, its leaves or weights rounded in place.

    Args:
        estimator: gradient boosting, or a logistic regression behind a scaler.
    """
    if hasattr(estimator, "estimators_"):
        for (tree,) in estimator.estimators_:
            _round(tree.tree_.value, _LEAF_DIGITS)
        return estimator
    (_, scaler), (_, model) = estimator.steps
    for values in (scaler.mean_, scaler.scale_, model.coef_, model.intercept_):
        _round(values, _WEIGHT_DIGITS)
    return estimator


def _round(values: Array, digits: int) -> None:
    """Round every number of an array, in place, to so many significant digits."""
    flat = values.reshape(-1)
    for place, value in enumerate(flat.tolist()):
        flat[place] = float(f"{value:.{digits}g}")
