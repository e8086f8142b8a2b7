"""What can be exported from scikit-learn, and what is refused before a file exists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fitted_models import data, fit, names_of
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
)
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from mlplat_core.errors import DefinitionError, IntegrityError, RequestError
from mlplat_core.export.scikit_learn import export_model
from mlplat_core.export.scikit_learn_parity import check_parity
from mlplat_core.models import GradientBoostingScorer, LinearScorer, load_model

COLUMNS, TARGET = data(0, features=3)
NAMES = names_of(COLUMNS)
LABELS = TARGET > 0
THREE = np.digitize(TARGET, [-0.3, 0.3])


class Homemade(LinearRegression):
    """An estimator that is not scikit-learn's own, and may predict as it likes."""


Namesake = type("LinearRegression", (Homemade,), {"__module__": "elsewhere"})


REFUSED: list[tuple[Callable[[], Any], Any, str]] = [
    (RandomForestClassifier, LABELS, "RandomForestClassifier cannot be exported. Use one of"),
    (Homemade, TARGET, "Homemade cannot be exported"),
    (Namesake, TARGET, "LinearRegression cannot be exported"),
    (lambda: make_pipeline(MinMaxScaler(), LinearRegression()), TARGET, "after MinMaxScaler"),
    (
        lambda: make_pipeline(StandardScaler(), StandardScaler(), LinearRegression()),
        TARGET,
        "LinearRegression after StandardScaler after StandardScaler",
    ),
    (
        lambda: make_pipeline(StandardScaler(), GradientBoostingClassifier(n_estimators=2)),
        LABELS,
        "which need no scaler",
    ),
    (LogisticRegression, THREE, "LogisticRegression has 3 classes; only two"),
    (lambda: GradientBoostingClassifier(n_estimators=2), THREE, "has 3 classes"),
    (lambda: HistGradientBoostingClassifier(max_iter=2), THREE, "has 3 classes"),
    (LinearRegression, np.column_stack([TARGET, TARGET]), "predicts 2 values; fit one model"),
    (
        lambda: GradientBoostingClassifier(init=DummyClassifier(), n_estimators=2),
        LABELS,
        "init is a DummyClassifier, which cannot be exported; use None or 'zero'",
    ),
    (
        lambda: HistGradientBoostingRegressor(categorical_features=[0], max_iter=2),
        TARGET,
        "encode them as numbers",
    ),
]


@pytest.mark.parametrize(("make", "target", "message"), REFUSED)
def test_what_cannot_be_exported_is_refused(
    make: Callable[[], Any], target: Any, message: str
) -> None:
    """With what to use instead."""
    model = make().fit(COLUMNS, target)

    with pytest.raises(DefinitionError, match=message):
        export_model(model, NAMES)


@pytest.mark.parametrize(
    "model",
    [
        LinearRegression(),
        make_pipeline(StandardScaler(), LogisticRegression()),
        GradientBoostingRegressor(),
        HistGradientBoostingClassifier(),
    ],
)
def test_unfitted_estimators_are_refused(model: Any) -> None:
    """The message says to fit it."""
    with pytest.raises(DefinitionError, match=r"is not fitted; call fit\(\) first"):
        export_model(model, NAMES)


def test_what_is_no_estimator_is_refused() -> None:
    """Nor are a class and an empty pipeline."""
    for thing in (None, "model", LinearRegression, Pipeline([])):
        with pytest.raises(DefinitionError, match="cannot be exported"):
            export_model(thing, NAMES)


def test_an_unknown_loss_is_refused() -> None:
    """Such as one that is an object rather than a name."""
    model = GradientBoostingRegressor(n_estimators=2).fit(COLUMNS, TARGET)

    for loss, shown in (("cauchy", "'cauchy'"), (object(), "a object")):
        model.loss = loss
        with pytest.raises(DefinitionError, match=f"The loss {shown} cannot be exported"):
            export_model(model, NAMES)


def test_an_estimator_of_another_shape_is_refused() -> None:
    """As one whose coefficients were made sparse, or another version's; the cause stays there."""
    model = LogisticRegression().fit(COLUMNS, LABELS).sparsify()

    with pytest.raises(DefinitionError, match="not as scikit-learn") as error:
        export_model(model, NAMES)

    assert isinstance(error.value.__cause__, AttributeError)


def test_every_column_needs_its_name() -> None:
    """As many as columns, each once."""
    model = LinearRegression().fit(COLUMNS, TARGET)

    for names, message in (
        (["a"], "has 3 features, but there are 1 names"),
        (["a", "b", "a"], "feature_names has 'a'"),
        ("abc", "feature_names is 'abc'"),
    ):
        with pytest.raises(DefinitionError, match=message):
            export_model(model, names)


