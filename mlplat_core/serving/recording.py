"""What happens to a prediction after its answer is complete?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from mlplat_core.errors import DefinitionError
from mlplat_core.serving.ask import Ask
from mlplat_core.serving.records import PredictionRecord
from mlplat_core.serving.response import PredictResponse
from mlplat_core.serving.versions.model_router import ModelRouter
from mlplat_core.serving.versions.shadow import Shadow, score_in_shadow


class Recording:
    """Hands on a record of every answer, with the shadow's score beside the real one.

    Nothing that goes wrong here reaches a caller; it is counted.

    Args:
        on_record: takes the records; None for nobody.
        shadow: what else scores; None for nothing.
        router: finds the shadow's version.
        counts: where it is counted that something failed.

    Raises:
        DefinitionError: there is a shadow, but nobody to see what it scores.
    """

    def __init__(
        self,
        on_record: Callable[[PredictionRecord], object] | None,
        shadow: Shadow | None,
        router: ModelRouter,
        counts: Counter[str],
    ) -> None:
        if shadow is not None and on_record is None:
            raise DefinitionError(
                "A shadow without on_record would score for nobody; pass on_record=RecordLog()."
            )
        self._on_record, self._shadow = on_record, shadow
        self._router, self._counts = router, counts

    @property
    def is_wanted(self) -> bool:
        """Whether anybody takes the records."""
        return self._on_record is not None

    def record(self, asks: Sequence[Ask], moment: datetime) -> None:
        """Hand on one record per answer, in order; never raises."""
        for ask in asks:
            if self._on_record is not None and isinstance(ask.outcome, PredictResponse):
                try:
                    self._on_record(self._make(ask, ask.outcome, moment))
                except Exception:
                    self._counts["records_lost"] += 1

    def _make(self, ask: Ask, response: PredictResponse, moment: datetime) -> PredictionRecord:
        if ask.served is None:
            return PredictionRecord(ask.entity, moment, {}, {}, response)
        values, sources = ask.route.model.plan.sources(ask.served, ask.given)
        shadow = None
        if self._shadow is not None:
            shadow = score_in_shadow(self._shadow, self._router, ask.served, ask.given)
            self._counts["shadow_failures"] += shadow.error is not None
        return PredictionRecord(ask.entity, moment, values, sources, response, shadow)
