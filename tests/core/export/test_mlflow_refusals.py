"""What an export to MLflow refuses: others' models, changes made there, damage, MLflow's errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mlflow_files import MLFLOW_WARNINGS
from real_mlflow import RealMlflow

from mlplat_core import (
    ConflictError,
    CorruptArtifactError,
    ModelRegistry,
    PlatformError,
    TamperedLogError,
)
from mlplat_core.export.mlflow import export_mlflow
from mlplat_core.export.mlflow_runs import VersionRuns

pytestmark = MLFLOW_WARNINGS


def test_a_foreign_model_is_not_touched(mlflow: RealMlflow, registry: ModelRegistry) -> None:
    """Nothing at all is written, not even models that are not there yet."""
    mlflow.client.create_registered_model("fraud", description="theirs")

    with pytest.raises(ConflictError, match="'fraud' that was not exported from this registry"):
        mlflow.export(registry)

    assert [model.name for model in mlflow.client.search_registered_models()] == ["fraud"]


def test_another_registry_is_foreign_too(mlflow: RealMlflow, registry: ModelRegistry) -> None:
    """Two registries with a model of one name do not take turns in overwriting it."""
    mlflow.export(registry)
    other = ModelRegistry()
    other.create_registered_model("fraud")

    with pytest.raises(ConflictError, match="not exported from this registry"):
        mlflow.export(other)


CHANGES: dict[str, Callable[[Any], object]] = {
    "alias moved": lambda c: c.set_registered_model_alias("fraud", "champion", "5"),
    "alias added": lambda c: c.set_registered_model_alias("fraud", "latest-good", "5"),
    "alias deleted": lambda c: c.delete_registered_model_alias("fraud", "champion"),
    "tag of the model": lambda c: c.set_registered_model_tag("fraud", "team", "other"),
    "tag of a version": lambda c: c.set_model_version_tag("fraud", "2", "reviewed", "yes"),
    "description": lambda c: c.update_registered_model("fraud", "text"),
    "description of a version": lambda c: c.update_model_version("fraud", "2", "text"),
    "version registered": lambda c: c.create_model_version("fraud", "somewhere"),
    "version deleted": lambda c: c.delete_model_version("fraud", "5"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_in_mlflow_is_never_overwritten(
    mlflow: RealMlflow, registry: ModelRegistry, change: str
) -> None:
    """Whoever moved something there is asked first; MLflow itself would let the last one win."""
    mlflow.export(registry)
    CHANGES[change](mlflow.client)
    registry.set_alias("fraud", "champion", 5)
    before = dict(mlflow.client.get_registered_model("fraud").aliases)

    with pytest.raises(ConflictError, match="was changed in MLflow after the last export"):
        mlflow.export(registry)

    assert mlflow.client.get_registered_model("fraud").aliases == before


def test_a_deleted_model_that_was_changed_in_mlflow_is_kept(
    mlflow: RealMlflow, registry: ModelRegistry
) -> None:
    """Deleting follows the same rule."""
    mlflow.export(registry)
    mlflow.client.update_registered_model("churn", "now in use over here")
    registry.delete_registered_model("churn")

    with pytest.raises(ConflictError, match="was changed in MLflow"):
        mlflow.export(registry)

    assert mlflow.client.get_registered_model("churn").description == "now in use over here"


def test_a_version_registered_in_between_is_noticed(
    mlflow: RealMlflow, registry: ModelRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else takes the number between the look and the call."""
    mlflow.export(registry)
    registry.create_model_version("fraud", b"eighth")
    run = VersionRuns.run

    def slow(self: VersionRuns, *arguments: Any) -> Any:
        mlflow.client.create_model_version("fraud", "theirs")
        return run(self, *arguments)

    monkeypatch.setattr(VersionRuns, "run", slow)

    with pytest.raises(ConflictError, match="gave version 8 of 'fraud' the number 9"):
        mlflow.export(registry)

    assert mlflow.client.get_model_version("fraud", "8").source == "theirs"


def test_a_log_that_lost_its_end_is_noticed(mlflow: RealMlflow, tmp_path: Path) -> None:
    """A registry that was restored from an older copy gives numbers for the second time."""
    path, copy = tmp_path / "platform.db", tmp_path / "copy.db"
    registry = ModelRegistry(path)
    registry.create_registered_model("fraud")
    registry.close()
    copy.write_bytes(path.read_bytes())
    for file, contents in ((path, [b"a", b"b"]), (copy, [])):
        registry = ModelRegistry(file)
        for content in contents:
            registry.create_model_version("fraud", content)
        registry.close()
    mlflow.export(ModelRegistry(path))
    older = ModelRegistry(copy)

    with pytest.raises(ConflictError, match="Version 2 of 'fraud' exists, or has existed, in"):
        mlflow.export(older)
    older.create_model_version("fraud", b"another first")
    older.create_model_version("fraud", b"another second")
    with pytest.raises(ConflictError, match="Version 1 of 'fraud' is another one in MLflow"):
        mlflow.export(older)


def test_a_damaged_registry_is_not_exported(mlflow: RealMlflow, registry: ModelRegistry) -> None:
    """Log and artifacts are verified before anything is written."""
    store: Any = registry._store
    store._artifacts.clear()

    with pytest.raises((TamperedLogError, CorruptArtifactError)):
        mlflow.export(registry)

    assert list(mlflow.client.search_registered_models()) == []


def test_what_mlflow_refuses_is_said_in_its_words(registry: ModelRegistry) -> None:
    """With the address, but without the password in it."""
    with pytest.raises(PlatformError, match=r"MLflow at 'mlplat://\*\*\*@host' refused: .*URI"):
        export_mlflow(registry, "mlplat://ana:secret@host")


def test_an_error_of_mlflow_while_reading_is_no_missing_model(
    mlflow: RealMlflow, registry: ModelRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only "does not exist" means that; anything else stops the export."""
    from mlflow import MlflowClient
    from mlflow.exceptions import MlflowException

    def down(*_: object) -> None:
        raise MlflowException("the server is down")

    monkeypatch.setattr(MlflowClient, "get_registered_model", down)

    with pytest.raises(PlatformError, match="the server is down"):
        mlflow.export(registry)
