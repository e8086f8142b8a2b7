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
    Lineage,
    ModelRegistry,
    RequestError,
)
from mlplat_core.export.mlflow import MlflowExport, export_mlflow
from mlplat_core.export.mlflow_calls import pages

pytestmark = MLFLOW_WARNINGS


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
