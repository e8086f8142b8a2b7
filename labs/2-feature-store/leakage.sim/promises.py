"""What does each way to join promise in the notebook, and what does the model keep?"""

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from example import find_example
from joins import JOINS

from mlplat_core.models.evaluation import roc_auc_error, roc_auc_score
from mlplat_core.shop import (
    LEARNED_FROM,
    NEXT_MONTH,
    NOTEBOOK,
    FraudFeatures,
    chargebacks_in_sight,
    fraud_model,
    make_market,
    read_examples,
)

SPREAD = 1.96  # standard errors to either side leave out one case in twenty


@dataclass(frozen=True)
class Estimate:
    """An AUC, its standard error, and the payments and frauds that it is made of."""

    auc: float
    error: float
    payments: int
    frauds: int

    def reach(self):
        """Between which values chance lets it lie."""
        low, high = self.auc - SPREAD * self.error, self.auc + SPREAD * self.error
        return max(0.0, low), min(1.0, high)


@dataclass(frozen=True)
class Promise:
    """What one model says in the notebook, and what it does in the month after.

    `seen` counts for the notebook the payments with a charge-back among their features.
    """

    notebook: Estimate
    next_month: Estimate
    seen: object

    def is_kept(self):
        """Whether chance alone may explain the fall."""
        error = sqrt(self.notebook.error**2 + self.next_month.error**2)
        return self.notebook.auc - self.next_month.auc <= SPREAD * error


@lru_cache
def measured():
    """The promise of each join, and the payment that shows why."""
    features = FraudFeatures(make_market())
    next_month = read_examples(features, NEXT_MONTH)
    promises = {}
    for join, how in JOINS.items():
        scorer = fraud_model(LEARNED_FROM[how]).scorer
        notebook = read_examples(features, NOTEBOOK, how)
        promises[join] = Promise(
            estimate(notebook, scorer),
            estimate(next_month, scorer),
            chargebacks_in_sight(notebook),
        )
    return promises, find_example(features)


def estimate(examples, scorer):
    labels, scores = examples.labels, examples.scores(scorer)
    error = roc_auc_error(labels, scores)
    return Estimate(roc_auc_score(labels, scores), error, len(labels), sum(labels))
