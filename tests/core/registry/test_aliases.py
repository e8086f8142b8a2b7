"""How aliases move, go back and are refused, in both homes of the registry."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from registry_questions import champion, refused

from mlplat_core import (
    AliasNotFoundError,
    ConflictError,
    CorruptArtifactError,
    ModelRegistry,
    ModelVersionNotFoundError,
    NotFoundError,
    PlatformError,
    RegisteredModelNotFoundError,
    classic_stage,
)

# ---------------------------------------------------------------- aliases


def test_an_alias_points_at_one_version_and_a_version_may_have_many(
    registry: ModelRegistry,
) -> None:
    """Moving an alias leaves the others alone."""
    registry.set_alias("fraud", "shadow", 1)
    registry.set_alias("fraud", "champion", 2)

    assert registry.get_registered_model("fraud").aliases == {"champion": 2, "shadow": 1}


def test_an_alias_has_one_spelling(registry: ModelRegistry) -> None:
    """Upper and lower case are one alias, in every method."""
    registry.set_alias("fraud", "CHAMPION", 2, expected=1)

    assert registry.get_registered_model("fraud").aliases == {"champion": 2}
    assert registry.get_model_version_by_alias("fraud", "Champion").version == 2
    assert registry.resolve("models:/fraud@cHampion").version == 2
    assert registry.rollback("fraud", "Champion").version == 1
    registry.delete_alias("fraud", "ChAmPiOn")
    assert registry.get_registered_model("fraud").aliases == {}


@pytest.mark.parametrize(("expected", "wins"), [(1, True), (2, False), (None, False)])
def test_an_alias_moves_only_from_where_it_is_expected(
    registry: ModelRegistry, expected: int | None, wins: bool
) -> None:
    """Compare-and-set: if it moved meanwhile, nothing happens."""
    acts: list[Callable[[], object]] = [
        lambda: registry.set_alias("fraud", "champion", 3, expected=expected),
        lambda: registry.delete_alias("fraud", "champion", expected=expected),
    ]
    for act in acts:
        if wins:
            act()
            registry.set_alias("fraud", "champion", 1)
        else:
            refused(registry, ConflictError, act)
    if not wins:
        with pytest.raises(ConflictError, match="points at version 1, not at"):
            registry.rollback("fraud", "champion", expected=expected)


def test_the_default_expectation_reads_well() -> None:
    """What `help` shows for a missing `expected` says that any target will do."""
    assert "= ANYTHING" in str(inspect.signature(ModelRegistry.set_alias))


def test_expecting_no_alias_means_that_it_must_not_exist(registry: ModelRegistry) -> None:
    """`expected=None` lets exactly one of two first assignments win."""
    registry.set_alias("fraud", "challenger", 2, expected=None)

    refused(
        registry,
        ConflictError,
        lambda: registry.set_alias("fraud", "challenger", 3, expected=None),
    )


def test_a_missing_alias_is_not_found(registry: ModelRegistry) -> None:
    """Reading, removing and rolling back a missing alias raise the same error."""
    for act in (
        lambda: registry.get_model_version_by_alias("fraud", "shadow"),
        lambda: registry.delete_alias("fraud", "shadow"),
        lambda: registry.rollback("fraud", "shadow"),
        lambda: registry.resolve("models:/fraud@shadow"),
    ):
        with pytest.raises(AliasNotFoundError, match="there is: champion"):
            act()


@pytest.mark.parametrize("version", [0, -1, 4, True, 1.0, "1", None])
def test_a_version_is_found_by_its_number_only(registry: ModelRegistry, version: Any) -> None:
    """What merely equals a number is none."""
    refused(
        registry, ModelVersionNotFoundError, lambda: registry.get_model_version("fraud", version)
    )
    refused(
        registry,
        ModelVersionNotFoundError,
        lambda: registry.set_alias("fraud", "champion", version),
    )


def test_an_unknown_model_is_not_found(registry: ModelRegistry) -> None:
    """Every method names the model that is missing."""
    acts: list[Callable[[], object]] = [
        lambda: registry.get_registered_model("churn"),
        lambda: registry.create_model_version("churn", b""),
        lambda: registry.get_model_version("churn", 1),
        lambda: registry.set_alias("churn", "champion", 1),
        lambda: registry.rollback("churn", "champion"),
        lambda: registry.archive("churn", 1),
        lambda: registry.delete_model_version("churn", 1),
        lambda: registry.delete_registered_model("churn"),
        lambda: registry.set_tag("churn", None, "a", "b"),
        lambda: registry.set_description("churn", 1, "a"),
        lambda: registry.resolve("models:/churn/1"),
    ]
    for act in acts:
        refused(registry, RegisteredModelNotFoundError, act)
    assert issubclass(RegisteredModelNotFoundError, NotFoundError | PlatformError)


def test_stages_are_a_view_of_aliases(registry: ModelRegistry) -> None:
    """The classic stages follow from aliases and archiving; nothing sets them."""
    registry.set_alias("fraud", "challenger", 2)
    registry.create_model_version("fraud", b"w")
    registry.archive("fraud", 3)
    model = registry.get_registered_model("fraud")

    stages = [classic_stage(model, version) for version in registry.model_versions("fraud")]

    assert stages == ["Production", "Staging", "Archived", "None"]


# ---------------------------------------------------------------- rollback


def test_rollback_walks_back_and_not_to_and_fro(registry: ModelRegistry) -> None:
    """The targets form a stack."""
    registry.set_alias("fraud", "champion", 3)
    registry.set_alias("fraud", "champion", 3)
    registry.set_alias("fraud", "champion", 2)

    assert registry.rollback("fraud", "champion", expected=2, actor="ana").version == 3
    assert registry.rollback("fraud", "champion").version == 1
    refused(registry, ConflictError, lambda: registry.rollback("fraud", "champion"))
    assert (champion(registry), registry.history()[-2].actor) == (1, "ana")


def test_after_a_rollback_new_targets_build_on_it(registry: ModelRegistry) -> None:
    """What was rolled back from is not a place to go back to."""
    registry.set_alias("fraud", "champion", 2)
    registry.rollback("fraud", "champion")
    registry.set_alias("fraud", "champion", 3)

    assert registry.rollback("fraud", "champion").version == 1


def test_rollback_after_a_removal_remembers_what_was_before(registry: ModelRegistry) -> None:
    """Removing an alias does not wipe where it has been; one alias does not see another's path."""
    registry.set_alias("fraud", "champion", 2)
    registry.delete_alias("fraud", "champion")
    registry.set_alias("fraud", "champion", 3)
    registry.set_alias("fraud", "shadow", 2)

    refused(registry, ConflictError, lambda: registry.rollback("fraud", "shadow"))
    assert registry.rollback("fraud", "champion").version == 2


