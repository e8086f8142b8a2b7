"""Does an exported model score every row as the scikit-learn model that it comes from?"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from math import fsum, nan, ulp
from typing import Any, TypeAlias

from mlplat_core.errors import IntegrityError, RequestError
from mlplat_core.models.linear import LinearScorer
from mlplat_core.models.links import task_of
from mlplat_core.models.model_file import Model
from mlplat_core.models.probes import Row, probe_rows

Estimator: TypeAlias = Any
"""A fitted scikit-learn estimator."""


def check_parity(model: Model, estimator: Estimator, sample: Iterable[Any] | None = None) -> int:
    """How many rows both scored alike, all of them: those of `probe_rows`, and the sample's.

    Raises:
        RequestError: a row of the sample is none that the model takes.
        IntegrityError: a row has two scores; nothing that depends on it should be deployed.
    """
    probes, sampled = list(probe_rows(model)), _plain(sample)
    raw = [model.raw_score(row) for row in probes]
    raw += [_raw_score(model, row, number) for number, row in enumerate(sampled)]
    rows = probes + sampled
    their_raw, their_scores = _their_scores(model, estimator, rows)
    for row, own, theirs in zip(rows, raw, their_raw, strict=True):
        distance = rounding(model, row)
        # Where there is no distance the text, as 0.0 == -0.0.
        if repr(own) != repr(theirs) and not (distance and abs(own - theirs) <= distance):
            raise _difference("raw score", row, own, theirs)
    for row, theirs in zip(rows, their_scores, strict=True):
        own = model.score(row)
        if not abs(own - theirs) <= rounding(model, row) + 2 * ulp(theirs):
            raise _difference("score", row, own, theirs)
    return len(rows)


def rounding(model: Model, row: Row) -> float:
    """By how much two correct raw scores of the row may differ: not at all for trees.

    A sum of n products may be rounded in as many ways as it can be ordered, and BLAS chooses.

    Source:
        N. J. Higham, Accuracy and Stability of Numerical Algorithms, section 3.1: any order of a
        sum of n products is within n / (1 - n u) units u = 2**-53 of the sum of their sizes.
    """
    if not isinstance(model, LinearScorer):
        return 0.0
    count = len(row)
    means, scales = model.means or (0.0,) * count, model.scales or (1.0,) * count
    parts = zip(model.coefficients, row, means, scales, strict=True)
    sizes = [abs(c * ((x or 0.0) - mean) / scale) for c, x, mean, scale in parts]
    # Four more for the scorer's own roundings and the intercept; ulp(0) for products that vanish.
    return (count + 4) * (2.0**-53 * fsum([*sizes, abs(model.intercept)]) + ulp(0.0))


def _plain(sample: Iterable[Any] | None) -> list[Row]:
    """The rows as lists, of a data frame or an array as well."""
    if sample is None:
        return []
    values = sample.to_numpy() if hasattr(sample, "to_numpy") else sample
    return [list(row) for row in (values.tolist() if hasattr(values, "tolist") else values)]


def _raw_score(model: Model, row: Row, number: int) -> float:
    """The model's raw score of a row; a refusal says which row of the sample it is."""
    try:
        return model.raw_score(row)
    except RequestError as error:
        message = f"sample, row {number}: {error}"
        raise RequestError(message, row=number, column=error.column) from None


def _their_scores(
    model: Model, estimator: Estimator, rows: list[Row]
) -> tuple[list[float], list[float]]:
    """Raw scores and scores of all rows, by scikit-learn."""
    filled = [[nan if value is None else value for value in row] for row in rows]
    with warnings.catch_warnings():
        # A list has no column names, which were compared before, and huge values have no sum.
        warnings.simplefilter("ignore")
        if task_of(model.link) == "classification":
            raw, scores = estimator.decision_function(filled), estimator.predict_proba(filled)[:, 1]
        else:
            scores = estimator.predict(filled)
            raw = estimator._raw_predict(filled) if model.link == "log" else scores
    return raw.ravel().tolist(), scores.ravel().tolist()


def _difference(what: str, row: Row, own: float, theirs: float) -> IntegrityError:
    return IntegrityError(
        f"The exported model's {what} is {own!r}, scikit-learn's is {theirs!r}, for the row {row}. "
        "Nothing was exported: another version of scikit-learn, or another machine, may agree."
    )
