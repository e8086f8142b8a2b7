"""Where does a fitted scikit-learn estimator keep what it learned?

Nothing here imports scikit-learn or numpy: an estimator is asked for its attributes, and answers.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any, TypeAlias

from mlplat_core.errors import DefinitionError
from mlplat_core.export.scikit_learn_parity import Estimator
from mlplat_core.models.fields import shown
from mlplat_core.models.gradient_boosting import GradientBoostingScorer
from mlplat_core.models.linear import LinearScorer
from mlplat_core.models.links import Link
from mlplat_core.models.model_file import Model
from mlplat_core.models.trees import Split, Tree

Names: TypeAlias = tuple[str, ...]
Array: TypeAlias = Any

LINEAR = ("LinearRegression", "Ridge", "Lasso", "ElasticNet", "LogisticRegression")
_LINKS: dict[str, Link] = {
    "squared_error": "identity",
    "absolute_error": "identity",
    "huber": "identity",
    "quantile": "identity",
    "poisson": "log",
    "gamma": "log",
    "log_loss": "logit",
    "exponential": "half_logit",
}


def read_linear(
    scaler: Estimator, model: Estimator, names: Names, positive: str | None
) -> LinearScorer:
    """The linear model, behind the scaler if there is one.

    Raises:
        DefinitionError: it predicts several values at once, or one of its numbers is not finite.
    """
    coefficients = model.coef_.tolist()
    if isinstance(coefficients[0], list):
        if len(coefficients) != 1:
            raise DefinitionError(
                f"The model predicts {len(coefficients)} values; fit one model for each."
            )
        coefficients = coefficients[0]
    intercept = model.intercept_
    if hasattr(intercept, "ravel"):
        (intercept,) = intercept.ravel().tolist()
    link: Link = "identity" if positive is None else "logit"
    means = scales = None
    if scaler is not None:
        # x - 0.0 and x / 1.0 are x, so that a scaler of which one half is off scores as it does.
        means = tuple(scaler.mean_.tolist()) if scaler.with_mean else (0.0,) * len(names)
        scales = tuple(scaler.scale_.tolist()) if scaler.with_std else (1.0,) * len(names)
    return LinearScorer(names, coefficients, intercept, link, means, scales, positive)


def _gradient_boosting(
    model: Estimator, names: Names, positive: str | None
) -> GradientBoostingScorer:
    if model.init is not None and model.init != "zero":
        raise DefinitionError(
            f"init is {shown(model.init)}, which cannot be exported; use None or 'zero'."
        )
    link, rate, init = _link(model), float(model.learning_rate), 0.0
    if model.init is None:
        # Without an init estimator every row starts at the same score: any row tells it.
        (init,) = model._raw_predict_init([[0.0] * len(names)]).ravel().tolist()
    trees = [_tree(fitted.tree_, rate) for (fitted,) in model.estimators_.tolist()]
    return GradientBoostingScorer(names, tuple(trees), init, link, positive_class=positive)


def _hist_gradient_boosting(
    model: Estimator, names: Names, positive: str | None
) -> GradientBoostingScorer:
    if model.is_categorical_ is not None:
        raise DefinitionError(
            "Categorical features cannot be exported; encode them as numbers, and fit with "
            "categorical_features=None."
        )
    link = _link(model)
    (init,) = model._baseline_prediction.ravel().tolist()
    trees = [_hist_tree(predictor.nodes) for (predictor,) in model._predictors]
    return GradientBoostingScorer(
        names, tuple(trees), init, link, "float64", accepts_null=True, positive_class=positive
    )


def _link(model: Estimator) -> Link:
    loss = model.loss
    if loss not in _LINKS:
        known = ", ".join(_LINKS)
        raise DefinitionError(f"The loss {shown(loss)} cannot be exported; use one of: {known}.")
    return _LINKS[loss]


def _tree(fitted: Array, rate: float) -> Tree:
    columns = (fitted.feature, fitted.threshold, fitted.children_left, fitted.children_right)
    splits = zip(*(column.tolist() for column in columns), strict=True)
    # scikit-learn multiplies for each row; the product is the same each time.
    values = [rate * value for value in fitted.value.ravel().tolist()]
    return Tree(
        tuple(
            value if left < 0 else Split(feature, threshold, left, right)
            for value, (feature, threshold, left, right) in zip(values, splits, strict=True)
        )
    )


def _hist_tree(nodes: Array) -> Tree:
    columns = ("is_leaf", "value", "feature_idx", "num_threshold", "left", "right")
    rows = zip(*(nodes[name].tolist() for name in columns), strict=True)
    read: list[Split | float] = []
    for row, nulls_left in zip(rows, nodes["missing_go_to_left"].tolist(), strict=True):
        is_leaf, value, feature, threshold, left, right = row
        if is_leaf:
            read.append(value)
            continue
        # An infinite threshold is how scikit-learn says that only nulls go right.
        bound = None if threshold == inf else threshold
        read.append(Split(feature, bound, left, right, left if nulls_left else right))
    return Tree(tuple(read))


BOOSTED: dict[str, Callable[[Estimator, Names, str | None], Model]] = {
    "GradientBoostingClassifier": _gradient_boosting,
    "GradientBoostingRegressor": _gradient_boosting,
    "HistGradientBoostingClassifier": _hist_gradient_boosting,
    "HistGradientBoostingRegressor": _hist_gradient_boosting,
}
