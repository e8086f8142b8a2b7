"""A real MLflow registry in a SQLite file, and what it shows to whoever asks it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mlflow_files import new_mlflow

from mlplat_core import ModelRegistry, ModelVersion
from mlplat_core.export.mlflow import MlflowExport, export_mlflow

Shown = dict[str, dict[str, Any]]


class RealMlflow:
    """An MLflow of its own, with nothing in it."""

    def __init__(self, folder: Path) -> None:
        self.uri, self.client = new_mlflow(folder)

    def export(self, registry: ModelRegistry) -> MlflowExport:
        """The result of an export to here."""
        return export_mlflow(registry, self.uri)

    def shown(self) -> Shown:
        """Everything that MLflow shows, by model: read with its client, not with the export's."""
        found: Shown = {}
        for model in self.client.search_registered_models():
            versions = self.client.search_model_versions(f"name='{model.name}'")
            found[model.name] = {
                "description": model.description or "",
                "tags": own(model.tags),
                "aliases": dict(self.client.get_registered_model(model.name).aliases),
                "versions": {int(each.version): self._version(each) for each in versions},
            }
        return found

    def next_number(self, name: str) -> int:
        """The number that MLflow would give the next version, found out by asking for one."""
        return int(self.client.create_model_version(name, "somewhere").version)

    def _version(self, version: Any) -> dict[str, Any]:
        run = self.client.get_run(version.run_id)
        record = json.loads(version.tags["mlplat.record"])
        assert record["metrics"] == run.data.metrics
        assert version.source == f"{run.info.artifact_uri}/model"
        assert run.info.status == "FINISHED"
        return {
            "description": version.description or "",
            "tags": own(version.tags),
            "status": version.tags["mlplat.status"],
            "sha256": version.tags.get("mlplat.artifact_sha256"),
            "author": version.tags.get("mlplat.author"),
            "run author": run.info.user_id,
            "metrics": run.data.metrics,
            "parameters": run.data.params,
            "artifact": self._artifact(version),
            "record": record,
        }

    def _artifact(self, version: Any) -> bytes | None:
        files = self.client.list_artifacts(version.run_id, "model")
        if not files:
            return None
        (only,) = files
        return Path(self.client.download_artifacts(version.run_id, only.path)).read_bytes()


def own(tags: dict[str, str]) -> dict[str, str]:
    """The tags of the user, also those that MLflow cannot hold as such."""
    found = {key: value for key, value in tags.items() if not key.startswith("mlplat.")}
    return {**found, **json.loads(tags.get("mlplat.tags", "{}"))}


def expected(registry: ModelRegistry) -> Shown:
    """What MLflow should show of a registry, read with the registry's public methods."""
    return {
        model.name: {
            "description": model.description,
            "tags": dict(model.tags),
            "aliases": dict(model.aliases),
            "versions": {
                version.version: _expected_version(registry, version)
                for version in registry.model_versions(model.name)
            },
        }
        for model in registry.registered_models()
    }


def _expected_version(registry: ModelRegistry, version: ModelVersion) -> dict[str, Any]:
    lineage = version.lineage
    has = version.artifact_hash is not None
    return {
        "description": version.description,
        "tags": dict(version.tags),
        "status": str(version.status),
        "sha256": version.artifact_hash,
        "author": version.author,
        "run author": version.author or "unknown",
        "metrics": dict(version.metrics),
        "parameters": {key: str(value) for key, value in lineage.parameters.items()},
        "artifact": registry.load_artifact(f"models:/{version.name}/{version.version}")
        if has
        else None,
        "record": {
            "artifact_size": version.artifact_size,
            "created_at": version.created_at.isoformat(),
            "lineage": {
                "code_hash": lineage.code_hash,
                "dataset_hash": lineage.dataset_hash,
                "feature_view_hashes": dict(lineage.feature_view_hashes),
                "parameters": dict(lineage.parameters),
                "parent_version": lineage.parent_version,
            },
            "metrics": dict(version.metrics),
            "schema": dict(version.schema),
            "slices": {name: dict(row) for name, row in version.slices.items()},
        },
    }
