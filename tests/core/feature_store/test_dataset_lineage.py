"""From a model version back to the rows it was trained on, and to the same rows once more."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from dataset_steps import labels, save
from hypothesis import given, settings
from hypothesis import strategies as st
from timeline import FEATURES, Row, row, store_of, view_of

from mlplat_core import (
    FeatureStore,
    IntegrityError,
    JoinResult,
    Lineage,
    ModelRegistry,
    PointInTimeIndex,
    join_views,
)
from mlplat_core.feature_store.joining.historical import to_columns
from mlplat_core.feature_store.saved_datasets.content import encode_content
from mlplat_core.feature_store.saved_datasets.manifest import DatasetManifest
from mlplat_core.feature_store.saved_datasets.saving import (
    get_saved_dataset,
    list_saved_datasets,
)


def read_again(store: FeatureStore, asked: list[Row], position: int) -> JoinResult:
    """The historical read on the log as it was at a place in it."""
    view = view_of()
    log = [each for each in store._storage.offline.scan("stats") if each.sequence <= position]
    index = PointInTimeIndex(view, [to_columns(view, each) for each in log])
    return join_views(asked, FEATURES, {"stats": index})


def same(manifest: DatasetManifest, training: JoinResult) -> bool:
    """Whether a training set is the one of the manifest."""
    made = encode_content(manifest.features, training)
    pairs = (
        (made.dataset_hash, manifest.dataset_hash),
        (
            made.entity_rows_hash,
            manifest.entity_rows_hash,
        ),
    )
    return all(one == other for one, other in pairs)


@pytest.fixture
def store(make_store: Callable[..., FeatureStore]) -> FeatureStore:
    """A store with two values of one user."""
    store = make_store()
    store.push("stats", [row(1, 3, created=1), row(5, 4, created=6)])
    return store


def test_late_data_does_not_change_what_was_known(store: FeatureStore) -> None:
    """A correction that became known later gives the same hash, even without cutting the log."""
    asked = labels(2, 7)
    manifest = save(store, asked).manifest

    store.push("stats", [row(1, 99, created=50)])

    assert same(manifest, store.get_historical_features(asked, FEATURES))
    assert same(manifest, read_again(store, asked, manifest.log_position))


def test_a_backdated_row_is_cut_off_with_the_log(store: FeatureStore) -> None:
    """Loaded later as if it had always been known, it changes a new read, but not this one."""
    asked = labels(2, 7)
    manifest = save(store, asked).manifest

    store.push("stats", [row(1.5, 99, created=1.5)])

    assert not same(manifest, store.get_historical_features(asked, FEATURES))
    assert same(manifest, read_again(store, asked, manifest.log_position))


STEPS = st.integers(0, 9)
ROWS = st.lists(
    st.builds(row, STEPS, st.none() | st.integers(0, 5), STEPS, st.sampled_from(["u1", "u2"])),
    max_size=16,
)


@settings(max_examples=150, deadline=None)
@given(ROWS, ROWS, st.randoms())
def test_a_training_set_can_be_made_again(
    before: list[Row], after: list[Row], rng: random.Random
) -> None:
    """From the log up to its place in it, whatever was written since, byte for byte."""
    store = store_of()
    store.push("stats", before)
    asked = labels(*range(11)) + labels(*range(11), user="u2")
    rng.shuffle(asked)
    dataset = save(store, asked)

    store.push("stats", after)

    assert same(dataset.manifest, read_again(store, asked, dataset.manifest.log_position))
    assert get_saved_dataset(store._storage.datasets, "train") == dataset


def trained_on(store: FeatureStore, lineage: Lineage) -> Any:
    """The dataset of a model's lineage, found by its hash and verified by loading it."""
    found = [
        manifest
        for manifest in list_saved_datasets(store._storage.datasets)
        if manifest.dataset_hash == lineage.dataset_hash
    ]
    return get_saved_dataset(store._storage.datasets, found[0].name) if found else None


def test_a_model_version_leads_to_its_training_set(store: FeatureStore) -> None:
    """By the hash in its lineage, which also tells the definitions of the features."""
    save(store, labels(2), "other")
    dataset = save(store, labels(2, 7))
    manifest = dataset.manifest
    registry = ModelRegistry()
    registry.create_registered_model("fraud")
    made_from = Lineage(
        dataset_hash=manifest.dataset_hash, feature_view_hashes=manifest.feature_view_hashes
    )

    version = registry.create_model_version("fraud", b"weights", lineage=made_from)

    assert trained_on(store, version.lineage) == dataset
    assert version.lineage.feature_view_hashes == {"stats": view_of().definition_hash()}
    assert trained_on(store, Lineage(dataset_hash="another")) is None
    registry.verify()


def test_both_halves_share_one_file(tmp_path: Path) -> None:
    """Registry and feature store, and a training set that was touched is noticed from there."""
    path = tmp_path / "platform.db"
    with closing(store_of(path=path)) as store, closing(ModelRegistry(path)) as registry:
        store.push("stats", [row(1, 3, created=1)])
        dataset = save(store, labels(2, 7))
        registry.create_registered_model("fraud")
        lineage = Lineage(dataset_hash=dataset.manifest.dataset_hash)
        registry.create_model_version("fraud", b"weights", lineage=lineage)

    with closing(FeatureStore(path)) as store, closing(ModelRegistry(path)) as registry:
        version = registry.get_model_version("fraud", 1)
        assert trained_on(store, version.lineage) == dataset
        with store._storage.datasets._database.writing() as connection:  # type: ignore[attr-defined]
            connection.execute("UPDATE feature_store_datasets SET content = x'00'")
        with pytest.raises(IntegrityError, match="'train' is not what was written"):
            trained_on(store, version.lineage)
