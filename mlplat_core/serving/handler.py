"""How does a program serve predictions of a registered model from a feature store?"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from mlplat_core.feature_store.definitions import Field
from mlplat_core.registry.names import ModelUri
from mlplat_core.serving.answering import Answering
from mlplat_core.serving.ask import Outcome
from mlplat_core.serving.decision import FallbackRule, Thresholds
from mlplat_core.serving.features.feature_source import (
    FeatureOptions,
    Features,
    FeatureSource,
    OnlineFeatures,
)
from mlplat_core.serving.features.reading import FeatureReading, ReadPolicy
from mlplat_core.serving.pipeline import Pipeline, Task
from mlplat_core.serving.protection.breaker import Breaker, BreakerPolicy
from mlplat_core.serving.protection.deadline import Deadline, Watch
from mlplat_core.serving.protection.idempotency import AnswerMemory, Idempotency
from mlplat_core.serving.readiness import Readiness, SelfTest
from mlplat_core.serving.recording import Recording
from mlplat_core.serving.records import PredictionRecord
from mlplat_core.serving.replies import Replies
from mlplat_core.serving.requests.json_reader import read_json
from mlplat_core.serving.requests.request import PredictRequest
from mlplat_core.serving.requests.validation import RequestSchema
from mlplat_core.serving.response import PredictResponse
from mlplat_core.serving.versions.canary import Canary
from mlplat_core.serving.versions.model_cache import ModelCache, VersionSource
from mlplat_core.serving.versions.model_router import ModelRouter
from mlplat_core.serving.versions.shadow import Shadow

if TYPE_CHECKING:
    from mlplat_core.models.scorer import Scorer

_THRESHOLDS, _BREAKER, _IDEMPOTENCY = Thresholds(), BreakerPolicy(), Idempotency()


def random_id() -> str:
    """An id that no other request has: 32 hexadecimal digits."""
    return os.urandom(16).hex()


def run_now(task: Task) -> None:
    """Do the task before anything else goes on."""
    task()


class PredictHandler:
    """Validates, reads features, scores and decides; and says what it did.

    Each request follows the alias once, and everything about it, features, score and record, is of
    the version found there. Threads may share a handler if they may share its store.

    Args:
        registry: where versions and aliases are, such as a `ModelRegistry`.
        store: where the features are, such as a `FeatureStore`.
        model: `models:/fraud@champion`, or `models:/fraud/3` for ever.
        features: references or a service; at least what every version of the model reads.
        defaults: what stands in for a missing feature, by name. What has no default becomes null,
            and the model decides whether it accepts that.
        deadline_ms: milliseconds for a whole answer, or a `Deadline`; None for no limit.
        fallback: what is answered when the model cannot be asked in time or at all: a score, a
            `Fallback`, or a function of the request; None to raise an error instead.
        decide: what to do about a score.
        canary: lets another alias answer for a share of the entities; not in `predict_batch`.
        shadow: lets another alias score along, for the record.
        breaker: when the store, or a version, is left alone because it keeps failing.
        idempotency: how many answers are kept for repeated requests, and for how long.
        on_store_failure: "refuse", or go on with "defaults".
        unknown_entity: "refuse", or go on by "default".
        on_record: takes a `PredictionRecord` of each answer, such as a `RecordLog`.
        request_features: features that only the caller knows and no on-demand view asks for.
        key_types: `str` or `int` by join key, to be refused early and described exactly.
        self_test: values for the trial score of `readiness`, by feature.
        load: makes a scorer of an artifact; `mlplat_core.models.load_model` if None.
        cache_size: how many versions stay loaded.
        clock: what time it is, aware; the store's clock if None.
        monotonic: seconds on a clock that never goes back, for everything that takes time.
        id_source: makes ids for requests without one.

    Attributes:
        schema: what a request must and may hold.
        monotonic: the clock that its deadline and `arrivals` are of.

    Raises:
        DefinitionError: an option does not fit the others.
        NotFoundError: there is no such feature.

    Example:
        >>> from mlplat_core import Entity, FeatureStore, FeatureView, ModelRegistry
        >>> from mlplat_core.models import LinearScorer, dump_model
        >>> store, registry = FeatureStore(), ModelRegistry()
        >>> store.apply(FeatureView("stats", [Entity("user", ["user_id"])], [Field("txns", int)]))
        >>> _ = registry.create_registered_model("fraud")
        >>> artifact = dump_model(LinearScorer(("txns",), (0.1,), 0.2))
        >>> _ = registry.create_model_version("fraud", artifact)
        >>> _ = registry.set_alias("fraud", "champion", 1)
        >>> handler = PredictHandler(
        ...     registry=registry,
        ...     store=store,
        ...     model="models:/fraud@champion",
        ...     features=["stats:txns"],
        ...     defaults={"txns": 4},
        ... )
        >>> response = handler.predict(PredictRequest({"user_id": "u1"}))
        >>> round(response.score, 6), response.decision, response.model_version
        (0.6, 'review', 1)
        >>> response.degraded, response.features_missing
        (True, ('txns',))
    """

    def __init__(
        self,
        *,
        registry: VersionSource,
        store: OnlineFeatures,
        model: str,
        features: Features,
        defaults: Mapping[str, Any] | None = None,
        deadline_ms: float | Deadline | None = None,
        fallback: FallbackRule | None = None,
        decide: Callable[[float], str] = _THRESHOLDS,
        canary: Canary | None = None,
        shadow: Shadow | None = None,
        breaker: BreakerPolicy = _BREAKER,
        idempotency: Idempotency = _IDEMPOTENCY,
        on_store_failure: Literal["refuse", "defaults"] = "refuse",
        unknown_entity: Literal["refuse", "default"] = "default",
        on_record: Callable[[PredictionRecord], object] | None = None,
        request_features: Sequence[Field] = (),
        key_types: Mapping[str, type] | None = None,
        self_test: Mapping[str, Any] | None = None,
        load: Callable[[bytes], Scorer] | None = None,
        cache_size: int = 8,
        clock: Callable[[], datetime] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        id_source: Callable[[], str] = random_id,
    ) -> None:
        self.monotonic = monotonic
        self._counts = counts = Counter[str]()
        now = clock or _clock_of(store)
        options = FeatureOptions(defaults or {}, tuple(request_features), key_types)
        source = FeatureSource(store, features, options)
        self.schema: RequestSchema = source.schema
        new_breaker = partial(Breaker, breaker, monotonic)
        cache = ModelCache(registry, load or _load_model, source.plan, new_breaker, size=cache_size)
        uri = ModelUri.parse(model)
        router = ModelRouter(registry, cache, uri, canary=canary, counts=counts)
        deadline = deadline_ms if isinstance(deadline_ms, Deadline) else Deadline(deadline_ms)
        watch = Watch(deadline, monotonic)
        replies = Replies(decide, fallback, watch, counts)
        policy = ReadPolicy(on_store_failure, unknown_entity)
        reading = FeatureReading(source, policy, new_breaker(), replies=replies, watch=watch)
        self._pipeline = Pipeline(
            source,
            router,
            Answering(reading, replies, watch),
            memory=AnswerMemory(idempotency, monotonic),
            recording=Recording(on_record, shadow, router, counts),
            clock=now,
            id_source=id_source,
        )
        self._self_test = SelfTest(router, cache, source, row=self_test or {}, clock=now)

    @property
    def counts(self) -> dict[str, int]:
        """How often something failed that no caller was to notice, by what it was.

        `canary_unavailable`, `fallback_failures`, `records_lost`, `registry_unreachable`,
        `shadow_failures`; what never happened is left out.
        """
        return {name: count for name, count in self._counts.items() if count}

    def read(self, document: str | bytes | Mapping[str, object]) -> PredictRequest:
        """The request that a JSON text, or the dict it stands for, spells.

        Raises:
            InvalidRequestError: with everything that is wrong.
        """
        return self.schema.read(
            read_json(document) if isinstance(document, str | bytes) else document
        )

    def predict(
        self,
        request: PredictRequest | Mapping[str, object],
        *,
        defer: Callable[[Task], object] = run_now,
    ) -> PredictResponse:
        """The prediction, with what it was made from.

        Args:
            request: a request, or the dict that spells one.
            defer: gets what remains to be done when the answer is complete: shadow and record.

        Raises:
            InvalidRequestError: the request does not fit, with everything that is wrong.
            NotFoundError: there is no such model or version.
            ServingError: one of its kinds says why there is no prediction.
        """
        entry = self._pipeline.admit(request, self.monotonic())
        (outcome,) = self._pipeline.finish([entry], by_entity=True, defer=defer)
        if isinstance(outcome, PredictResponse):
            return outcome
        raise outcome

    def predict_batch(
        self,
        requests: Sequence[PredictRequest | Mapping[str, object]],
        *,
        arrivals: Sequence[float] | None = None,
        by_entity: bool = False,
        defer: Callable[[Task], object] = run_now,
    ) -> list[Outcome]:
        """What becomes of each request, in order: its response, or the error that kept it from one.

        One version answers all, from one read of features.

        Args:
            requests: n >= 0.
            arrivals: when each came, on the monotonic clock, if that was earlier than now.
            by_entity: whether each goes its own way, to the canary or not, as for requests that
                only happen to be answered together.
            defer: as for `predict`.

        Raises:
            NotFoundError, ModelNotReadyError: no version can answer; only unless `by_entity`.
        """
        started = self.monotonic()
        times = [started] * len(requests) if arrivals is None else arrivals
        entries = [self._pipeline.admit(*each) for each in zip(requests, times, strict=True)]
        return self._pipeline.finish(entries, by_entity=by_entity, defer=defer)

    def readiness(self) -> Readiness:
        """Whether requests could be answered now, found out by trying everything they need."""
        return self._self_test.run()


def _clock_of(store: object) -> Callable[[], datetime]:
    # One clock says which rows are read and how old they are, or ages could be negative.
    return getattr(store, "clock", lambda: datetime.now(UTC))


def _load_model(data: bytes) -> Scorer:
    # Imported here, so that a handler with its own `load` does not bring every kind of model.
    from mlplat_core.models import load_model

    return load_model(data)
