"""How the tests save a training set of the view `stats`, as the store does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from timeline import FEATURES, Row, at

from mlplat_core import FeatureStore, JoinResult
from mlplat_core.feature_store.saved_datasets.manifest import SavedDataset
from mlplat_core.feature_store.saved_datasets.origin import DatasetOrigin
from mlplat_core.feature_store.saved_datasets.saving import create_saved_dataset
from mlplat_core.feature_store.storage.opening import Storage

CREATED = at(100)
TRAINING = JoinResult(
    [{"user_id": "u1", "event_timestamp": at(3), "label": True, "count": 4, "amount": None}],
    [{"count": "PRESENT", "amount": "NULL_VALUE"}],  # type: ignore[dict-item]
)


def labels(*hours: float, user: str = "u1") -> list[Row]:
    """Entity rows with a label each."""
    return [{"user_id": user, "event_timestamp": at(each), "label": each > 3} for each in hours]


def keep(
    storage: Storage,
    name: str = "train",
    training: JoinResult = TRAINING,
    *,
    created_at: datetime = CREATED,
    tags: Mapping[str, str] | None = None,
    **changes: Any,
) -> SavedDataset:
    """Save a training set as it is, of the usual origin but for the changes."""
    origin = replace(DatasetOrigin(FEATURES, {"stats": "h1"}, log_position=7), **changes)
    datasets = storage.datasets
    return create_saved_dataset(datasets, name, training, origin, created_at=created_at, tags=tags)


def save(
    store: FeatureStore,
    entity_rows: list[Row],
    name: str = "train",
    features: Sequence[str] = tuple(FEATURES),
    *,
    as_known: bool = True,
    full_feature_names: bool = False,
    tags: Mapping[str, str] | None = None,
) -> SavedDataset:
    """Save what the store reads for the entity rows."""
    return store.create_saved_dataset(
        name,
        entity_rows,
        features,
        as_known=as_known,
        full_feature_names=full_feature_names,
        tags=tags,
    )
