"""How much of a model's success in the notebook came from the future?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mlplat_core.models.scorer import Scorer
from mlplat_core.shop.examples import Examples
from mlplat_core.shop.fraud_features import FEATURES
from mlplat_core.shop.joins import Join

LEARNED_FROM: Mapping[Join, str] = {
    "latest": "leaky_latest",
    "event_time": "leaky_event_time",
    "known": "fraud_v1",
}
"""For each join the name of the model that learned from it: same days, parameters and features."""


@dataclass(frozen=True, slots=True)
class Leakage:
    """What a model promised, and what it kept.

    Attributes:
        notebook_auc: on the notebook's month, with features joined as for its training.
        next_month_auc: on the month in which it was used, with features as they are served: a
            service can only read what is known.
    """

    notebook_auc: float
    next_month_auc: float

    @property
    def broken_promise(self) -> float:
        """By how much the AUC fell."""
        return self.notebook_auc - self.next_month_auc


def measure_leakage(scorer: Scorer, notebook: Examples, next_month: Examples) -> Leakage:
    """What the model scores in the notebook, and in use.

    Args:
        scorer: a model.
        notebook: payments of `NOTEBOOK`, joined as the model was trained.
        next_month: payments of `NEXT_MONTH`, joined as "known".

    Example:
        >>> from mlplat_core.shop import *
        >>> features = FraudFeatures(make_market())
        >>> scorer = fraud_model(LEARNED_FROM["latest"]).scorer
        >>> leakage = measure_leakage(
        ...     scorer,
        ...     read_examples(features, NOTEBOOK, "latest"),
        ...     read_examples(features, NEXT_MONTH),
        ... )
        >>> leakage.notebook_auc > 0.95, leakage.next_month_auc < 0.6
        (True, True)
    """
    return Leakage(notebook.auc(scorer), next_month.auc(scorer))


@dataclass(frozen=True, slots=True)
class ChargebacksInSight:
    """How many payments had a charge-back of their account or device in their features.

    Attributes:
        frauds: payments that were charged back in the end.
        frauds_with: those of them that had one in sight.
        others: all other payments.
        others_with: those of them that had one in sight.
    """

    frauds: int
    frauds_with: int
    others: int
    others_with: int


def chargebacks_in_sight(examples: Examples) -> ChargebacksInSight:
    """Why a leaky model shines: how often the answer, or a twin of it, is among the features.

    Args:
        examples: joined in the way to be judged.

    Example:
        >>> from mlplat_core.shop import *
        >>> features = FraudFeatures(make_market())
        >>> latest, known = (read_examples(features, NOTEBOOK, h) for h in ("latest", "known"))
        >>> chargebacks_in_sight(latest).frauds_with, chargebacks_in_sight(known).frauds_with
        (22, 0)
    """
    places = [place for place, name in enumerate(FEATURES) if "chargebacks" in name]
    seen = [any(values[place] for place in places) for values in examples.vectors]
    frauds = sum(examples.labels)
    with_fraud = sum(sight for sight, label in zip(seen, examples.labels, strict=True) if label)
    return ChargebacksInSight(frauds, with_fraud, len(seen) - frauds, sum(seen) - with_fraud)
