"""How much of a model's success in the notebook came from the future?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mlplat_core.models.scorer import Scorer
from mlplat_core.shop.examples import Examples
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
