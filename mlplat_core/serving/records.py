"""What is kept of a prediction, so that serving can be compared with training afterwards?"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mlplat_core.serving.response import PredictResponse, Source


@dataclass(frozen=True, slots=True)
class ShadowScore:
    """What a version that only watches made of the same features.

    Attributes:
        alias: the alias that it watches under.
        version: its number; None if it could not be loaded.
        score: its score; None if it has none.
        error: the class of the failure; None if it has a score.

    Example:
        >>> ShadowScore("challenger", 4, 0.31).error is None
        True
    """

    alias: str
    version: int | None
    score: float | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class PredictionRecord:
    """One prediction, with what it was made from.

    Attributes:
        entity: the join keys.
        moment: when, UTC; the features are those of this moment.
        features: what the model saw, and what else the request brought along, by name; empty if
            there was no time to read them.
        sources: where each of these values came from.
        response: the answer.
        shadow: what the shadow version made of it; None if there is none.

    Example:
        >>> from datetime import datetime, timezone
        >>> noon = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
        >>> response = PredictResponse("t-7", 0.25, "approve", "fraud", 3, "champion", noon)
        >>> values, sources = {"age": 7}, {"age": "online"}
        >>> record = PredictionRecord({"user_id": "u1"}, noon, values, sources, response)
        >>> record.row["user_id"], record.row["age"], record.row["event_timestamp"].hour
        ('u1', 7, 12)
    """

    entity: Mapping[str, str | int]
    moment: datetime
    features: Mapping[str, Any]
    sources: Mapping[str, Source]
    response: PredictResponse
    shadow: ShadowScore | None = None

    @property
    def row(self) -> dict[str, Any]:
        """Keys, moment and features as one row, as a skew report wants what was served."""
        return {**self.entity, "event_timestamp": self.moment, **self.features}


class RecordLog:
    """Keeps the latest records; pass it as `on_record`.

    Args:
        limit: how many; beyond, the oldest is forgotten.

    Example:
        >>> log = RecordLog(limit=1000)
        >>> len(log.records)
        0
    """

    def __init__(self, limit: int = 10_000) -> None:
        self._records: deque[PredictionRecord] = deque(maxlen=limit)

    @property
    def records(self) -> tuple[PredictionRecord, ...]:
        """The records, oldest first."""
        return tuple(self._records)

    def __call__(self, record: PredictionRecord) -> None:
        """Keep the record."""
        self._records.append(record)
