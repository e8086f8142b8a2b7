"""What does MLflow's model registry do? A real one, in a SQLite file of its own."""

from __future__ import annotations

import logging
import os
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.compare import registry_cases as cases
from bench.compare.observation import Observation

if TYPE_CHECKING:
    from mlflow import MlflowClient

SYSTEM = "MLflow"
KINDS = {
    "INVALID_PARAMETER_VALUE": cases.INVALID,
    "RESOURCE_DOES_NOT_EXIST": cases.NOT_FOUND,
}
"""What the error codes say, in the words that are used of every registry."""


@dataclass(frozen=True, slots=True)
class _Model:
    """A registered model with versions 1 to 3.

    Attributes:
        client: MLflow's own client.
        database: the file that it keeps everything in, for a look behind the scenes.
        name: the model's.
    """

    client: MlflowClient
    database: Path
    name: str

    def set_alias(self, alias: str, version: int) -> None:
        """Let the alias point at the version."""
        self.client.set_registered_model_alias(self.name, alias, str(version))

    def set_stage(self, version: int, stage: str) -> None:
        """Move the version to a stage, with the defaults for everything else."""
        self.client.transition_model_version_stage(self.name, str(version), stage)

    def aliases(self) -> dict[str, int]:
        """The version that each alias points at."""
        found = self.client.get_registered_model(self.name).aliases
        return {alias: int(version) for alias, version in found.items()}


def observe() -> list[Observation]:
    """What MLflow does in every case, each with a new model."""
    with _quiet(), tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "mlflow.db"
        client = _client(database)
        outcomes = {}
        for number, (case, act) in enumerate(ACTS.items()):
            model = _Model(client, database, f"fraud-{number}")
            client.create_registered_model(model.name)
            for _ in range(3):
                _new_version(model)
            outcomes[case] = _outcome(act, model)
        # MLflow has no way to close it, and its connections would outlive the file.
        client._tracking_client.store.engine.dispose()
    return cases.observations(SYSTEM, outcomes)


def _after_version(model: _Model) -> str:
    model.client.delete_model_version(model.name, "3")
    return str(_new_version(model))


def _after_model(model: _Model) -> str:
    model.client.delete_registered_model(model.name)
    model.client.create_registered_model(model.name)
    return str(_new_version(model))


def _alias_on_archived(model: _Model) -> str:
    model.set_stage(2, "Archived")
    model.set_alias("champion", 2)
    return f"accepted: {cases.pointing(model.aliases())}"


def _archive_under_alias(model: _Model) -> str:
    model.set_alias("champion", 1)
    model.set_stage(1, "Archived")
    return f"{_stages(model)[1].lower()}: {cases.pointing(model.aliases())}"


def _delete_under_alias(model: _Model) -> str:
    model.set_alias("champion", 1)
    model.client.delete_model_version(model.name, "1")
    return f"deleted: {cases.pointing(model.aliases())}"


def _no_such_alias(model: _Model) -> str:
    return str(model.client.get_model_version_by_alias(model.name, "shadow").version)


def _missing_target(model: _Model) -> str:
    model.set_alias("champion", 9)
    return cases.pointing(model.aliases())


def _two_spellings(model: _Model) -> str:
    model.set_alias("champion", 1)
    model.set_alias("Champion", 2)
    return cases.spelled(model.aliases())


def _reserved(model: _Model) -> str:
    acts = [partial(_Model.set_alias, alias=alias, version=1) for alias in cases.NAMES]
    return " and ".join(dict.fromkeys(_outcome(act, model) for act in acts))


def _tag(model: _Model) -> str:
    for value in cases.TAG_VALUES:
        model.client.set_model_version_tag(model.name, "1", "auc", value)
    kept = [value for value in cases.TAG_VALUES if _is_stored(model, value)]
    return cases.remembered(kept)


def _rollback(model: _Model) -> str:
    for version in (1, 3, 1):
        model.set_stage(version, "Production")
    return cases.live([_resolve(model, "/Production")], "stage Production")


def _back_by_alias(model: _Model) -> str:
    for version in (1, 3, 1):
        model.set_alias("production", version)
    return cases.live([_resolve(model, "@production")], "alias production")


