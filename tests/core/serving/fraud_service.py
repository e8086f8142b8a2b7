"""A small fraud service for tests: a store, a registry and clocks that a test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from mlplat_core import Entity, FeatureStore, FeatureView, Field, ModelRegistry
from mlplat_core.feature_store.online import OnlineResult
from mlplat_core.feature_store.requirements import FeatureRequirements
from mlplat_core.models import LinearScorer, Scorer, dump_model, load_model
from mlplat_core.serving import PredictHandler, RecordLog
from mlplat_core.serving.features.feature_source import Features

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
COUNT, USUAL = "user_stats:txn_count_7d", "user_stats:avg_amount_30d"


class Time:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0
        self.looks = 0

    def __call__(self) -> float:
        """The present second."""
        self.looks += 1
        return self.now

    def pass_ms(self, milliseconds: float) -> None:
        """Let time pass."""
        self.now += milliseconds / 1000


@dataclass
class TroubledStore:
    """The online side of a store that takes time, or fails, when a test says so."""

    store: FeatureStore
    time: Time
    takes_ms: float = 0.0
    error: Exception | None = None
    reads: list[int] = field(default_factory=list)

    def requirements(self, features: Features) -> FeatureRequirements:
        """As the store says."""
        return self.store.requirements(features)

    def get_online_features(
        self,
        features: Features,
        entity_rows: Iterable[Mapping[str, Any]],
        *,
        now: datetime | None = None,
    ) -> OnlineResult:
        """As the store says, in time or not."""
        rows = list(entity_rows)
        self.reads.append(len(rows))
        self.time.pass_ms(self.takes_ms)
        if self.error is not None:
            raise self.error
        return self.store.get_online_features(features, rows, now=now)


@dataclass
class TroubledScorer:
    """A scorer that takes time, fails, or says strange things, when a test says so."""

    scorer: Scorer
    trouble: Trouble

    @property
    def feature_names(self) -> tuple[str, ...]:
        """As the scorer has them."""
        return self.scorer.feature_names

    @property
    def accepts_null(self) -> bool:
        """As the test says."""
        return self.trouble.accepts_null

    def raw_score(self, values: Sequence[float | None]) -> float:
        """As `score`."""
        return self.score(values)

    def score(self, values: Sequence[float | None]) -> float:
        """As the scorer says, nulls as zeros, unless there is trouble."""
        self.trouble.seen.append(tuple(values))
        self.trouble.time.pass_ms(self.trouble.takes_ms)
        if self.trouble.error is not None:
            raise self.trouble.error
        if self.trouble.answer is not None:
            return self.trouble.answer
        return self.scorer.score([0.0 if value is None else value for value in values])


@dataclass
class Trouble:
    """What is the matter with every model that is loaded."""

    time: Time
    takes_ms: float = 0.0
    error: Exception | None = None
    answer: Any = None
    accepts_null: bool = False
    seen: list[tuple[float | None, ...]] = field(default_factory=list)

    def load(self, artifact: bytes) -> Scorer:
        """The scorer in the artifact, with this trouble."""
        return TroubledScorer(load_model(artifact), self)


def linear(intercept: float = 0.0, **coefficients: float) -> bytes:
    """The artifact of a linear model that reads these features."""
    return dump_model(LinearScorer(tuple(coefficients), tuple(coefficients.values()), intercept))


class FraudService:
    """One of everything. Users u1 to u9 have 1 to 9 transactions; `champion` is on version 1.

    Version 1 scores 0.1 per transaction, version 2 scores 0.2.
    """

    def __init__(self) -> None:
        self.time = Time()
        self.store = FeatureStore(clock=lambda: NOON)
        user = Entity("user", join_keys=["user_id"])
        fields = [Field("txn_count_7d", int), Field("avg_amount_30d", float)]
        self.store.apply(FeatureView("user_stats", [user], fields, ttl=timedelta(days=3)))
        for number in range(1, 10):
            self.push(f"u{number}", number, 10.0 * number)
        self.registry = ModelRegistry(clock=lambda: NOON)
        self.registry.create_registered_model("fraud")
        self.registry.create_model_version("fraud", linear(txn_count_7d=0.1))
        self.registry.create_model_version("fraud", linear(txn_count_7d=0.2))
        self.registry.set_alias("fraud", "champion", 1)
        self.troubled = TroubledStore(self.store, self.time)
        self.trouble = Trouble(self.time)
        self.log = RecordLog()

    def push(
        self, user: str, count: int | None, usual: float | None = None, *, at: datetime = NOON
    ) -> None:
        """Write what is known of a user."""
        row = {"user_id": user, "event_timestamp": at, "created_timestamp": at}
        row |= {"txn_count_7d": count, "avg_amount_30d": usual}
        self.store.push("user_stats", [row])

    def handler(self, **options: Any) -> PredictHandler:
        """A handler of this service, with troubles that can be switched on."""
        usual: dict[str, Any] = {
            "registry": self.registry,
            "store": self.troubled,
            "model": "models:/fraud@champion",
            "features": [COUNT, USUAL],
            "key_types": {"user_id": str},
            "load": self.trouble.load,
            "clock": lambda: NOON,
            "monotonic": self.time,
            "id_source": ids(),
        }
        return PredictHandler(**usual | options)


def ids() -> Callable[[], str]:
    """A source of the ids r1, r2, ..."""
    numbers = iter(range(1, 1_000_000))
    return lambda: f"r{next(numbers)}"
