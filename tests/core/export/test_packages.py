"""A package that is missing is named, with what to install."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mlplat_core import PlatformError
from mlplat_core.export.packages import load


def test_a_missing_package_is_named_with_its_extra() -> None:
    """Not the module in it that was asked for."""
    with pytest.raises(PlatformError, match="needs 'mlplat_no_such', which is not installed") as e:
        load("mlplat_no_such.part")

    assert "pip install 'mlplat[graduate]'" in str(e.value)


def test_a_package_that_is_broken_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it lacks itself is a matter of its own installation."""
    (tmp_path / "mlplat_broken.py").write_text("import mlplat_no_such\n")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(ModuleNotFoundError, match="mlplat_no_such"):
        load("mlplat_broken")


@pytest.mark.parametrize(("before", "after"), [(None, "true"), ("false", "false")])
def test_mlflow_reports_nothing_unless_told_to(
    monkeypatch: pytest.MonkeyPatch, before: str | None, after: str
) -> None:
    """Its telemetry stays off for whoever has not decided otherwise."""
    monkeypatch.setenv("MLFLOW_DISABLE_TELEMETRY", before or "")
    if before is None:
        monkeypatch.delenv("MLFLOW_DISABLE_TELEMETRY")

    load("json")

    assert os.environ["MLFLOW_DISABLE_TELEMETRY"] == after
