"""Exported trees score as scikit-learn does, bit for bit: scikit-learn is the judge."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from fitted_models import (
    BOOSTED,
    RATE,
    Array,
    Count,
    data,
    fit,
    names_of,
    strange_rows,
    threshold_rows,
    unequal,
)
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)

from mlplat_core.errors import RequestError
from mlplat_core.export.scikit_learn import export_model
from mlplat_core.models import Scorer, load_model

SINGLE_MAX = float(np.finfo(np.float32).max)


def exported(model: Any, columns: Array) -> Scorer:
    """What a page would load."""
    return load_model(export_model(model, names_of(columns)))


def assert_equal(model: Any, scorer: Scorer, rows: Array, count: Count) -> None:
    """Raw scores, and what becomes of them, have the same bits; the rows are counted."""
    values = [[None if np.isnan(value) else value for value in row] for row in rows.tolist()]
    raw = [scorer.raw_score(row) for row in values]
    scores = [scorer.score(row) for row in values]

    with np.errstate(all="ignore"):  # to see whether all is finite, scikit-learn adds it up
        if hasattr(model, "classes_"):
            assert unequal(raw, model.decision_function(rows)) == []
            assert unequal(scores, model.predict_proba(rows)[:, 1]) == []
        else:
            assert unequal(raw, model.predict(rows)) == []
            assert unequal(scores, raw) == []
    count("oracle cases", f"scikit-learn rows: {len(rows)}")


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("case", BOOSTED)
def test_raw_score_and_probability_have_the_same_bits(
    case: str, seed: int, record_property: Count
) -> None:
    """On training rows, random rows, strange rows, on each threshold and one ulp beside it."""
    model, columns = fit(case, seed)
    largest = SINGLE_MAX if hasattr(model, "estimators_") else 1.7e308
    shuffled = np.random.default_rng(seed).permuted(columns, axis=0)
    rows = [
        columns,
        shuffled,
        threshold_rows(model, columns),
        strange_rows(columns, largest=largest),
    ]

    scorer = exported(model, columns)

    assert_equal(model, scorer, np.concatenate(rows), record_property)


@pytest.mark.parametrize("features", [1, 2, 50])
@pytest.mark.parametrize("case", ["classifier", "histogram classifier"])
def test_any_number_of_features(case: str, features: int, record_property: Count) -> None:
    """One feature or fifty, the order of the columns is kept."""
    model, columns = fit(case, 3, features=features)

    scorer = exported(model, columns)

    assert scorer.feature_names == tuple(names_of(columns))
    rows = np.concatenate([columns, threshold_rows(model, columns)])
    assert_equal(model, scorer, rows, record_property)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "make", [HistGradientBoostingClassifier, HistGradientBoostingRegressor], ids=["class", "value"]
)
def test_nulls_go_where_scikit_learn_sends_them(
    make: Any, seed: int, record_property: Count
) -> None:
    """Whether nulls were seen in training or not, and where a split tells only nulls apart."""
    columns, target = data(seed)
    rng = np.random.default_rng(seed)
    holes = np.where(rng.random(columns.shape) < 0.3, np.nan, columns)
    holes[:, 1] = np.where(target > 0.3, np.nan, 1.0)  # nothing to split on but the nulls
    trained_on = columns if seed == 0 else holes
    model = make(max_iter=20).fit(trained_on, target > 0 if "Class" in make.__name__ else target)
    edges = threshold_rows(model, trained_on)
    infinite = np.where(rng.random(columns.shape) < 0.2, np.inf, columns)

    scorer = exported(model, columns)

    assert scorer.accepts_null
    rows = np.concatenate([columns, holes, edges, infinite, -infinite])
    assert_equal(model, scorer, rows, record_property)


@pytest.mark.parametrize("loss", ["poisson", "gamma"])
def test_a_logarithmic_link_is_undone(loss: str, record_property: Count) -> None:
    """Raw scores have the same bits; their exponential, which numpy computes itself, 2 ulp."""
    columns, target = data(5)
    model = HistGradientBoostingRegressor(loss=loss, max_iter=20).fit(columns, np.exp(target))

    scorer = exported(model, columns)

    rows = np.concatenate([columns, threshold_rows(model, columns)])
    raw = [scorer.raw_score(row) for row in rows.tolist()]
    assert unequal(raw, model._raw_predict(rows)[:, 0]) == []
    theirs = model.predict(rows)
    assert np.all(
        np.abs([scorer.score(row) for row in rows.tolist()] - theirs) <= 2 * np.spacing(theirs)
    )
    record_property("oracle cases", f"scikit-learn rows: {len(rows)}")


@pytest.mark.parametrize(
    "model",
    [
        GradientBoostingClassifier(n_estimators=3, learning_rate=RATE),
        HistGradientBoostingClassifier(max_iter=3),
    ],
    ids=["exact", "histogram"],
)
def test_trees_without_a_split_score_a_constant(model: Any, record_property: Count) -> None:
    """A single-node tree, from features that are all constant."""
    columns = np.ones((40, 2))
    model.fit(columns, np.arange(40) < 13)

    scorer = exported(model, columns)

    assert_equal(model, scorer, np.array([[1.0, 1.0], [-5.0, 1e30]]), record_property)


@pytest.mark.parametrize("kind", [bool, np.int64, np.float32])
def test_other_column_types_are_numbers(kind: Any, record_property: Count) -> None:
    """A model of bools, whole numbers or singles scores them as Python's own values."""
    rng = np.random.default_rng(0)
    columns = rng.integers(0, 2, (200, 3)).astype(kind)
    model = GradientBoostingRegressor(n_estimators=5, learning_rate=RATE)
    model.fit(columns, columns @ [1.0, 2.0, 4.0] + rng.normal(size=200))

    scorer = exported(model, columns)

    raw = [scorer.raw_score(row) for row in columns.tolist()]
    assert unequal(raw, model.predict(columns)) == []
    record_property("oracle cases", f"scikit-learn rows: {len(columns)}")


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        (SINGLE_MAX, True),
        (float(np.nextafter(2.0**128 - 2.0**103, 0)), True),  # still rounds to the largest single
        (2.0**128 - 2.0**103, False),
        (1e39, False),
        (-1e300, False),
        (np.inf, False),
        (np.nan, False),
    ],
)
def test_what_scikit_learn_refuses_is_refused(
    value: float, taken: bool, record_property: Count
) -> None:
    """Beyond the largest float32 both refuse, from the same float64 on, and both refuse NaN."""
    model, columns = fit("classifier", 0)
    scorer = exported(model, columns)
    rows = np.array([[0.0, value, 0.0, 0.0, 0.0, 0.0]])

    if taken:
        assert scorer.raw_score(rows[0].tolist()) == model.decision_function(rows)[0]
    else:
        with np.errstate(over="ignore"), pytest.raises(ValueError, match=r"NaN|infinity"):
            model.decision_function(rows)
        with pytest.raises(RequestError, match="f1"):
            scorer.raw_score(rows[0].tolist())
    record_property("oracle cases", "scikit-learn rows: 1")
