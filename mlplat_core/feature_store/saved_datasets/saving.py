"""How is a training set kept under a name, so that nobody can change it unnoticed?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from mlplat_core.errors import ConflictError, IntegrityError, SavedDatasetNotFoundError
from mlplat_core.feature_store.answers import JoinResult
from mlplat_core.feature_store.saved_datasets.manifest import DatasetManifest, SavedDataset
from mlplat_core.feature_store.saved_datasets.origin import DatasetOrigin
from mlplat_core.feature_store.storage.datasets import DatasetStore, StoredManifest

# The bytes are made in `content.py`, which is imported by the functions that need it: a page that
# saves no dataset should not pay for JSON and hashes.


def create_saved_dataset(
    datasets: DatasetStore,
    name: str,
    training: JoinResult,
    origin: DatasetOrigin,
    *,
    created_at: datetime,
    tags: Mapping[str, str] | None = None,
) -> SavedDataset:
    """The training set, kept under the name for good.

    Saving equal features, rows and statuses under the same name again changes nothing: what was
    saved first is returned, with its time and its tags.

    Args:
        datasets: where to keep it.
        name: letters, digits, `_`, `.` and `-`.
        training: what a historical read answered.
        origin: how it was read.
        created_at: the present moment, aware.
        tags: free texts by name.

    Raises:
        ConflictError: the name is taken by a dataset of other content.
        DefinitionError: the name is none, or a tag is no text.
        IntegrityError: the name is taken, and what is stored there is not what was written.
        RequestError: a value of a row cannot be kept, with `row` and `column`.

    Example:
        >>> from datetime import timezone
        >>> from mlplat_core.feature_store.status import FieldStatus
        >>> from mlplat_core.feature_store.storage.datasets import MemoryDatasetStore
        >>> dataset = create_saved_dataset(
        ...     MemoryDatasetStore(),
        ...     "churn-1",
        ...     JoinResult([{"user_id": "u1", "age": 41}], [{"age": FieldStatus.PRESENT}]),
        ...     DatasetOrigin(["user_stats:age"], {}, log_position=1),
        ...     created_at=datetime(2026, 11, 23, 12, tzinfo=timezone.utc),
        ... )
        >>> dataset.manifest.row_count, dataset.manifest.dataset_hash[:12]
        (1, '6be13f6a21fe')

    Complexity:
        O(n log k) for n values in rows of k columns.
    """
    from mlplat_core.feature_store.saved_datasets import content

    made = content.encode_content(origin.features, training)
    manifest = DatasetManifest(
        name=name,
        created_at=created_at,
        features=origin.features,
        feature_view_hashes=origin.feature_view_hashes,
        transform_hashes=origin.transform_hashes,
        as_known=origin.as_known,
        full_feature_names=origin.full_feature_names,
        row_count=made.row_count,
        entity_rows_hash=made.entity_rows_hash,
        dataset_hash=made.dataset_hash,
        log_position=origin.log_position,
        tags={} if tags is None else tags,
    )
    return _keep(datasets, manifest, made.body)


def get_saved_dataset(datasets: DatasetStore, name: str) -> SavedDataset:
    """The dataset of this name, every byte of it as it was written.

    Raises:
        SavedDatasetNotFoundError: there is none.
        IntegrityError: what is stored is not what was written.

    Example:
        >>> from mlplat_core.feature_store.storage.datasets import MemoryDatasetStore
        >>> get_saved_dataset(MemoryDatasetStore(), "churn-1")
        Traceback (most recent call last):
        mlplat_core.errors.not_found.SavedDatasetNotFoundError: There is no saved dataset ...
    """
    from mlplat_core.feature_store.saved_datasets import content

    found = datasets.find(name)
    if found is None:
        known = [manifest.name for manifest in datasets.manifests()]
        raise SavedDatasetNotFoundError(name, known)
    stored, body = found
    manifest = _read_manifest(stored)
    if content.sha256(body) != manifest.dataset_hash:
        raise _tampered(name, "its content", manifest.dataset_hash, content.sha256(body))
    return SavedDataset(manifest, *content.decode_content(body))


def list_saved_datasets(datasets: DatasetStore) -> list[DatasetManifest]:
    """The manifests of all datasets, sorted by name; so the one of a hash can be found.

    Raises:
        IntegrityError: a manifest is not what was written.

    Example:
        >>> from mlplat_core.feature_store.storage.datasets import MemoryDatasetStore
        >>> list_saved_datasets(MemoryDatasetStore())
        []
    """
    return [_read_manifest(stored) for stored in datasets.manifests()]


def _keep(datasets: DatasetStore, manifest: DatasetManifest, body: bytes) -> SavedDataset:
    """What is kept under the name now: this, or an equal one that was there before."""
    from mlplat_core.feature_store.saved_datasets import content

    text = content.encode_manifest(manifest)
    datasets.add(StoredManifest(manifest.name, text, content.sha256(text)), body)
    kept = get_saved_dataset(datasets, manifest.name)
    if kept.manifest.dataset_hash != manifest.dataset_hash:
        raise _conflict(kept.manifest, manifest)
    return kept


def _read_manifest(stored: StoredManifest) -> DatasetManifest:
    """The manifest, if its bytes and its name are those that were written."""
    from mlplat_core.feature_store.saved_datasets import content

    found = content.sha256(stored.body)
    if found != stored.digest:
        raise _tampered(stored.name, "its manifest", stored.digest, found)
    manifest = content.decode_manifest(stored.body)
    if manifest.name != stored.name:
        raise _tampered(stored.name, "the name in its manifest", stored.name, manifest.name)
    return manifest


def _tampered(name: str, part: str, written: str, found: str) -> IntegrityError:
    return IntegrityError(
        f"The saved dataset {name!r} is not what was written: {part} was {_short(written)} and "
        f"is {_short(found)}. Restore the file, or save the dataset again under a new name."
    )


def _conflict(kept: DatasetManifest, new: DatasetManifest) -> ConflictError:
    """What tells both manifests apart, but for what always may differ."""
    columns = [each.name for each in fields(kept) if each.name not in ("name", "created_at")]
    pairs = [(column, getattr(kept, column), getattr(new, column)) for column in columns]
    differing = [
        f"{column} is {_short(old)}, not {_short(now)}" for column, old, now in pairs if old != now
    ]
    return ConflictError(
        f"There is another saved dataset {kept.name!r}, which never changes. Its "
        f"{', its '.join(differing)}. Save this one under a new name, such as "
        f"{kept.name + '-2'!r}."
    )


def _short(value: object) -> str:
    """The value for a message; of a hash, the beginning."""
    return value[:12] if isinstance(value, str) else repr(value)
