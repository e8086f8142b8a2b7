"""An export to MLflow that was interrupted is taken up, and loses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mlflow_files import MLFLOW_WARNINGS
from real_mlflow import RealMlflow, expected
from registry_histories import new_registry

from mlplat_core import (
    ConflictError,
    ModelRegistry,
)
from mlplat_core.export.mlflow_calls import MlflowCalls
from mlplat_core.export.mlflow_writer import MlflowWriter

pytestmark = MLFLOW_WARNINGS


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
