"""How does a model registry move to MLflow, with its numbers, aliases and artifacts?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mlplat_core.errors import PlatformError
from mlplat_core.export.mlflow_calls import MlflowCalls, pages, read_model
from mlplat_core.export.mlflow_plan import (
    LOG,
    ModelShown,
    check_numbers,
    check_ours,
    models_wanted,
)
from mlplat_core.export.mlflow_runs import VersionRuns
from mlplat_core.export.mlflow_writer import MlflowWriter
from mlplat_core.export.packages import Foreign, load
from mlplat_core.registry.model_registry import ModelRegistry

_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class MlflowExport:
    """What MLflow shows after an export.

    Attributes:
        versions: how many versions of each model, by the model's name.
        aliases: how many aliases, over all models.
        deleted: the models that an earlier export brought there and that are deleted now.
        writes: how many calls changed something in MLflow; 0 if it was up to date.

    Example:
        >>> MlflowExport({"fraud": 3}, aliases=1, deleted=(), writes=12).versions
        {'fraud': 3}
    """

    versions: dict[str, int]
    aliases: int
    deleted: tuple[str, ...]
    writes: int


def export_mlflow(
    registry: ModelRegistry, uri: str, *, artifacts: str | None = None
) -> MlflowExport:
    """Make a registry of MLflow show what this one holds, and say what it shows then.

    Version numbers stay what they are; those of deleted versions stay taken. Statuses, lineage and
    everything else for which MLflow has no place become tags that begin with `mlplat.`; metrics,
    parameters and the artifact become those of a run. Once more is no change, and after changes
    here it brings only these.

    Args:
        registry: verified before anything is written.
        uri: of MLflow's tracking server or database, such as `sqlite:///mlflow.db`.
        artifacts: the folder or URI below which artifacts go. If None: for a SQLite file the folder
            `mlartifacts` beside it, else where the server puts them.

    Raises:
        ConflictError: MLflow holds a model of the same name that is not ours, or was changed there;
            nothing is written, unless it changes just now.
        RequestError: a text is longer than MLflow can hold; nothing is written.
        IntegrityError: log or artifacts are damaged; nothing is written.
        PlatformError: MLflow is not installed, or refuses a call; the next export takes up what
            this one began.
    """
    registry.verify()
    mlflow = load("mlflow")
    entries = registry.history()
    if not entries:
        return MlflowExport({}, 0, (), 0)
    log, wanted = entries[0].hash, models_wanted(entries)
    with _explained(mlflow, uri):
        calls = MlflowCalls(mlflow.MlflowClient(uri, uri))
        found = _read(calls.client, mlflow, log, wanted)
        runs = VersionRuns(calls, registry, _place(uri, artifacts))
        writer = MlflowWriter(calls, registry, runs)
        for name, model in wanted.items():
            writer.bring_up_to_date(name, found.pop(name, None), model)
        for name in found:
            calls.change("delete_registered_model", name)
    versions = {name: len(model.versions) for name, model in wanted.items()}
    aliases = sum(len(model.aliases) for model in wanted.values())
    return MlflowExport(versions, aliases, tuple(sorted(found)), calls.writes)


def without_password(uri: str) -> str:
    """The URI as it may be shown.

    Example:
        >>> without_password("postgresql://ana:secret@host/mlflow")
        'postgresql://***@host/mlflow'
    """
    return re.sub(r"//[^/]*@", "//***@", uri)


def _read(
    client: Foreign,
    mlflow: Foreign,
    log: str,
    wanted: dict[str, ModelShown],
) -> dict[str, ModelShown]:
    """The models of MLflow that we want or that came from this log, all checked to be ours."""
    known = {
        model.name for model in pages(client.search_registered_models, f"tags.`{LOG}` = '{log}'")
    }
    found = {}
    for name in sorted(known | wanted.keys()):
        try:
            found[name] = read_model(client, name)
        except mlflow.MlflowException as error:
            if error.error_code != "RESOURCE_DOES_NOT_EXIST":
                raise
            continue
        check_ours(name, found[name], log)
        if name in wanted:
            check_numbers(name, found[name], wanted[name])
    return found


@contextmanager
def _explained(mlflow: Foreign, uri: str) -> Iterator[None]:
    """Turns what MLflow raises into an error of the platform."""
    try:
        yield
    except mlflow.MlflowException as error:
        place = without_password(uri)
        raise PlatformError(f"MLflow at {place!r} refused: {error.message}") from error


def _place(uri: str, artifacts: str | None) -> str | None:
    """The URI below which artifacts go; None if that is for the server to say."""
    if artifacts is not None:
        return artifacts if "://" in artifacts else Path(artifacts).resolve().as_uri()
    if uri.startswith(_SQLITE):  # where MLflow itself would take the working directory
        return (Path(uri.removeprefix(_SQLITE)).resolve().parent / "mlartifacts").as_uri()
    return None
