"""What is to be done about a score, and about not having one?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from mlplat_core.errors import DefinitionError
from mlplat_core.serving.requests.problems import show
from mlplat_core.serving.requests.request import PredictRequest


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score on something is reviewed or blocked; below, it is approved.

    Attributes:
        review: the least score that a person should look at.
        block: the least score that is refused, at least `review`.

    Raises:
        DefinitionError: they are not in this order.

    Example:
        >>> decide = Thresholds(review=0.5, block=0.9)
        >>> decide(0.49), decide(0.5), decide(0.9)
        ('approve', 'review', 'block')
    """

    review: float = 0.5
    block: float = 0.9

    def __post_init__(self) -> None:
        if not self.review <= self.block:
            raise DefinitionError(
                f"review is {self.review!r} and block {self.block!r}; block cannot be less."
            )

    def __call__(self, score: float) -> str:
        """The decision for a score; a score on a threshold has reached it."""
        return "approve" if score < self.review else "review" if score < self.block else "block"


@dataclass(frozen=True, slots=True)
class Fallback:
    """What is answered instead of a score that cannot be had in time.

    Attributes:
        decision: what to do; something that is safe while nobody knows better.
        score: a stand-in for the score; None to admit that there is none.

    Raises:
        DefinitionError: the score is no finite number.

    Example:
        >>> Fallback("review")
        Fallback(decision='review', score=None)
    """

    decision: str
    score: float | None = None

    def __post_init__(self) -> None:
        if self.score is not None and not is_score(self.score):
            raise DefinitionError(f"The fallback's score is {show(self.score)}; use a number.")


FallbackRule: TypeAlias = float | Fallback | Callable[[PredictRequest], float | Fallback]
"""A score, a whole answer, or a function of the request that returns either."""


def is_score(value: object) -> bool:
    """Whether the value is a finite number; a truth value is none.

    Example:
        >>> is_score(0.5), is_score(float("nan")), is_score(True)
        (True, False, False)
    """
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def fall_back(
    rule: FallbackRule, request: PredictRequest, decide: Callable[[float], str]
) -> Fallback:
    """What the rule answers to the request, with the decision that belongs to its score.

    Raises:
        DefinitionError: it answers something else than a finite number or a Fallback.

    Example:
        >>> fall_back(0.7, PredictRequest({"user_id": "u1"}), Thresholds())
        Fallback(decision='review', score=0.7)
    """
    answer = rule(request) if callable(rule) else rule
    if isinstance(answer, Fallback):
        return answer
    if not is_score(answer):
        raise DefinitionError(f"The fallback is {show(answer)}; use a number or a Fallback.")
    return Fallback(decide(answer), float(answer))
