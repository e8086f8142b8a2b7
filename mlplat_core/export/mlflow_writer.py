"""Which calls bring an MLflow registry from what it shows to what it should show?

In an order that can be interrupted anywhere: what was done by then is seen by the next export, and
not done again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mlplat_core.errors import ConflictError
from mlplat_core.export.mlflow_calls import MlflowCalls
from mlplat_core.export.mlflow_plan import (
    ARTIFACT,
    ENTRY,
    LAST,
    LOG,
    STATE,
    UNFINISHED,
    ModelShown,
    VersionShown,
)
from mlplat_core.export.mlflow_runs import VersionRuns
from mlplat_core.registry.model_registry import ModelRegistry

_PLACEHOLDER = "Holds the place of a version that was deleted before the export."
_NOWHERE = "mlplat:/deleted"


class MlflowWriter:
    """Brings models of MLflow up to date.

    Args:
        calls: to MLflow.
        registry: what is exported.
        runs: of its versions.
    """

    def __init__(self, calls: MlflowCalls, registry: ModelRegistry, runs: VersionRuns) -> None:
        self._change = calls.change
        self._client, self._registry, self._runs = calls.client, registry, runs

    def bring_up_to_date(self, name: str, found: ModelShown | None, wanted: ModelShown) -> None:
        """Make MLflow show the model as wanted.

        Args:
            name: the model's name.
            found: what MLflow shows, checked to be ours; None if it has no such model.
            wanted: what it should show.

        Raises:
            ConflictError: MLflow gave a version another number, because somebody registers versions
                there right now.
        """
        if found == wanted:
            return
        found = self._begin(name, found, wanted)
        last = int(wanted.tags[LAST])
        for number in range(found.last_version + 1, last + 1):
            self._create_version(name, number, wanted.versions.get(number))
        for number in found.versions.keys() & wanted.versions.keys():
            self._update_version(name, number, found.versions[number], wanted.versions[number])
        if found.description != wanted.description:
            self._change("update_registered_model", name, wanted.description)
        self._tag("registered_model", (name,), _lasting(found.tags), _lasting(wanted.tags))
        self._move_aliases(name, found.aliases, wanted.aliases)
        # After the tag LAST: from here on only that tag knows that these numbers were given.
        there = {*found.versions, *range(found.last_version + 1, last + 1)}
        for number in sorted(there - wanted.versions.keys()):
            self._change("delete_model_version", name, str(number))
        self._change("set_registered_model_tag", name, STATE, wanted.tags[STATE])

    def _begin(self, name: str, found: ModelShown | None, wanted: ModelShown) -> ModelShown:
        """The model as MLflow shows it, marked as unfinished."""
        if found is None:
            marks = {LOG: wanted.tags[LOG], STATE: UNFINISHED}
            self._change("create_registered_model", name, tags=marks)
            return ModelShown("", marks, {}, {})
        self._change("set_registered_model_tag", name, STATE, UNFINISHED)
        return found

    def _create_version(self, name: str, number: int, wanted: VersionShown | None) -> None:
        """Register the version, or one to be deleted, so that MLflow gives the next number next."""
        if wanted is None:
            made = self._change("create_model_version", name, _NOWHERE, description=_PLACEHOLDER)
        else:
            version = self._registry.get_model_version(name, number)
            run = self._runs.run(version, wanted.tags[ENTRY])
            made = self._change(
                "create_model_version",
                name,
                f"{run.info.artifact_uri}/model",
                run_id=run.info.run_id,
                tags=dict(wanted.tags),
                description=wanted.description,
            )
        if int(made.version) != number:
            self._change("delete_model_version", name, str(made.version))
            raise ConflictError(
                f"MLflow gave version {number} of {name!r} the number {made.version}, because "
                "somebody else registers versions there. Stop that, and export again."
            )

    def _update_version(
        self, name: str, number: int, found: VersionShown, wanted: VersionShown
    ) -> None:
        if ARTIFACT in wanted.tags and ARTIFACT not in found.tags:  # it was pending
            run_id = self._client.get_model_version(name, str(number)).run_id
            self._runs.add_artifact(run_id, name, number)
        if found.description != wanted.description:
            self._change("update_model_version", name, str(number), wanted.description)
        self._tag("model_version", (name, str(number)), found.tags, wanted.tags)

    def _tag(
        self,
        kind: Literal["registered_model", "model_version"],
        of: tuple[str, ...],
        found: Mapping[str, str],
        wanted: Mapping[str, str],
    ) -> None:
        for key in found.keys() - wanted.keys():
            self._change(f"delete_{kind}_tag", *of, key)
        for key, value in wanted.items():
            if found.get(key) != value:
                self._change(f"set_{kind}_tag", *of, key, value)

    def _move_aliases(self, name: str, found: Mapping[str, int], wanted: Mapping[str, int]) -> None:
        for alias in found.keys() - wanted.keys():
            self._change("delete_registered_model_alias", name, alias)
        for alias, number in wanted.items():
            if found.get(alias) != number:
                self._change("set_registered_model_alias", name, alias, str(number))


def _lasting(tags: Mapping[str, str]) -> dict[str, str]:
    """The tags of a model without the one that says how far an export has come."""
    return {key: value for key, value in tags.items() if key != STATE}
