"""MLflow shows after an export what the registry holds, whatever happened before."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mlflow_files import MLFLOW_WARNINGS
from real_mlflow import RealMlflow, expected
from registry_histories import live, new_registry

from mlplat_core import (
    ConflictError,
    CorruptArtifactError,
    Lineage,
    ModelRegistry,
    PlatformError,
    RequestError,
    TamperedLogError,
)
from mlplat_core.export.mlflow import MlflowExport, export_mlflow
from mlplat_core.export.mlflow_calls import MlflowCalls, pages
from mlplat_core.export.mlflow_runs import VersionRuns
from mlplat_core.export.mlflow_writer import MlflowWriter

pytestmark = MLFLOW_WARNINGS


@pytest.fixture
def registry() -> ModelRegistry:
    """Model fraud with the versions 2, 4 and 5 of 7, `champion` on 2, and a model without any."""
    registry = new_registry()
    registry.create_registered_model("churn", description="customers who leave")
    registry.create_registered_model("fraud", tags={"team": "risk"})
    for turn in range(7):
        content = None if turn == 3 else f"weights {turn}".encode()
        registry.create_model_version("fraud", content, metrics={"auc": 0.8}, actor="ana")
    registry.set_alias("fraud", "champion", 2)
    for number in (1, 3, 6, 7):
        registry.delete_model_version("fraud", number)
    return registry


# ---------------------------------------------------------------- what arrives


@pytest.mark.parametrize("seed", range(4))
def test_mlflow_follows_any_history(
    mlflow: RealMlflow, record_property: Callable[[str, object], None], seed: int
) -> None:
    """Exported at three moments of a random life, everything is there each time, and again."""
    rng, registry = random.Random(seed), new_registry()
    for _ in range(3):
        live(registry, rng, 40)

        done = mlflow.export(registry)

        assert mlflow.shown() == expected(registry)
        assert done.versions == {
            model.name: len(registry.model_versions(model.name))
            for model in registry.registered_models()
        }
        assert mlflow.export(registry).writes == 0
    record_property("oracle cases", f"MLflow, exported: {len(registry.history())} entries")
    for model in registry.registered_models():
        assert mlflow.next_number(model.name) == model.latest_version + 1


def test_numbers_stay_and_deleted_ones_stay_taken(
    mlflow: RealMlflow, registry: ModelRegistry
) -> None:
    """Gaps are filled and deleted again, also those after the last version."""
    done = mlflow.export(registry)

    assert sorted(mlflow.shown()["fraud"]["versions"]) == [2, 4, 5]
    assert (done.versions, done.aliases, done.deleted) == ({"churn": 0, "fraud": 3}, 1, ())
    assert mlflow.next_number("fraud") == 8


def test_a_name_that_was_deleted_goes_on_numbering(
    mlflow: RealMlflow, registry: ModelRegistry
) -> None:
    """Where MLflow alone would begin again with 1."""
    mlflow.export(registry)
    registry.delete_alias("fraud", "champion")
    registry.delete_registered_model("fraud")
    assert mlflow.export(registry).deleted == ("fraud",)
    registry.create_registered_model("fraud")
    registry.create_model_version("fraud", b"new")

    mlflow.export(registry)

    assert list(mlflow.shown()["fraud"]["versions"]) == [8]


def test_a_name_may_be_deleted_and_back_between_two_exports(
    mlflow: RealMlflow, registry: ModelRegistry
) -> None:
    """The old versions go, the new one comes, the numbers go on."""
    mlflow.export(registry)
    registry.delete_alias("fraud", "champion")
    registry.delete_registered_model("fraud")
    registry.create_registered_model("fraud")
    registry.create_model_version("fraud", b"new")

    assert mlflow.export(registry).deleted == ()
    assert mlflow.shown() == expected(registry)


def test_an_artifact_that_arrives_later_follows(
    mlflow: RealMlflow, registry: ModelRegistry
) -> None:
    """The version was PENDING at the first export."""
    mlflow.export(registry)
    registry.complete_model_version("fraud", 4, b"at last")

    mlflow.export(registry)

    assert mlflow.shown()["fraud"]["versions"][4]["artifact"] == b"at last"


def test_texts_and_pointers_follow(mlflow: RealMlflow, registry: ModelRegistry) -> None:
    """What may change of a version, and only that, is changed by the next export."""
    mlflow.export(registry)
    registry.set_description("fraud", 2, "the good one")
    registry.set_description("fraud", None, "cards")
    registry.set_tag("fraud", None, "team", None)
    registry.set_tag("fraud", 5, "reviewed", "yes")
    registry.set_alias("fraud", "shadow", 2)
    registry.delete_alias("fraud", "champion")
    registry.archive("fraud", 5)

    done = mlflow.export(registry)

    assert mlflow.shown() == expected(registry)
    assert done.writes == 2 + 7  # one for each change, and the state before and after


def test_artifacts_go_where_mlflow_puts_them(
    registry: ModelRegistry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a SQLite file it is we who choose; a folder as the registry has a place of its own."""
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    monkeypatch.chdir(tmp_path)  # where such a registry leaves a database, whatever it was told

    done = export_mlflow(registry, str(tmp_path / "mlruns"))

    assert done.versions == {"churn": 0, "fraud": 3}
    files = (tmp_path / "mlruns").rglob("artifacts/model/artifact")
    assert sorted(file.read_bytes() for file in files) == [b"weights 1", b"weights 4"]


