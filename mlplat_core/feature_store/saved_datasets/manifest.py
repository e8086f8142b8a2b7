"""What is a saved dataset, and what does it say of its origin?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from mlplat_core.errors import DefinitionError
from mlplat_core.feature_store.dtypes import Value
from mlplat_core.feature_store.names import as_tuple
from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.timestamps import from_microseconds, to_microseconds

# As for models, whose names a dataset often carries.
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class DatasetManifest:
    """How a training set was made, and the hashes by which it can be told from any other.

    Attributes:
        name: the dataset's name: letters, digits, `_`, `.` and `-`.
        created_at: when it was saved; stored in UTC.
        features: the `view:feature` references that were read, in order; stored as a tuple.
        feature_view_hashes: the definition hash of each view that was read, by the view's name.
        transform_hashes: the hash of each on-demand transform that was run, by its view's name.
        as_known: whether a row counted only once it was known.
        full_feature_names: whether feature columns are called `view__feature`.
        row_count: how many rows it has.
        entity_rows_hash: sha256 of the rows without their features: what was asked.
        dataset_hash: sha256 of features, rows and statuses, in order: what was answered. Name, time
            and tags do not count, so equal training sets have equal hashes.
        log_position: the highest sequence number in the log of these views when they were read: up
            to there the log has to be cut to read the same again.
        tags: free texts by name.

    Raises:
        DefinitionError: the name or the features are none, or a tag or a hash is no text.
        RequestError: `created_at` is no moment.

    Example:
        >>> from datetime import timezone
        >>> noon = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
        >>> features = ["user_stats:age"]
        >>> manifest = DatasetManifest("churn-1", noon, features, {}, {}, True, False, 0, "", "", 0)
        >>> manifest.features, dict(manifest.tags)
        (('user_stats:age',), {})
    """

    name: str
    created_at: datetime
    features: Sequence[str]
    feature_view_hashes: Mapping[str, str] = field(hash=False)
    transform_hashes: Mapping[str, str] = field(hash=False)
    as_known: bool
    full_feature_names: bool
    row_count: int
    entity_rows_hash: str
    dataset_hash: str
    log_position: int
    tags: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not _NAME.fullmatch(self.name):
            raise DefinitionError(
                f"{self.name!r} cannot name a dataset; use letters, digits, '_', '.' and '-', "
                "and start with a letter or digit."
            )
        what = f"Dataset {self.name!r}"
        moment = from_microseconds(to_microseconds(self.created_at))
        object.__setattr__(self, "created_at", moment)
        features = as_tuple(self.features, str, f"{what}: features")
        object.__setattr__(self, "features", features)
        for column in ("feature_view_hashes", "transform_hashes", "tags"):
            object.__setattr__(self, column, _texts(getattr(self, column), f"{what}: {column}"))


@dataclass(frozen=True, slots=True)
class SavedDataset:
    """A training set that was saved under a name, exactly as it was.

    Attributes:
        manifest: how it was made.
        rows: one read-only mapping per entity row, in order: its columns, sorted, then one per
            feature. `dict(row)` is a copy that may be changed. A null of any kind is None, and
            moments are in UTC.
        statuses: why each feature has its value or none, by the feature's column.

    Example:
        >>> from datetime import timezone
        >>> noon = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
        >>> features = ["user_stats:age"]
        >>> manifest = DatasetManifest("churn-1", noon, features, {}, {}, True, False, 1, "", "", 0)
        >>> dataset = SavedDataset(manifest, [{"age": 41}], [{"age": FieldStatus.PRESENT}])
        >>> dataset.rows[0]["age"] = 42
        Traceback (most recent call last):
        TypeError: 'mappingproxy' object does not support item assignment

    Source:
        The name is Feast's, https://docs.feast.dev/getting-started/concepts/dataset; there a saved
        dataset may be overwritten.
    """

    manifest: DatasetManifest
    rows: Sequence[Mapping[str, Value | None]] = field(hash=False)
    statuses: Sequence[Mapping[str, FieldStatus]] = field(hash=False)

    def __post_init__(self) -> None:
        rows = tuple(MappingProxyType(dict(row)) for row in self.rows)
        statuses = tuple(MappingProxyType(dict(row)) for row in self.statuses)
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "statuses", statuses)


def _texts(values: object, what: str) -> Mapping[str, str]:
    """The mapping from texts to texts, sorted and read-only."""
    if not isinstance(values, Mapping):
        raise DefinitionError(f"{what} is {values!r}; pass a dictionary from names to texts.")
    for name, text in values.items():
        if not isinstance(name, str) or not isinstance(text, str):
            raise DefinitionError(f"{what} has {name!r}: {text!r}; pass names and texts.")
    return MappingProxyType(dict(sorted(values.items())))
