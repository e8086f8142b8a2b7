"""Which names MLflow takes is what we think it takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core.export.mlflow_plan import nameable

NAMES = st.text(st.sampled_from("aé_ ./-:=@~\n\\0"), max_size=12) | st.text(max_size=6)


def refused(name: str) -> bool:
    """Whether MLflow refuses the name for a tag, metric or parameter."""
    from mlflow.exceptions import MlflowException
    from mlflow.utils.validation import (
        _validate_metric,
        _validate_model_version_tag,
        _validate_param,
        _validate_registered_model_tag,
    )

    try:
        _validate_metric(name, 1.0, 0, 0)
        _validate_param(name, "1")
        _validate_model_version_tag(name, "1")
        _validate_registered_model_tag(name, "1")
    except MlflowException:
        return True
    return False


@given(NAMES)
def test_mlflow_takes_every_name_that_we_give_it(name: str) -> None:
    """And of the names that it takes we keep back only those that end in a line feed."""
    assert nameable(name) != refused(name) or name.endswith("\n")


@pytest.mark.parametrize(
    ("name", "goes"),
    [
        ("auc", True),
        ("auc/new customers", True),
        ("a" * 250, True),
        ("a" * 251, False),
        ("", False),
        ("/a", False),
        ("a/", False),
        ("../a", False),
        (".", False),
        ("..", False),
        ("..a", False),
        ("a\n", False),
        ("mlflow.user", False),
        ("mlplat.record", False),
        ("mlflows", True),
    ],
)
def test_names_at_the_edge(name: str, goes: bool) -> None:
    """Ours to keep free are MLflow's own names and those of the export."""
    assert nameable(name) == goes
    assert not goes or not refused(name)
