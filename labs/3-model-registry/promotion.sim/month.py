"""What does a version do with one real month of payments, and is the canary worse?"""

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite, sqrt

from mlplat_core.models.costs import Costs
from mlplat_core.serving.versions.canary import Canary
from mlplat_core.shop import (
    NEXT_MONTH,
    FraudFeatures,
    fraud_model,
    make_market,
    read_examples,
)

COSTS = Costs(missed=60, review=3)  # euros
SALT = "2026-10"
MINIMUM, Z_LIMIT, MOST_REVIEWED = 50, 2.0, 0.15


@dataclass(frozen=True)
class Watch:
    """What was counted while a share of the customers had the new version."""

    percent: int
    reviews: int
    errors: int
    payments: int
    control_reviews: int
    control_payments: int

    @property
    def share(self):
        return self.reviews / self.payments

    @property
    def control_share(self):
        return self.control_reviews / self.control_payments

    @property
    def z(self):
        """By how many standard errors more is reviewed than in the control."""
        total = self.payments + self.control_payments
        pooled = (self.reviews + self.control_reviews) / total
        variance = pooled * (1 - pooled) * (1 / self.payments + 1 / self.control_payments)
        return (self.share - self.control_share) / sqrt(variance) if variance else 0.0

    @property
    def verdict(self):
        """`roll back`, `wait` or `go on`; only being worse counts against a version."""
        if self.errors:
            return "roll back"
        if self.payments < MINIMUM:
            return "wait"
        worse = self.share > MOST_REVIEWED or self.z > Z_LIMIT
        return "roll back" if worse else "go on"


@lru_cache(1)
def market():
    return make_market()


@lru_cache(2)
def examples(cents):
    """The month, with amounts as a version gets them: in euros, or in cents."""
    return read_examples(features(), NEXT_MONTH, cents=cents)


@lru_cache(1)
def features():
    return FraudFeatures(market())


@lru_cache(1)
def payers():
    payer = {payment.payment_id: payment.user_id for payment in market().payments}
    return [payer[payment] for payment in examples(False).payment_ids]


@lru_cache
def scores(model, cents):
    """The score of every payment of the month; None where the model failed."""
    found = []
    for values in examples(cents).vectors:
        try:
            score = fraud_scorer(model).score(values)
        except ArithmeticError:
            score = None
        found.append(score if score is not None and isfinite(score) else None)
    return found


@lru_cache
def fraud_scorer(model):
    return fraud_model(model).scorer


@lru_cache
def watch(new, old, percent):
    """The month once more, with this share of the customers on the new version.

    Both versions are given as the name of a model, and whether it gets cents.
    """
    canary = Canary("challenger", percent, salt=SALT)
    taken = [canary.takes((payer,)) for payer in payers()]
    tried = [score for score, inside in zip(scores(*new), taken) if inside]
    control = [score for score, inside in zip(scores(*old), taken) if not inside]
    return Watch(
        percent, reviewed(tried), tried.count(None), len(tried), reviewed(control), len(control)
    )


def reviewed(found):
    return sum(score is not None and score >= COSTS.break_even for score in found)
