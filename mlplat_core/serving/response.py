"""What does a caller get back, and how can the answer be traced to what it was made from?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from mlplat_core.serving.requests.json_values import write_value

Source = Literal["request", "online", "default", "null"]
"""Where a value came from: the caller, the store, a default, or nowhere."""
FallbackReason = Literal["timeout", "late", "open", "features", "error"]
"""Why something else than the model answered: the features or the model took too long, the breaker
was open, features had no value, or the model failed."""


@dataclass(frozen=True, slots=True)
class FeatureProvenance:
    """Where one value that the model saw came from.

    Attributes:
        name: the feature.
        value: what the model saw.
        source: the first that had a value: the request, the online store, the declared default; or
            null for want of any.
        status: what the store said, a `FieldStatus`; UNAVAILABLE if it did not answer, None if
            nobody asked it.
        event_timestamp: when the stored row that answered, or had expired, was true; None without.
        age_s: how many seconds before the prediction that was.

    Example:
        >>> FeatureProvenance("txn_count_7d", 3, "online", "PRESENT").source
        'online'
    """

    name: str
    value: Any
    source: Source
    status: str | None
    event_timestamp: datetime | None = None
    age_s: float | None = None

    def to_document(self) -> dict[str, Any]:
        """The same, as JSON can carry it."""
        stamp = self.event_timestamp
        return {
            "name": self.name,
            "value": write_value(self.value),
            "source": self.source,
            "status": self.status,
            "event_timestamp": stamp and stamp.isoformat(),
            "age_s": self.age_s,
        }


@dataclass(frozen=True, slots=True)
class PredictResponse:
    """One prediction, with everything that is needed to repeat or to question it.

    Attributes:
        id: the request's, or one that was made up.
        score: a finite number; None only if a fallback has none.
        decision: what to do about it.
        model_name: the registered model.
        model_version: the version that answered, or would have.
        model_alias: the alias that led to it, such as `champion`; None if the handler serves one
            version by number.
        features_as_of: the moment that the features were read for.
        features_missing: the features for which a default or a null stood in.
        degraded: whether one stood in, or a fallback answered.
        fallback: None if the model answered; else why it did not: "timeout" (the features took too
            long), "late" (the model did), "open" (a breaker let nobody ask), "features" (there were
            none), "error" (the model failed).
        statuses: how many of the model's features the store answered with each status.
        latency_ms: from the arrival of the request to this answer.
        features: where each value came from, in the model's order; None unless asked for.

    Example:
        >>> from datetime import datetime, timezone
        >>> noon = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
        >>> response = PredictResponse("t-7", 0.25, "approve", "fraud", 3, "champion", noon)
        >>> response.to_document()["model_version"], response.degraded
        (3, False)
    """

    id: str
    score: float | None
    decision: str
    model_name: str
    model_version: int
    model_alias: str | None
    features_as_of: datetime
    features_missing: tuple[str, ...] = ()
    degraded: bool = False
    fallback: FallbackReason | None = None
    statuses: Mapping[str, int] = field(default_factory=dict)
    latency_ms: float = 0.0
    features: tuple[FeatureProvenance, ...] | None = None

    def to_document(self) -> dict[str, Any]:
        """The same as a dict that JSON can carry; without `features` unless they were asked for."""
        document: dict[str, Any] = {
            "id": self.id,
            "score": self.score,
            "decision": self.decision,
            "model_name": self.model_name,
            "model_version": self.model_version,
            "model_alias": self.model_alias,
            "features_as_of": self.features_as_of.isoformat(),
            "features_missing": list(self.features_missing),
            "degraded": self.degraded,
            "fallback": self.fallback,
            "statuses": dict(self.statuses),
            "latency_ms": self.latency_ms,
        }
        if self.features is not None:
            document["features"] = [each.to_document() for each in self.features]
        return document
