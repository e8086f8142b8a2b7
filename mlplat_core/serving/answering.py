"""In which order does a request meet the feature store and the model, and where may it end?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mlplat_core.errors import (
    CircuitOpenError,
    FeaturesUnavailableError,
    InferenceError,
    InvalidRequestError,
)
from mlplat_core.serving.ask import Ask
from mlplat_core.serving.features.reading import FeatureReading
from mlplat_core.serving.features.served import Served
from mlplat_core.serving.protection.deadline import Watch
from mlplat_core.serving.replies import Replies
from mlplat_core.serving.versions.model_cache import LoadedModel


class Answering:
    """Takes routed requests to their end: features for all at once, then one score after another.

    Args:
        reading: has the features.
        replies: ends requests.
        watch: knows when an answer comes too late.
    """

    def __init__(self, reading: FeatureReading, replies: Replies, watch: Watch) -> None:
        self._reading, self._replies, self._watch = reading, replies, watch

    def answer(self, asks: Sequence[Ask], moment: datetime) -> None:
        """Give every request its outcome.

        Args:
            asks: n >= 0 requests whose version is known.
            moment: when it is, for the features.
        """
        ready = [ask for ask in asks if self._may_start(ask, moment)]
        if ready:
            self._reading.read(ready, moment)
        for ask in ready:
            if ask.outcome is None and ask.served is not None:
                self._score(ask, ask.served, moment)

    def _may_start(self, ask: Ask, moment: datetime) -> bool:
        """Whether the request is worth a read; if not, it has its outcome."""
        if self._watch.is_late_for_model(ask.started):
            self._replies.instead(ask, "timeout", self._watch.exceeded("queue"), moment)
        elif ask.route.model.breaker.state == "open":
            self._replies.instead(ask, "open", _open(ask.route.model), moment)
        return ask.outcome is None

    def _score(self, ask: Ask, served: Served, moment: datetime) -> None:
        model = ask.route.model
        values, missing = model.plan.values(served, ask.given)
        if missing and not model.scorer.accepts_null and None in values:
            names = zip(model.scorer.feature_names, values, strict=True)
            error = FeaturesUnavailableError(name for name, value in names if value is None)
            self._replies.instead(ask, "features", error, moment)
        elif not model.breaker.admit():
            self._replies.instead(ask, "open", _open(model), moment)
        else:
            self._run(ask, values, missing, moment)

    def _run(
        self, ask: Ask, values: Sequence[float | None], missing: tuple[str, ...], moment: datetime
    ) -> None:
        """Score the values, and tell the model's breaker how it went."""
        model = ask.route.model
        try:
            score = model.score(values, ask.given)
        except InvalidRequestError as error:
            model.breaker.abandoned()
            ask.outcome = error
        except InferenceError as error:
            model.breaker.failed()
            self._replies.instead(ask, "error", error, moment)
        else:
            if self._watch.is_late(ask.started):
                model.breaker.failed()
                self._replies.instead(ask, "late", self._watch.exceeded("model"), moment)
            else:
                model.breaker.succeeded()
                self._replies.score(ask, score, missing, moment)


def _open(model: LoadedModel) -> CircuitOpenError:
    return CircuitOpenError("model", model.breaker.retry_after_s)
