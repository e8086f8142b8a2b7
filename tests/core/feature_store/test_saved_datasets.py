"""Training sets under a name, in both storages: what is kept, what is refused, what is noticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, timedelta, timezone
from typing import Any

import pandas as pd
import pytest
from dataset_steps import TRAINING, keep, labels, save
from timeline import FEATURES, USER, MakeStore, at, row, view_of

from mlplat_core import (
    ConflictError,
    DefinitionError,
    FeatureStore,
    FeatureView,
    Field,
    JoinResult,
    RequestError,
    SavedDatasetNotFoundError,
)
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView
from mlplat_core.feature_store.saved_datasets.manifest import DatasetManifest
from mlplat_core.feature_store.saved_datasets.saving import (
    get_saved_dataset,
    list_saved_datasets,
)
from mlplat_core.feature_store.storage.opening import Storage


@pytest.fixture
def store(make_store: Callable[..., FeatureStore]) -> FeatureStore:
    """A store with two values of one user."""
    store = make_store()
    store.push("stats", [{**row(1, 3, created=1), "amount": 0.1}, row(5, 4, created=5)])
    return store


@pytest.fixture
def storage(store: FeatureStore) -> Storage:
    """Where it keeps what it knows."""
    return store._storage


def changed(**values: Any) -> JoinResult:
    """The usual training set with other values in its row."""
    return JoinResult([{**TRAINING.rows[0], **values}], TRAINING.statuses)


def test_a_training_set_comes_back_as_it_was_read(store: FeatureStore) -> None:
    """Rows and statuses in order, with the columns of the entity rows."""
    asked = labels(0, 2, 7, 7)

    save(store, asked)

    found = get_saved_dataset(store._storage.datasets, "train")
    training = store.get_historical_features(asked, FEATURES)
    assert list(found.rows) == training.rows
    assert list(found.statuses) == training.statuses
    assert found.rows[1]["amount"] == 0.1


def test_the_manifest_tells_the_origin(store: FeatureStore) -> None:
    """All that is needed to read the same again, and to notice if it is not the same."""
    asked = labels(2, 7)

    made = save(store, asked, tags={"team": "risk"}, full_feature_names=True).manifest

    assert (made.name, made.created_at, made.row_count) == ("train", at(100), 2)
    assert made.features == tuple(FEATURES)
    assert made.feature_view_hashes == {"stats": view_of().definition_hash()}
    assert (made.transform_hashes, made.as_known, made.full_feature_names) == ({}, True, True)
    assert (made.log_position, made.tags) == (2, {"team": "risk"})
    assert len(made.dataset_hash) == len(made.entity_rows_hash) == 64


def test_the_manifest_tells_what_was_computed(store: FeatureStore) -> None:
    """The function by its hash, and the views that only it needs, with their place in the log."""
    twice = OnDemandFeatureView(
        "doubled",
        sources=["stats:count"],
        schema=[Field("twice", int)],
        transform=lambda row: {"twice": row["count"] and 2 * row["count"]},
    )
    store.apply(twice)

    dataset = save(store, labels(2, 7), features=["doubled:twice"], as_known=False)

    made = dataset.manifest
    assert [row["twice"] for row in dataset.rows] == [6, 8]
    assert (made.features, made.as_known, made.log_position) == (("doubled:twice",), False, 2)
    assert made.transform_hashes == {"doubled": twice.transform_hash}
    assert made.feature_view_hashes == {
        "stats": view_of().definition_hash(),
        "doubled": twice.definition_hash(),
    }


def test_features_are_told_in_the_order_asked(store: FeatureStore) -> None:
    """Not in that of their views."""
    store.apply(FeatureView("other", [USER], [Field("age", int)]))
    features = ["stats:amount", "other:age", "stats:count"]

    assert save(store, labels(2), features=features).manifest.features == tuple(features)


def test_saving_the_same_again_changes_nothing(storage: Storage) -> None:
    """The first manifest stays, with its time, its tags and its place in the log."""
    first = keep(storage, tags={"team": "risk"})

    again = keep(storage, tags={"team": "ads"}, created_at=at(200), log_position=9)

    assert again == first == get_saved_dataset(storage.datasets, "train")
    assert list_saved_datasets(storage.datasets) == [first.manifest]


@pytest.mark.parametrize(
    ("other", "differing"),
    [
        ({"training": changed(count=5)}, "dataset_hash"),
        ({"training": changed(count=4.0)}, "dataset_hash"),
        ({"training": changed(label=1)}, "entity_rows_hash"),
        ({"training": JoinResult([], [])}, "row_count is 1, not 0"),
        ({"features": ["stats:count", "stats:age"]}, "features is .*'stats:amount'.*, not .*age"),
        (
            {"training": changed(count=5), "feature_view_hashes": {"stats": "h2"}},
            "feature_view_hashes is .*h1.*, not .*h2",
        ),
        ({"training": changed(count=5), "as_known": False}, "as_known is True, not False"),
        ({"training": changed(count=5), "log_position": 8}, "log_position is 7, not 8"),
    ],
)
def test_other_content_under_the_same_name_is_refused(
    storage: Storage, other: dict[str, Any], differing: str
) -> None:
    """The message says what differs, and what was saved stays."""
    first = keep(storage)

    with pytest.raises(ConflictError, match=differing) as caught:
        keep(storage, **other, created_at=at(200))

    message = str(caught.value)
    assert "new name, such as 'train-2'" in message
    assert "created_at" not in message
    assert "transform_hashes" not in message
    assert first.manifest.dataset_hash not in message  # only its beginning, to be read by people
    assert get_saved_dataset(storage.datasets, "train") == first


def test_the_same_content_has_the_same_hash_under_any_name(storage: Storage) -> None:
    """Neither name nor time nor tags nor origin count, only content."""
    one = keep(storage, "one").manifest
    two = keep(storage, "two", created_at=at(1), tags={"a": "b"}, log_position=1).manifest

    assert one.dataset_hash == two.dataset_hash
    assert one.dataset_hash != keep(storage, "three", changed(count=5)).manifest.dataset_hash


def test_manifests_are_listed_by_name(storage: Storage) -> None:
    """Without reading any content."""
    for name in ("b", "c", "a"):
        keep(storage, name)

    assert [manifest.name for manifest in list_saved_datasets(storage.datasets)] == ["a", "b", "c"]


def test_an_unknown_name_is_refused(storage: Storage) -> None:
    """With the names that there are."""
    keep(storage, "b")
    keep(storage, "a")

    with pytest.raises(
        SavedDatasetNotFoundError, match="saved dataset 'train' here; there is: a, b"
    ):
        get_saved_dataset(storage.datasets, "train")


def test_a_snapshot_cannot_be_changed_through_what_is_handed_out(storage: Storage) -> None:
    """Nor through the rows that it was made from; a copy can."""
    row, status = dict(TRAINING.rows[0]), dict(TRAINING.statuses[0])
    dataset = keep(storage, training=JoinResult([row], [status]))

    row["count"] = 99
    copy = dict(dataset.rows[0])
    copy["count"] = 98
    with pytest.raises(TypeError):
        dataset.rows[0]["count"] = 97  # type: ignore[index]
    with pytest.raises(TypeError):
        dataset.statuses[0]["count"] = "NOT_FOUND"  # type: ignore[index]
    with pytest.raises(TypeError):
        dataset.rows[0] = {}  # type: ignore[index]
    with pytest.raises(TypeError):
        dataset.manifest.tags["team"] = "risk"  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        dataset.rows = ()  # type: ignore[misc]

    assert dataset.rows[0]["count"] == 4
    assert get_saved_dataset(storage.datasets, "train") == dataset


def test_rows_go_straight_into_a_data_frame(storage: Storage) -> None:
    """Read-only mappings are as good as dicts to pandas."""
    frame = pd.DataFrame(keep(storage).rows)

    assert frame.loc[0, "count"] == 4
    assert set(frame.columns) == {"user_id", "event_timestamp", "label", "count", "amount"}


def test_a_training_set_without_rows_can_be_saved(storage: Storage) -> None:
    """And is another one for other features."""
    dataset = keep(storage, training=JoinResult([], []))

    assert (dataset.rows, dataset.statuses, dataset.manifest.row_count) == ((), (), 0)
    with pytest.raises(ConflictError, match="features"):
        keep(storage, training=JoinResult([], []), features=["stats:count"])


@pytest.mark.parametrize("name", ["fraud", "fraud-2026.11_b", "7", "_x"])
def test_names_are_those_of_models(storage: Storage, name: str) -> None:
    """A dataset and the model trained on it may share one."""
    assert keep(storage, name).manifest.name == name


@pytest.mark.parametrize("name", ["", "-a", ".a", "a b", "a/b", "a\n", "é", 7, None])
def test_other_names_are_refused(storage: Storage, name: Any) -> None:
    """Nothing is saved then."""
    with pytest.raises(DefinitionError, match="cannot name a dataset"):
        keep(storage, name)

    assert list_saved_datasets(storage.datasets) == []


@pytest.mark.parametrize(
    ("origin", "message"),
    [
        ({"tags": {"team": 1}}, r"tags has 'team': 1"),
        ({"tags": {1: "team"}}, r"tags has 1: 'team'"),
        ({"tags": "risk"}, r"tags is 'risk'"),
        ({"feature_view_hashes": {"stats": None}}, r"feature_view_hashes has 'stats': None"),
        ({"transform_hashes": {"ratio": b"h"}}, r"transform_hashes has 'ratio': b'h'"),
        ({"features": []}, r"features is \[\]"),
    ],
)
def test_an_origin_that_says_nothing_is_refused(
    storage: Storage, origin: dict[str, Any], message: str
) -> None:
    """Tags and hashes are texts by name, and there is at least one feature."""
    with pytest.raises(DefinitionError, match=message):
        keep(storage, **origin)


def test_a_value_that_cannot_be_kept_is_refused(storage: Storage) -> None:
    """With row and column, and nothing is saved."""
    with pytest.raises(RequestError, match="row 0, label") as caught:
        keep(storage, training=changed(label=[1, 2]))

    assert (caught.value.row, caught.value.column) == (0, "label")
    assert list_saved_datasets(storage.datasets) == []


def test_moments_are_kept_in_utc(storage: Storage) -> None:
    """The same moment in another time zone is the same content."""
    east = timezone(timedelta(hours=2))
    dataset = keep(storage, created_at=at(100).astimezone(east))

    again = keep(storage, training=changed(event_timestamp=at(3).astimezone(east)))

    assert again == dataset
    assert dataset.manifest.created_at.tzinfo is dataset.rows[0]["event_timestamp"].tzinfo is UTC  # type: ignore[union-attr]
    with pytest.raises(RequestError, match="has no time zone"):
        keep(storage, created_at=at(100).replace(tzinfo=None))


def test_a_manifest_speaks_utc(storage: Storage) -> None:
    """However it was made."""
    manifest = keep(storage).manifest

    east = replace(manifest, created_at=at(9).astimezone(timezone(timedelta(hours=2))))

    assert (east.created_at, east.created_at.tzinfo) == (at(9), UTC)
    with pytest.raises(RequestError, match="is not a moment"):
        replace(manifest, created_at="today")  # type: ignore[arg-type]


def test_tags_are_any_text(storage: Storage) -> None:
    """Sorted by name, every character as it was."""
    tags = {"team": "risk", "note": 'é\u2028\ud800 "\n', "": ""}

    made = keep(storage, tags=tags).manifest

    assert made.tags == tags
    assert list(made.tags) == ["", "note", "team"]


def test_a_manifest_can_be_a_key(storage: Storage) -> None:
    """And equals another one of the same fields."""
    manifest = keep(storage).manifest

    same: DatasetManifest = replace(manifest)

    assert {manifest: 1}[same] == 1
    assert hash(keep(storage)) == hash(get_saved_dataset(storage.datasets, "train"))
    assert manifest != replace(manifest, tags={"a": "b"})


def test_the_store_gives_back_what_it_saved(make_store: MakeStore) -> None:
    """By its name, rows and manifest alike."""
    store = make_store()
    store.push("stats", [row(1, 3, created=1)])

    made = store.create_saved_dataset("train", labels(2), FEATURES)

    assert store.get_saved_dataset("train") == made
