"""Lets the tests of the exports import the helpers beside them; an MLflow for each that asks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from real_mlflow import RealMlflow


@pytest.fixture
def mlflow(tmp_path: Path) -> RealMlflow:
    """An MLflow with nothing in it."""
    return RealMlflow(tmp_path / "mlflow")
