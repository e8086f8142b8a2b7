"""Exported linear models: exact by themselves, and as near to scikit-learn as a sum can be.

scikit-learn's own bits depend on how many rows it scores at once, as BLAS chooses the order of the
sum: no other program can have the same bits. What holds instead is asserted here.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from fitted_models import Count, data, names_of, strange_rows, unequal
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from mlplat_core.errors import RequestError
from mlplat_core.export.scikit_learn import export_model
from mlplat_core.models import LinearScorer, load_model

UNIT = 2.0**-53
ESTIMATORS = {
    "least squares": LinearRegression,
    "without intercept": lambda: LinearRegression(fit_intercept=False),
    "ridge": Ridge,
    "lasso": lambda: Lasso(alpha=1e-3),
    "elastic net": lambda: ElasticNet(alpha=1e-3),
    "logistic": lambda: LogisticRegression(max_iter=50),
}
SCALERS = {
    "plain": None,
    "scaled": StandardScaler(),
    "centred": StandardScaler(with_std=False),
    "stretched": StandardScaler(with_mean=False),
}
ROWS = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3)


def scorer_of(estimator: Any, columns: Any) -> LinearScorer:
    """The exported model, as a page would load it."""
    scorer = load_model(export_model(estimator, names_of(columns)))
    assert isinstance(scorer, LinearScorer)
    return scorer


def terms(scorer: LinearScorer, row: list[float]) -> list[float]:
    """What the scorer has to add up."""
    means, scales = scorer.means or (0.0,) * len(row), scorer.scales or (1.0,) * len(row)
    scaled = [(x - mean) / scale for x, mean, scale in zip(row, means, scales, strict=True)]
    return [c * x for c, x in zip(scorer.coefficients, scaled, strict=True)]


@pytest.mark.parametrize("features", [1, 2, 7, 50])
@pytest.mark.parametrize("scaler", SCALERS)
@pytest.mark.parametrize("case", ESTIMATORS)
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_scores_differ_by_no_more_than_the_order_of_the_sum(
    case: str, scaler: str, features: int, record_property: Count
) -> None:
    """(n + 4) units of the sum of the terms' sizes; with one feature not at all."""
    columns, target = data(features, features=features)
    model = ESTIMATORS[case]()
    if SCALERS[scaler] is not None:
        model = make_pipeline(SCALERS[scaler], model)
    model.fit(columns, target > np.median(target) if case == "logistic" else target)
    rows = np.concatenate([columns, strange_rows(columns, largest=1e15)])

    scorer = scorer_of(model, columns)

    raw = [scorer.raw_score(row) for row in rows.tolist()]
    theirs = model.decision_function(rows) if case == "logistic" else model.predict(rows)
    sizes = [sum(map(abs, terms(scorer, row))) + abs(scorer.intercept) for row in rows.tolist()]
    assert np.all(np.abs(raw - theirs) <= (features + 4) * UNIT * np.array(sizes))
    if features == 1:
        assert unequal(raw, theirs) == []
    if case == "logistic":
        # The steepest ascent of the curve is a quarter.
        room = (features + 4) * UNIT * np.array(sizes) / 4 + 2 * UNIT
        scores = [scorer.score(row) for row in rows.tolist()]
        assert np.all(np.abs(scores - model.predict_proba(rows)[:, 1]) <= room)
    record_property("oracle cases", f"scikit-learn rows: {len(rows)}")


@given(ROWS, ROWS, st.floats(-100, 100))
def test_the_sum_is_exact(coefficients: list[float], row: list[float], intercept: float) -> None:
    """It is the sum of the rounded products in exact fractions, rounded once, plus intercept."""
    scorer = LinearScorer(("a", "b", "c"), tuple(coefficients), intercept)

    raw = scorer.raw_score(row)

    exact = sum(map(Fraction, terms(scorer, row)))
    assert raw == float(exact) + intercept


@given(st.permutations(range(5)), st.integers(0, 2**32))
def test_the_order_of_features_makes_no_difference(order: list[int], seed: int) -> None:
    """Not even in the last bit, with a scaler as well."""
    rng = random.Random(seed)
    coefficients, means, row = ([rng.gauss(0, 10**5) for _ in order] for _ in range(3))
    scales = [rng.random() + 0.1 for _ in order]
    names = ("a", "b", "c", "d", "e")

    def score(places: list[int]) -> float:
        parts = (tuple(part[place] for place in places) for part in (coefficients, means, scales))
        coefs, centres, spreads = parts
        scorer = LinearScorer(names, coefs, 0.5, means=centres, scales=spreads)
        return scorer.raw_score([row[place] for place in places])

    assert score(order).hex() == score([0, 1, 2, 3, 4]).hex()


def test_the_scaler_has_the_same_bits(record_property: Count) -> None:
    """Each scaled value on its own equals StandardScaler's, of strange values as well."""
    columns, _ = data(1)
    fitted = StandardScaler().fit(columns)
    rows = np.concatenate([columns, strange_rows(columns, largest=1e300)])
    theirs = fitted.transform(rows)

    for number in range(columns.shape[1]):
        mean, scale = float(fitted.mean_[number]), float(fitted.scale_[number])
        scorer = LinearScorer(("f",), (1.0,), 0.0, means=(mean,), scales=(scale,))
        own = [scorer.raw_score([value]) for value in rows[:, number].tolist()]
        assert unequal(own, theirs[:, number] + 0.0) == []
        record_property("oracle cases", f"scikit-learn rows: {len(rows)}")


def test_a_constant_feature_is_scaled_by_one(record_property: Count) -> None:
    """As StandardScaler does, rather than to divide by zero."""
    columns, target = data(2)
    columns[:, 3] = 7.5
    model = make_pipeline(StandardScaler(), Ridge()).fit(columns, target)

    scorer = scorer_of(model, columns)

    assert scorer.scales is not None
    assert scorer.scales[3] == 1.0
    assert [scorer.raw_score(row) for row in columns.tolist()] == pytest.approx(
        model.predict(columns), rel=1e-12
    )
    record_property("oracle cases", f"scikit-learn rows: {len(columns)}")


@pytest.mark.parametrize(
    ("coefficients", "row"),
    [
        ((1e200, 1.0), [1e200, 0.0]),  # one product is infinite
        ((1e200, 1e200), [1e200, -1e200]),  # inf - inf
        ((1e308, 1e308), [1.0, 1.0]),  # each product is finite, their sum is not
    ],
)
def test_a_score_beyond_every_float_is_refused(
    coefficients: tuple[float, float], row: list[float]
) -> None:
    """Scikit-learn would answer inf or NaN, which no answer can carry."""
    scorer = LinearScorer(("a", "b"), coefficients, 0.0)

    with pytest.raises(RequestError, match="too large"):
        scorer.raw_score(row)
