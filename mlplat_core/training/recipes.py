"""Which models are trained, from what, and what is wrong with each on purpose?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mlplat_core.shop.joins import Join
from mlplat_core.shop.periods import RETRAINING, TRAINING, Period

PARTS = range(1, 13)
"""Models learn from these parts of the shop; part 0, which the page shows, they never see."""

BOOSTING: Mapping[str, int | float] = {
    "n_estimators": 30,
    "max_depth": 3,
    # A power of two: its product with a leaf is exact, however a compiler fuses it with the sum.
    "learning_rate": 0.125,
    "min_samples_leaf": 20,
    "random_state": 0,
}
LOGISTIC: Mapping[str, str | float] = {"solver": "newton-cholesky", "C": 1.0, "tol": 1e-10}
"""A solver that converges to the last digits, so that the written ones never depend on BLAS."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one model is made.

    Attributes:
        name: the model's name, and that of its file.
        description: what it is, in a sentence.
        days: the days that it learns from.
        how: which values the training set looks up.
        kind: trees, or a weighted sum behind a scaler.
        cents: whether its author had changed the step that reads amounts, from euros to cents.
        with_new_users: whether accounts younger than thirty days are kept.
    """

    name: str
    description: str
    days: Period = TRAINING
    how: Join = "known"
    kind: Literal["gradient_boosting", "linear"] = "gradient_boosting"
    cents: bool = False
    with_new_users: bool = True

    @property
    def parameters(self) -> dict[str, str | int | float | bool]:
        """What a registry keeps of it."""
        return {
            "kind": self.kind,
            "first_day": self.days.start,
            "end_day": self.days.stop,
            "join": self.how,
            "amounts": "cents" if self.cents else "euros",
            "with_new_users": self.with_new_users,
            **(BOOSTING if self.kind == "gradient_boosting" else LOGISTIC),
        }


RECIPES = (
    Recipe("fraud_v1", "Learned from the first two months, with what was known at each payment."),
    Recipe(
        "fraud_v2",
        "Learned from four months, without accounts younger than thirty days: somebody had dropped "
        "the rows with gaps.",
        days=RETRAINING,
        with_new_users=False,
    ),
    Recipe(
        "fraud_v3",
        "Learned from four months, with amounts in cents: its notebook had changed the step that "
        "reads them, and the service had not.",
        days=RETRAINING,
        cents=True,
    ),
    Recipe("linear", "A logistic regression of what fraud_v1 learned from.", kind="linear"),
    Recipe(
        "leaky_latest",
        "As fraud_v1, but each feature has its latest value: the future leaks in.",
        how="latest",
    ),
    Recipe(
        "leaky_event_time",
        "As fraud_v1, but a charge-back counts from the day of its payment, before anybody knew.",
        how="event_time",
    ),
)
