"""Small scikit-learn models, and rows on which a wrong comparison or rounding would show."""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)

Array: TypeAlias = np.ndarray[Any, Any]
Count: TypeAlias = Callable[[str, object], None]

# Compilers for ARM may fuse scikit-learn's `scale * value` with the addition that follows; where
# the scale is a power of two the product is exact, so that it makes no difference.
RATE = 0.1 if platform.machine() in {"x86_64", "AMD64"} else 0.125

Boosting: TypeAlias = Callable[..., Any]
BOOSTED: dict[str, tuple[Boosting, dict[str, Any]]] = {
    "classifier": (GradientBoostingClassifier, {}),
    "classifier, stumps": (GradientBoostingClassifier, {"max_depth": 1}),
    "classifier, depth 8": (GradientBoostingClassifier, {"max_depth": 8}),
    "classifier, exponential": (GradientBoostingClassifier, {"loss": "exponential"}),
    "classifier, from zero": (GradientBoostingClassifier, {"init": "zero"}),
    "classifier, subsample": (GradientBoostingClassifier, {"subsample": 0.5}),
    "regressor": (GradientBoostingRegressor, {}),
    "regressor, absolute": (GradientBoostingRegressor, {"loss": "absolute_error"}),
    "regressor, huber": (GradientBoostingRegressor, {"loss": "huber"}),
    "regressor, quantile": (GradientBoostingRegressor, {"loss": "quantile", "alpha": 0.3}),
    "regressor, best first": (
        GradientBoostingRegressor,
        {"max_leaf_nodes": 12, "max_depth": None, "init": "zero"},
    ),
    "histogram classifier": (HistGradientBoostingClassifier, {}),
    "histogram classifier, 5 bins": (HistGradientBoostingClassifier, {"max_bins": 5}),
    "histogram regressor": (HistGradientBoostingRegressor, {}),
    "histogram regressor, absolute": (HistGradientBoostingRegressor, {"loss": "absolute_error"}),
    "histogram regressor, quantile": (
        HistGradientBoostingRegressor,
        {"loss": "quantile", "quantile": 0.3},
    ),
}


def names_of(columns: Array) -> list[str]:
    """A name for each column."""
    return [f"f{number}" for number in range(columns.shape[1])]


def unequal(own: Any, theirs: Any) -> list[tuple[str, str]]:
    """The pairs that differ in a bit, the sign of a zero included; a pair is easier to read."""
    pairs = zip(map(float, own), map(float, theirs), strict=True)
    return [(one.hex(), other.hex()) for one, other in pairs if one.hex() != other.hex()]


def data(seed: int, *, rows: int = 250, features: int = 6) -> tuple[Array, Array]:
    """Columns of very different sizes, some with few values, and a number to predict."""
    rng = np.random.default_rng(seed)
    columns = rng.normal(size=(rows, features)) * 10.0 ** rng.integers(-6, 7, features)
    columns[:, 0] = rng.integers(0, 5, rows)
    target = columns / np.abs(columns).max(axis=0)
    return columns, target @ rng.normal(size=features) + rng.normal(size=rows) * 0.1


def fit(case: str, seed: int, *, features: int = 6, trees: int = 12) -> tuple[Any, Array]:
    """The model of that case, and the columns that it was fitted on."""
    make, options = BOOSTED[case]
    columns, target = data(seed, features=features)
    count = "max_iter" if case.startswith("histogram") else "n_estimators"
    model = make(**{count: trees, "learning_rate": RATE, "random_state": seed} | options)
    labels = target > np.median(target) if "classifier" in case else target
    weights = np.random.default_rng(seed).random(len(target)) if seed % 2 else None
    return model.fit(columns, labels, sample_weight=weights), columns


def thresholds(model: Any) -> list[tuple[int, float]]:
    """Every pair of feature and threshold in the model."""
    if hasattr(model, "estimators_"):
        trees = [tree.tree_ for (tree,) in model.estimators_]
        return [
            (int(feature), float(threshold))
            for tree in trees
            for feature, threshold in zip(tree.feature, tree.threshold, strict=True)
            if feature >= 0
        ]
    return [
        (int(node["feature_idx"]), float(node["num_threshold"]))
        for (predictor,) in model._predictors
        for node in predictor.nodes
        if not node["is_leaf"] and np.isfinite(node["num_threshold"])
    ]


def threshold_rows(model: Any, columns: Array, seed: int = 0) -> Array:
    """Training rows, with one value moved onto each threshold, and one ulp to each side of it."""
    rng = np.random.default_rng(seed)
    rows = []
    for feature, threshold in thresholds(model):
        single = np.float32(threshold)
        beside = [
            threshold,
            np.nextafter(threshold, np.inf),
            np.nextafter(threshold, -np.inf),
            float(single),
            float(np.nextafter(single, np.float32(np.inf))),
            float(np.nextafter(single, np.float32(-np.inf))),
        ]
        for value in beside:
            row = columns[rng.integers(len(columns))].copy()
            row[feature] = value
            rows.append(row)
    return np.array(rows).reshape(-1, columns.shape[1])


def strange_rows(columns: Array, *, largest: float) -> Array:
    """Training rows with zeros of both signs, subnormal, tiny and huge values in them."""
    values = [0.0, -0.0, 5e-324, -5e-324, 1e-40, 1.4e-45, 1e-320, largest, -largest, 16777217.0]
    rows = np.repeat(columns[: len(values)], columns.shape[1], axis=0)
    for number, row in enumerate(rows):
        row[number % columns.shape[1]] = values[number // columns.shape[1]]
    return rows
