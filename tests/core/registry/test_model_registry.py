"""What a user of the registry relies on, in both of its homes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from registry_questions import champion, refused

from mlplat_core import (
    ConflictError,
    DefinitionError,
    Lineage,
    ModelRegistry,
    ModelVersionNotFoundError,
    RegisteredModelNotFoundError,
    RequestError,
    VersionNotReadyError,
)

# ---------------------------------------------------------------- registering


def test_versions_count_from_one(registry: ModelRegistry) -> None:
    """Each version gets the next number."""
    numbers = [version.version for version in registry.model_versions("fraud")]

    assert numbers == [1, 2, 3]
    assert registry.get_registered_model("fraud").latest_version == 3


def test_a_version_keeps_what_it_was_registered_with(registry: ModelRegistry) -> None:
    """Every fact comes back as it was given, and none can be changed through the value."""
    lineage = Lineage("data", {"stats": "v1"}, "code", 2, {"depth": 3, "rate": 0.1, "note": None})
    metrics = {"auc": 0.81, "n": 3}

    made = registry.create_model_version(
        "fraud",
        b"weights",
        metrics=metrics,
        evaluation_set="set",
        slices={"new": {"auc": 0.7}},
        schema={"age": "int64"},
        lineage=lineage,
        description="first",
        tags={"team": "risk"},
        actor="ana",
    )
    metrics["auc"] = 0.99

    assert made == registry.get_model_version("fraud", 4)
    assert (made.metrics, made.evaluation_set) == ({"auc": 0.81, "n": 3.0}, "set")
    assert (made.slices, made.schema) == ({"new": {"auc": 0.7}}, {"age": "int64"})
    assert (made.lineage, made.author, made.description) == (lineage, "ana", "first")
    assert (made.tags, made.artifact_size) == ({"team": "risk"}, 7)
    assert made.created_at == registry.history()[-1].moment
    assert {made: 1}[registry.get_model_version("fraud", 4)] == 1
    with pytest.raises(FrozenInstanceError):
        made.version = 9  # type: ignore[misc]
    with pytest.raises(TypeError):
        made.metrics["auc"] = 1.0  # type: ignore[index]


def test_a_deleted_version_leaves_its_number_taken(registry: ModelRegistry) -> None:
    """The next version is max + 1 over living and deleted ones."""
    registry.delete_model_version("fraud", 3)

    assert registry.create_model_version("fraud", b"w").version == 4
    with pytest.raises(ModelVersionNotFoundError, match="there is: 1, 2, 4"):
        registry.get_model_version("fraud", 3)


def test_a_recreated_model_goes_on_numbering(registry: ModelRegistry) -> None:
    """A tombstone keeps the numbers, so that fraud/1 means one version for ever."""
    registry.delete_alias("fraud", "champion")
    registry.delete_registered_model("fraud")
    assert registry.registered_models() == []
    refused(registry, RegisteredModelNotFoundError, lambda: registry.model_versions("fraud"))

    model = registry.create_registered_model("fraud")

    assert (model.latest_version, registry.model_versions("fraud")) == (3, [])
    assert registry.create_model_version("fraud", b"w").version == 4


def test_a_name_is_registered_once(registry: ModelRegistry) -> None:
    """A second registration is a conflict."""
    refused(registry, ConflictError, lambda: registry.create_registered_model("fraud"))


@pytest.mark.parametrize(
    "facts",
    [
        {"source": "path/to/model"},
        {"metrics": {"auc": float("nan")}},
        {"metrics": {"auc": True}},
        {"metrics": {"auc": 2**64}},
        {"metrics": {"": 1.0}},
        {"metrics": [("auc", 1.0)]},
        {"tags": {"a": 1}},
        {"slices": {"new": 0.7}},
        {"schema": {"age": int}},
        {"description": None},
        {"evaluation_set": 7},
        {"lineage": Lineage(parent_version=4)},
        {"lineage": Lineage(parent_version=0)},
        {"actor": 7},
        {"reason": None},
    ],
)
def test_facts_that_a_log_cannot_keep_are_refused(
    registry: ModelRegistry, facts: dict[str, Any]
) -> None:
    """Malformed facts raise DefinitionError and take no number."""
    refused(registry, DefinitionError, lambda: registry.create_model_version("fraud", **facts))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Lineage(dataset_hash=7),  # type: ignore[arg-type]
        lambda: Lineage(code_hash=b"c"),  # type: ignore[arg-type]
        lambda: Lineage(parent_version=True),
        lambda: Lineage(feature_view_hashes={"a": 1}),  # type: ignore[dict-item]
        lambda: Lineage(parameters={"a": [1]}),  # type: ignore[dict-item]
    ],
)
def test_a_lineage_holds_plain_values(make: Callable[[], Lineage]) -> None:
    """A lineage that JSON could not carry unchanged is refused."""
    with pytest.raises(DefinitionError):
        make()


def test_a_fingerprint_depends_on_all_but_the_parent() -> None:
    """Anything that determines the model changes the fingerprint."""
    base = Lineage("d", {"v": "1"}, "c", None, {"a": 1})
    others = [
        Lineage("e", {"v": "1"}, "c", None, {"a": 1}),
        Lineage("d", {"v": "2"}, "c", None, {"a": 1}),
        Lineage("d", {"v": "1"}, "e", None, {"a": 1}),
        Lineage("d", {"v": "1"}, "c", None, {"a": 2}),
    ]

    assert Lineage("d", {"v": "1"}, "c", 5, {"a": 1}).fingerprint == base.fingerprint
    assert len({lineage.fingerprint for lineage in [base, *others]}) == 5


# ---------------------------------------------------------------- status


def test_a_pending_version_becomes_ready_or_failed(registry: ModelRegistry) -> None:
    """An artifact may come later, or never."""
    assert registry.create_model_version("fraud").status == "PENDING"
    registry.create_model_version("fraud")

    ready = registry.complete_model_version("fraud", 4, b"late")
    failed = registry.fail_model_version("fraud", 5, reason="out of memory")

    assert (ready.status, registry.load_artifact("models:/fraud/4")) == ("READY", b"late")
    assert (failed.status, registry.history()[-1].reason) == ("FAILED", "out of memory")
    refused(
        registry, VersionNotReadyError, lambda: registry.complete_model_version("fraud", 5, b"")
    )
    refused(registry, VersionNotReadyError, lambda: registry.fail_model_version("fraud", 4))
    refused(registry, VersionNotReadyError, lambda: registry.load_artifact("models:/fraud/5"))


@pytest.mark.parametrize("status", ["PENDING", "FAILED", "ARCHIVED"])
def test_only_a_ready_version_can_have_an_alias(registry: ModelRegistry, status: str) -> None:
    """A version without a usable artifact never gets near a request."""
    registry.create_model_version("fraud", b"w" if status == "ARCHIVED" else None)
    if status == "FAILED":
        registry.fail_model_version("fraud", 4)
    if status == "ARCHIVED":
        assert registry.archive("fraud", 4).status == "ARCHIVED"

    refused(registry, VersionNotReadyError, lambda: registry.set_alias("fraud", "champion", 4))
    refused(registry, VersionNotReadyError, lambda: registry.archive("fraud", 4))
    assert champion(registry) == 1


def test_a_version_in_use_is_neither_archived_nor_deleted(registry: ModelRegistry) -> None:
    """An alias protects its target, and the model."""
    refused(registry, ConflictError, lambda: registry.archive("fraud", 1))
    refused(registry, ConflictError, lambda: registry.delete_model_version("fraud", 1))
    refused(registry, ConflictError, lambda: registry.delete_registered_model("fraud"))

    registry.set_alias("fraud", "champion", 2)
    assert registry.archive("fraud", 1).status == "ARCHIVED"
    registry.delete_model_version("fraud", 1)


# ---------------------------------------------------------------- tags, history, time


def test_tags_and_descriptions_change_and_every_change_is_kept(registry: ModelRegistry) -> None:
    """What is mutable is audited."""
    registry.set_tag("fraud", 1, "auc", "0.9", actor="ana", reason="typing error")
    registry.set_tag("fraud", 1, "auc", "0.99")
    registry.set_tag("fraud", None, "team", "risk")
    registry.set_description("fraud", 1, "the first")
    registry.set_description("fraud", None, "cards")

    version, model = registry.get_model_version("fraud", 1), registry.get_registered_model("fraud")
    assert (version.tags, version.description) == ({"auc": "0.99"}, "the first")
    assert (model.tags, model.description) == ({"team": "risk"}, "cards")
    assert [getattr(e.event, "value", None) for e in registry.history()[5:7]] == ["0.9", "0.99"]
    assert (registry.history()[5].actor, registry.history()[5].reason) == ("ana", "typing error")

    registry.set_tag("fraud", 1, "auc", None)
    registry.set_tag("fraud", 1, "never there", None)
    assert registry.get_model_version("fraud", 1).tags == {}
    refused(registry, DefinitionError, lambda: registry.set_tag("fraud", 1, "", "x"))
    refused(registry, ModelVersionNotFoundError, lambda: registry.set_tag("fraud", 9, "a", "x"))


def test_the_state_at_any_moment_can_be_asked(registry: ModelRegistry) -> None:
    """What was live at 14:05? An entry counts from its very moment on."""
    registry.set_alias("fraud", "champion", 2)
    registry.delete_alias("fraud", "champion")
    moved = registry.history()[5].moment

    assert registry.state_as_of(moved).resolve("models:/fraud@champion").version == 2
    before = registry.state_as_of(moved - timedelta(microseconds=1))
    assert before.resolve("models:/fraud@champion").version == 1
    assert registry.state_as_of(moved + timedelta(days=1)).models["fraud"].aliases == {}
    assert registry.state_as_of(registry.history()[0].moment - timedelta(1)).models == {}
    with pytest.raises(RequestError, match="time zone"):
        registry.state_as_of(datetime(2026, 11, 23))


def test_history_tells_of_one_model_or_all(registry: ModelRegistry) -> None:
    """A deleted model keeps its history."""
    registry.create_registered_model("churn")
    registry.delete_registered_model("churn")

    assert [entry.number for entry in registry.history("churn")] == [6, 7]
    assert len(registry.history()) == 7
    assert registry.history("nobody") == ()


def test_a_clock_that_goes_back_does_not_take_the_log_with_it(
    registry: ModelRegistry, clock: Any
) -> None:
    """Moments never decrease, so that the state at a moment is a prefix of the log."""
    latest = registry.history()[-1].moment
    clock.now -= timedelta(days=1)

    registry.set_alias("fraud", "champion", 2)

    assert registry.history()[-1].moment == latest
    registry.verify()


@pytest.mark.parametrize("now", [datetime(2026, 11, 23), None])
def test_a_clock_must_know_its_time_zone(now: Any) -> None:
    """A naive moment is refused before anything is written."""
    registry = ModelRegistry(clock=lambda: now)

    refused(registry, RequestError, lambda: registry.create_registered_model("fraud"))


def test_without_a_clock_the_time_is_now() -> None:
    """The default clock is the machine's, in UTC."""
    before = datetime.now(UTC)

    created = ModelRegistry().create_registered_model("fraud").created_at

    assert before <= created <= datetime.now(UTC)


def test_a_registry_has_one_home(registry: ModelRegistry, tmp_path: Path) -> None:
    """A path and a store at once are refused."""
    with pytest.raises(DefinitionError, match="not both"):
        ModelRegistry(tmp_path / "x.db", store=registry._store)


def test_a_file_keeps_the_registry(tmp_path: Path) -> None:
    """What one object wrote another reads, from a path as text or Path."""
    first = ModelRegistry(str(tmp_path / "platform.db"))
    first.create_registered_model("fraud", tags={"ä": "\ud800 ✓"}, actor="ana")
    head = first.verify()
    first.close()

    second = ModelRegistry(tmp_path / "platform.db")

    assert second.verify(known_head=head) == head
    assert second.get_registered_model("fraud").tags == {"ä": "\ud800 ✓"}
    assert [model.name for model in second.registered_models()] == ["fraud"]
    second.close()
