"""How does a score, or the lack of one, become the answer to a request?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from mlplat_core.errors import PlatformError
from mlplat_core.serving.ask import Ask
from mlplat_core.serving.decision import FallbackRule, fall_back
from mlplat_core.serving.protection.deadline import Watch
from mlplat_core.serving.response import FallbackReason, PredictResponse


class Replies:
    """Ends requests, with the model's answer or with what is declared to stand in for it.

    Args:
        decide: what to do about a score.
        rule: what stands in for a score; None to fail instead.
        watch: how long it took.
        counts: where it is counted that the rule failed as well.
    """

    def __init__(
        self,
        decide: Callable[[float], str],
        rule: FallbackRule | None,
        watch: Watch,
        counts: Counter[str],
    ) -> None:
        self._decide, self._rule = decide, rule
        self._watch, self._counts = watch, counts

    def score(self, ask: Ask, score: float, missing: tuple[str, ...], moment: datetime) -> None:
        """End the request with the score of its model."""
        self._reply(ask, moment, score, self._decide(score), missing=missing)

    def instead(
        self, ask: Ask, reason: FallbackReason, error: PlatformError, moment: datetime
    ) -> None:
        """End the request without its model: as the rule says, or with the error for want of one.

        A rule that fails must not hide what went wrong first.
        """
        if self._rule is None:
            ask.outcome = error
            return
        try:
            stand_in = fall_back(self._rule, ask.request, self._decide)
        except Exception:
            self._counts["fallback_failures"] += 1
            ask.outcome = error
            return
        self._reply(ask, moment, stand_in.score, stand_in.decision, reason=reason)

    def _reply(
        self,
        ask: Ask,
        moment: datetime,
        score: float | None,
        decision: str,
        *,
        missing: tuple[str, ...] = (),
        reason: FallbackReason | None = None,
    ) -> None:
        model, served = ask.route.model, ask.served
        features = None
        if ask.request.explain:
            features = model.plan.provenance(served, ask.given, moment) if served else ()
        ask.outcome = PredictResponse(
            ask.id,
            score,
            decision,
            model.version.name,
            model.version.version,
            ask.route.alias,
            moment,
            missing,
            bool(missing) or reason is not None,
            reason,
            model.plan.statuses(served) if served else {},
            self._watch.elapsed_ms(ask.started),
            features,
        )