def _two_in_production(model: _Model) -> str:
    for version in (1, 3):
        model.set_stage(version, "Production")
    live = [version for version, stage in _stages(model).items() if stage == "Production"]
    return cases.live(live, "stage Production")


def _moved_meanwhile(model: _Model) -> str:
    model.set_alias("champion", 1)
    for version in (2, 3):
        model.set_alias("champion", version)
    return f"both accepted: {cases.pointing(model.aliases())}"


def _alias_history(model: _Model) -> str:
    for version in (1, 2, 3):
        model.set_alias("champion", version)
    query = "SELECT version FROM registered_model_aliases WHERE name = ? ORDER BY version"
    with closing(sqlite3.connect(model.database)) as connection:
        rows = connection.execute(query, (model.name,)).fetchall()
    return cases.remembered([str(version) for (version,) in rows])


def _changed_artifact(model: _Model) -> str:
    from mlflow.artifacts import download_artifacts

    folder = model.database.parent / model.name
    folder.mkdir()
    file = folder / "model.bin"
    file.write_bytes(cases.BEFORE)
    version = _new_version(model, str(folder))
    file.write_bytes(cases.AFTER)
    uri = model.client.get_model_version_download_uri(model.name, str(version))
    return cases.loaded(Path(download_artifacts(f"{uri}/{file.name}")).read_bytes())


ACTS: Mapping[str, Callable[[_Model], str]] = {
    cases.AFTER_VERSION: _after_version,
    cases.AFTER_MODEL: _after_model,
    cases.ALIAS_ON_ARCHIVED: _alias_on_archived,
    cases.ARCHIVE_UNDER_ALIAS: _archive_under_alias,
    cases.DELETE_UNDER_ALIAS: _delete_under_alias,
    cases.NO_SUCH_ALIAS: _no_such_alias,
    cases.MISSING_TARGET: _missing_target,
    cases.TWO_SPELLINGS: _two_spellings,
    cases.RESERVED: _reserved,
    cases.TAG: _tag,
    cases.ROLLBACK: _rollback,
    cases.BACK_BY_ALIAS: _back_by_alias,
    cases.TWO_IN_PRODUCTION: _two_in_production,
    cases.MOVED_MEANWHILE: _moved_meanwhile,
    cases.ALIAS_HISTORY: _alias_history,
    cases.CHANGED_ARTIFACT: _changed_artifact,
}


def _outcome(act: Callable[[_Model], object], model: _Model) -> str:
    """What the act says, "accepted" if it says nothing, or how MLflow refuses it."""
    from mlflow.exceptions import MlflowException

    try:
        said = act(model)
    except MlflowException as error:
        kind = KINDS.get(error.error_code, "refused")
        status: int = error.get_http_status_code()  # type: ignore[no-untyped-call]
        return f"{kind}: {status} {error.error_code}"
    return "accepted" if said is None else str(said)


def _new_version(model: _Model, source: str = "somewhere") -> int:
    return int(model.client.create_model_version(model.name, source).version)


def _stages(model: _Model) -> dict[int, str]:
    found = model.client.search_model_versions(f"name='{model.name}'")
    return {int(version.version): str(version.current_stage) for version in found}


def _resolve(model: _Model, suffix: str) -> int:
    """The version that the model URI with this end loads, found as MLflow's loading finds it."""
    from mlflow.store.artifact.utils import models

    find: Callable[[MlflowClient, str], tuple[str, str]] = models.get_model_name_and_version
    return int(find(model.client, f"models:/{model.name}{suffix}")[1])


def _is_stored(model: _Model, value: str) -> bool:
    """Whether any row of any table holds the value."""
    with closing(sqlite3.connect(model.database)) as connection:
        return any(f"'{value}'" in line for line in connection.iterdump())


def _client(database: Path) -> MlflowClient:
    from mlflow import MlflowClient

    uri = f"sqlite:///{database}"
    return MlflowClient(uri, uri)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what MLflow has to say about its stages and tables, here and to its makers."""
    # Else MLflow would report its use, and keep a file in the home folder for that.
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlflow  # noqa: F401  # here, as it takes a second; it also sets up its logging

        loggers = [logging.getLogger(name) for name in ("mlflow", "alembic")]
        before = [logger.level for logger in loggers]
        for logger in loggers:
            logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            for logger, level in zip(loggers, before, strict=True):
                logger.setLevel(level)
