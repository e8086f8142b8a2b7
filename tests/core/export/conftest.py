"""Lets the tests of the exports import the helpers beside them; an MLflow for each that asks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from real_mlflow import RealMlflow
from registry_histories import new_registry

from mlplat_core import ModelRegistry


@pytest.fixture
def mlflow(tmp_path: Path) -> RealMlflow:
    """An MLflow with nothing in it."""
    return RealMlflow(tmp_path / "mlflow")


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