@pytest.mark.parametrize("fate", ["archived", "deleted"])
def test_rollback_refuses_a_target_that_cannot_serve(registry: ModelRegistry, fate: str) -> None:
    """It neither revives nor skips a version that was taken out of service."""
    registry.set_alias("fraud", "champion", 2)
    registry.set_alias("fraud", "champion", 3)
    if fate == "archived":
        registry.archive("fraud", 2)
    else:
        registry.delete_model_version("fraud", 2)

    with pytest.raises(ConflictError, match="cannot go back to version 2"):
        registry.rollback("fraud", "champion")
    assert champion(registry) == 3


def test_a_damaged_artifact_never_goes_live(registry: ModelRegistry) -> None:
    """Its sha256 is compared on loading, on assigning and on rolling back."""
    registry.set_alias("fraud", "champion", 2)
    damage(registry, registry.get_model_version("fraud", 1).artifact_hash, b"other weights")

    for act in (
        lambda: registry.load_artifact("models:/fraud/1"),
        lambda: registry.rollback("fraud", "champion"),
        lambda: registry.set_alias("fraud", "champion", 1),
        lambda: registry.promote("fraud", 1, "champion", []),
    ):
        refused(registry, CorruptArtifactError, act)

    damage(registry, registry.get_model_version("fraud", 3).artifact_hash, None)
    with pytest.raises(CorruptArtifactError, match="is missing"):
        registry.load_artifact("models:/fraud/3")
    assert registry.load_artifact("models:/fraud/2") == b"weights 2"


def test_registering_the_same_bytes_again_repairs_them(registry: ModelRegistry) -> None:
    """Content is stored under its own sha256, so a true copy replaces a damaged one."""
    damage(registry, registry.get_model_version("fraud", 1).artifact_hash, b"other weights")

    registry.create_model_version("fraud", b"weights 1")

    assert registry.load_artifact("models:/fraud/1") == b"weights 1"


def damage(registry: ModelRegistry, digest: str | None, content: bytes | None) -> None:
    """Replace or drop an artifact behind the registry's back."""
    store: Any = registry._store
    if hasattr(store, "_artifacts"):
        store._artifacts.pop(digest)
        store._artifacts.update({digest: content} if content else {})
        return
    table = "model_registry_artifact"
    store._connection.execute(f"DELETE FROM {table} WHERE digest = ?", (digest,))
    if content:
        store._connection.execute(f"INSERT INTO {table} VALUES (?, ?)", (digest, content))