@pytest.mark.parametrize(
    ("make", "target"),
    [
        (LinearRegression, TARGET),
        (lambda: make_pipeline(StandardScaler(), LogisticRegression()), LABELS),
        (lambda: GradientBoostingClassifier(n_estimators=3), LABELS),
        (lambda: HistGradientBoostingRegressor(max_iter=3), TARGET),
    ],
)
def test_names_of_a_data_frame_are_kept(make: Callable[[], Any], target: Any) -> None:
    """In the frame's order; another order would score other columns without a word."""
    frame = pd.DataFrame(COLUMNS, columns=["age", "amount", "count"])
    model = make().fit(frame, target)

    data = export_model(model, list(frame.columns), sample=frame)

    assert load_model(data).feature_names == ("age", "amount", "count")
    with pytest.raises(DefinitionError, match="fitted on the columns age, amount, count"):
        export_model(model, ["amount", "age", "count"])


def test_the_positive_class_is_the_second_label() -> None:
    """In the order of the labels, so that a reader of the file sees which one it is."""
    model = LogisticRegression().fit(COLUMNS, np.where(LABELS, "fraud", "honest"))

    scorer = load_model(export_model(model, NAMES))

    assert isinstance(scorer, LinearScorer)
    assert scorer.positive_class == "honest"
    assert scorer.score(COLUMNS[0].tolist()) == pytest.approx(model.predict_proba(COLUMNS)[0, 1])


def test_a_column_of_targets_is_one_target() -> None:
    """LinearRegression keeps its coefficients in a matrix then."""
    model = LinearRegression().fit(COLUMNS, TARGET[:, None])

    scorer = load_model(export_model(model, NAMES, sample=COLUMNS.tolist()))

    assert scorer.score(COLUMNS[0].tolist()) == pytest.approx(model.predict(COLUMNS)[0, 0])


def test_the_same_model_gives_the_same_bytes() -> None:
    """So that a registry sees no new version where there is none."""
    first, again = (export_model(fit("classifier", 0)[0], names_of(np.ones((1, 6)))) for _ in "12")

    assert first == again


@pytest.mark.parametrize(
    ("case", "method"),
    [
        ("classifier", "decision_function"),
        ("regressor", "predict"),
        ("histogram regressor", "predict"),
    ],
)
def test_trees_that_score_one_ulp_apart_are_not_exported(case: str, method: str) -> None:
    """A single row of thousands is enough to refuse."""
    model, columns = fit(case, 0)
    honest = getattr(model, method)

    def one_ulp_off(rows: Any) -> Any:
        scores = honest(rows)
        scores[-1] = np.nextafter(scores[-1], np.inf)
        return scores

    setattr(model, method, one_ulp_off)

    with pytest.raises(IntegrityError, match=r"raw score is .*, scikit-learn's is"):
        export_model(model, names_of(columns))


def test_a_probability_that_differs_is_not_exported() -> None:
    """Though the raw scores are equal: a calibrated classifier must not pass as a plain one."""
    model, columns = fit("classifier", 0)
    honest = model.predict_proba
    model.predict_proba = lambda rows: honest(rows) ** 1.0000001

    with pytest.raises(IntegrityError, match=r"The exported model's score is"):
        export_model(model, names_of(columns))


@pytest.mark.parametrize("score", [np.nan, np.inf, 1e-9])
def test_a_linear_model_that_scores_otherwise_is_not_exported(score: float) -> None:
    """By more than the order of a sum can explain, or not by a number."""
    model = LinearRegression().fit(COLUMNS, TARGET)
    honest = model.predict
    model.predict = lambda rows: honest(rows) + score

    with pytest.raises(IntegrityError, match="raw score"):
        export_model(model, NAMES)


def test_the_sample_is_compared_too() -> None:
    """A difference that only its rows show is found there."""
    model = LinearRegression().fit(COLUMNS, TARGET)
    honest = model.predict
    model.predict = lambda rows: honest(rows) + (np.array(rows)[:, 0] == 123.0)

    assert export_model(model, NAMES)
    with pytest.raises(IntegrityError, match=r"for the row \[123.0, 0, 0\]"):
        export_model(model, NAMES, sample=[[1, 2, 3], [123.0, 0, 0]])


def test_a_row_of_the_sample_that_the_model_refuses_is_named() -> None:
    """By its number and feature."""
    model = LinearRegression().fit(COLUMNS, TARGET)

    with pytest.raises(RequestError, match="sample, row 1: Feature 'f2' is nan") as error:
        export_model(model, NAMES, sample=np.array([[1.0, 2.0, 3.0], [1.0, 2.0, np.nan]]))

    assert (error.value.row, error.value.column) == (1, "f2")


def test_parity_counts_the_rows_that_it_compared() -> None:
    """The probes and the sample: a report can say how many."""
    model, columns = fit("classifier", 0)
    exported = load_model(export_model(model, names_of(columns)))
    assert isinstance(exported, GradientBoostingScorer)

    alone, with_sample = check_parity(exported, model), check_parity(exported, model, columns)

    assert alone > 500
    assert with_sample == alone + len(columns)
