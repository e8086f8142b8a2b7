"""Which steps does every request take, from the door to the record?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeAlias

from mlplat_core.errors import PlatformError
from mlplat_core.serving.answering import Answering
from mlplat_core.serving.ask import Ask, Outcome
from mlplat_core.serving.features.feature_source import FeatureSource
from mlplat_core.serving.protection.idempotency import AnswerMemory, fingerprint
from mlplat_core.serving.recording import Recording
from mlplat_core.serving.requests.request import PredictRequest
from mlplat_core.serving.response import PredictResponse
from mlplat_core.serving.versions.model_router import ModelRouter

Task: TypeAlias = Callable[[], None]
"""What remains to be done after the answer."""
Entry: TypeAlias = Ask | Outcome
"""A request on its way, or one that has ended at the door."""


class Pipeline:
    """Admits requests, routes them, has them answered, remembers and records the answers.

    Args:
        source: knows what a request must hold.
        router: knows which version answers.
        answering: answers.
        memory: knows the answers to repeated requests.
        recording: takes care of what comes after the answer.
        clock: what time it is.
        id_source: makes ids for requests without one.
    """

    def __init__(
        self,
        source: FeatureSource,
        router: ModelRouter,
        answering: Answering,
        *,
        memory: AnswerMemory,
        recording: Recording,
        clock: Callable[[], datetime],
        id_source: Callable[[], str],
    ) -> None:
        self._source, self._router, self._answering = source, router, answering
        self._memory, self._recording = memory, recording
        self._clock, self._id_source = clock, id_source

    def admit(self, request: PredictRequest | Mapping[str, object], started: float) -> Entry:
        """The request on its way, or its end: it does not fit, or it was answered before.

        Args:
            request: a request, or the dict that spells one.
            started: when it came, in seconds of the monotonic clock.
        """
        schema = self._source.schema
        try:
            if isinstance(request, PredictRequest):
                entity, given = schema.check(request)
            else:
                request = schema.read(request)
                entity, given = dict(request.entity), dict(request.features)
            if request.idempotency_key is not None:
                digest = fingerprint(request, entity, given)
                known = self._memory.begin(request.idempotency_key, digest)
                if known is not None:
                    return known
        except PlatformError as error:
            return error
        return Ask(request, request.id or self._id_source(), started, entity, given)

    def finish(
        self, entries: Sequence[Entry], *, by_entity: bool, defer: Callable[[Task], object]
    ) -> list[Outcome]:
        """What becomes of each request, in order.

        Args:
            entries: as they were admitted.
            by_entity: whether each is routed on its own.
            defer: gets what remains to be done when all answers are complete.

        Raises:
            NotFoundError, ModelNotReadyError: no version can answer, unless `by_entity`, where
                each request has its own reason.
        """
        asks = [entry for entry in entries if isinstance(entry, Ask)]
        if asks:
            try:
                moment = self._clock()
                self._route(asks, by_entity=by_entity)
                self._answering.answer([ask for ask in asks if ask.outcome is None], moment)
            finally:
                self._remember(asks)
            if self._recording.is_wanted:
                defer(partial(self._recording.record, asks, moment))
        ends = [entry.outcome if isinstance(entry, Ask) else entry for entry in entries]
        return [end for end in ends if end is not None]

    def _route(self, asks: Sequence[Ask], *, by_entity: bool) -> None:
        if not by_entity:
            route = self._router.main()
            for ask in asks:
                ask.route = route
            return
        for ask in asks:
            try:
                ask.route = self._router.route(self._source.key(ask.entity))
            except PlatformError as error:
                ask.outcome = error

    def _remember(self, asks: Sequence[Ask]) -> None:
        """Keep the answers that have a key; without an answer, let the key be used again."""
        for ask in asks:
            if ask.request.idempotency_key is not None:
                answer = ask.outcome if isinstance(ask.outcome, PredictResponse) else None
                self._memory.finish(ask.request.idempotency_key, answer)
