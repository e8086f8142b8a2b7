"""Where does MLflow keep what it measures and stores of a version? In a run, one per version."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mlplat_core.export.mlflow_calls import MlflowCalls
from mlplat_core.export.mlflow_plan import ENTRY, nameable
from mlplat_core.export.packages import Foreign, load
from mlplat_core.registry.model_registry import ModelRegistry
from mlplat_core.registry.versions import ModelVersion

_LONGEST_PARAMETER = 6000
_BATCH = 100  # as many parameters as MLflow takes at once


class VersionRuns:
    """The runs of exported versions, in one experiment per model.

    Args:
        calls: to MLflow.
        registry: where the artifacts come from.
        artifacts: below which URI new experiments keep their files; None leaves that to MLflow.
    """

    def __init__(self, calls: MlflowCalls, registry: ModelRegistry, artifacts: str | None) -> None:
        self._calls, self._registry, self._artifacts = calls, registry, artifacts

    def run(self, version: ModelVersion, entry: str) -> Foreign:
        """The finished run with the version's metrics, parameters and artifact.

        Args:
            version: the version.
            entry: the hash of the log entry that registered it.
        """
        moment = int(version.created_at.timestamp() * 1000)
        run = self._open(version, entry, moment)
        self._log_numbers(run.info.run_id, version, moment)
        if version.artifact_hash is not None:
            self.add_artifact(run.info.run_id, version.name, version.version)
        self._calls.change("set_terminated", run.info.run_id, end_time=moment)
        return run

    def add_artifact(self, run_id: str, name: str, number: int) -> None:
        """Store the artifact of a version in its run, as the file `model/artifact`."""
        content = self._registry.load_artifact(f"models:/{name}/{number}")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "artifact"
            path.write_bytes(content)
            self._calls.change("log_artifact", run_id, str(path), "model")

    def _open(self, version: ModelVersion, entry: str, moment: int) -> Foreign:
        """The run of the version: new, or that of an export that was interrupted."""
        experiment = self._experiment(version.name)
        known = self._calls.client.search_runs([experiment], f"tags.`{ENTRY}` = '{entry}'")
        if known:
            return known[0]
        return self._calls.change(
            "create_run",
            experiment,
            start_time=moment,
            tags={ENTRY: entry, "mlflow.user": version.author or "unknown"},
            run_name=f"{version.name} {version.version}",
        )

    def _experiment(self, name: str) -> str:
        title = f"mlplat_core/{name}"
        found = self._calls.client.get_experiment_by_name(title)
        if found is not None:
            return str(found.experiment_id)
        location = None if self._artifacts is None else f"{self._artifacts}/{name}"
        return str(self._calls.change("create_experiment", title, artifact_location=location))

    def _log_numbers(self, run_id: str, version: ModelVersion, moment: int) -> None:
        """Log the metrics and parameters that MLflow can name; the tag RECORD has them all."""
        entities = load("mlflow.entities")
        metrics = [
            entities.Metric(key, value, moment, 0)
            for key, value in version.metrics.items()
            if nameable(key)
        ]
        parameters = [
            entities.Param(key, str(value))
            for key, value in version.lineage.parameters.items()
            if nameable(key) and len(str(value)) <= _LONGEST_PARAMETER
        ]
        for start in range(0, max(len(metrics), len(parameters)), _BATCH):
            part = slice(start, start + _BATCH)
            self._calls.change("log_batch", run_id, metrics=metrics[part], params=parameters[part])