def test_what_mlflow_cannot_name_is_kept_word_for_word(mlflow: RealMlflow) -> None:
    """Tags of such names in one tag, metrics and parameters in the record, and not in the run."""
    registry = new_registry()
    odd = {"p=0.5": "x", "mlflow.prompt.is_prompt": "true", "k" * 251: "y"}
    registry.create_registered_model("fraud", tags={**odd, "team": "risk"})
    registry.create_model_version(
        "fraud",
        metrics={"../auc": 0.5, "auc": 0.6},
        lineage=Lineage(parameters={"a=b": 1, "long": "z" * 6001, "depth": 3}),
        tags=odd,
    )

    mlflow.export(registry)

    (model,) = mlflow.client.search_registered_models()
    assert model.tags["team"] == "risk"
    assert odd.keys().isdisjoint(model.tags)
    version = mlflow.client.get_model_version("fraud", "1")
    assert odd.keys().isdisjoint(version.tags)
    run = mlflow.client.get_run(version.run_id)
    assert (run.data.metrics, run.data.params) == ({"auc": 0.6}, {"depth": "3"})
    assert '"../auc":0.5' in version.tags["mlplat.record"]
    assert f'"{"k" * 251}":"y"' in version.tags["mlplat.tags"]


def test_more_parameters_than_a_call_takes_arrive(mlflow: RealMlflow) -> None:
    """MLflow takes a hundred at once."""
    registry, parameters = new_registry(), {f"p{n}": n for n in range(250)}
    registry.create_registered_model("fraud")
    registry.create_model_version("fraud", lineage=Lineage(parameters=parameters))

    mlflow.export(registry)

    assert len(mlflow.shown()["fraud"]["versions"][1]["parameters"]) == 250


@pytest.mark.parametrize("version", [None, 1])
def test_a_text_too_long_for_mlflow_is_refused_at_once(
    mlflow: RealMlflow, registry: ModelRegistry, version: int | None
) -> None:
    """Before anything is written, and with its place."""
    registry.create_registered_model("a")
    registry.create_model_version("a")
    registry.set_tag("a", version, "long", "z" * 100_000)
    mlflow.export(registry)
    registry.set_tag("a", version, "long", "z" * 100_001)

    with pytest.raises(RequestError, match=r"^models:/a.*: tag 'long' has 100,001 characters"):
        mlflow.export(registry)


def test_an_empty_registry_is_no_reason_to_begin(tmp_path: Path) -> None:
    """MLflow is not even asked."""
    done = export_mlflow(ModelRegistry(), f"sqlite:///{tmp_path}/never.db")

    assert done == MlflowExport({}, 0, (), 0)
    assert list(tmp_path.iterdir()) == []


def test_more_models_and_versions_than_a_page_arrive(mlflow: RealMlflow) -> None:
    """MLflow answers searches in pages."""
    for number in range(7):
        mlflow.client.create_registered_model(f"m{number}")

    def by_threes(**named: Any) -> Any:
        return mlflow.client.search_registered_models(**{**named, "max_results": 3})

    assert [model.name for model in pages(by_threes, "")] == [f"m{n}" for n in range(7)]


# ---------------------------------------------------------------- what is refused


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


# ---------------------------------------------------------------- interruptions


class PulledPlugError(Exception):
    """The export ended here."""


def test_an_interrupted_export_is_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After whichever call the plug is pulled: the next export finishes, with the same numbers."""
    registry = new_registry()
    registry.create_registered_model("fraud", tags={"team": "risk"})
    for content in (b"1", b"2", b"3"):
        registry.create_model_version("fraud", content, metrics={"auc": 0.8})
    registry.set_alias("fraud", "champion", 2)
    registry.delete_model_version("fraud", 1)
    registry.delete_model_version("fraud", 3)
    change = MlflowCalls.change
    total = RealMlflow(tmp_path / "whole").export(registry).writes

    for last in range(1, total):
        mlflow = RealMlflow(tmp_path / str(last))

        def pulled(self: MlflowCalls, *a: Any, last: int = last, **named: Any) -> Any:
            if self.writes == last:
                raise PulledPlugError
            return change(self, *a, **named)

        monkeypatch.setattr(MlflowCalls, "change", pulled)
        with pytest.raises(PulledPlugError):
            mlflow.export(registry)
        monkeypatch.setattr(MlflowCalls, "change", change)
        mlflow.export(registry)

        assert mlflow.shown() == expected(registry)
        assert mlflow.export(registry).writes == 0
        assert len(mlflow.client.search_runs(["1"])) == 1
        assert mlflow.next_number("fraud") == 4


def test_a_version_lost_while_unfinished_cannot_come_back(
    mlflow: RealMlflow, registry: ModelRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MLflow gives no number twice, so somebody has to decide."""
    registry.delete_registered_model("churn")

    def stop(*_: object) -> None:
        raise PulledPlugError

    monkeypatch.setattr(MlflowWriter, "_move_aliases", stop)
    with pytest.raises(PulledPlugError):
        mlflow.export(registry)
    mlflow.client.delete_model_version("fraud", "2")

    with pytest.raises(ConflictError, match="Version 2 of 'fraud' was deleted in MLflow"):
        mlflow.export(registry)
