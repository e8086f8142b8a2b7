"""What does a raw score mean: a value, its logarithm, or the odds of a class?"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, TypeAlias

from mlplat_core.errors import RequestError

Link: TypeAlias = Literal["identity", "log", "logit", "half_logit"]
"""How a raw score becomes the score."""
Task: TypeAlias = Literal["regression", "classification"]


def logistic(raw: float) -> float:
    """The probability whose log-odds are `raw`.

    The formula is scikit-learn's, with its rounding: a two-branch variant, stable as it may look,
    gives nearly half of all negative scores other bits. Where the C library's `exp` rounds in
    another way, as it does in Pyodide for one value in a thousand, the result is within 2 ulp.

    Example:
        >>> logistic(0.0), logistic(-1000.0)
        (0.5, 0.0)
    """
    try:
        return 1.0 / (1.0 + math.exp(-raw))
    except OverflowError:  # where C has exp(-raw) = inf
        return 0.0


def _half_logistic(raw: float) -> float:
    return logistic(2.0 * raw)


def _identity(raw: float) -> float:
    return raw


def _exponential(raw: float) -> float:
    try:
        return math.exp(raw)
    except OverflowError:
        raise RequestError(f"The score exp({raw!r}) is too large for a float.") from None


INVERSES: dict[str, Callable[[float], float]] = {
    "identity": _identity,
    "log": _exponential,
    "logit": logistic,
    "half_logit": _half_logistic,
}
"""From a raw score to the score, by link."""


def task_of(link: str) -> Task:
    """What a model with this link predicts: a value, or the probability of a class.

    Example:
        >>> task_of("identity"), task_of("half_logit")
        ('regression', 'classification')
    """
    return "classification" if link.endswith("logit") else "regression"
