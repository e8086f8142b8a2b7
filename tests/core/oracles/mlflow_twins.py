"""The platform's registry and a real MLflow, to which the same things happen.

Where the two are meant to differ, it is MLflow's own state that says so beforehand: it shows an
alias on a version that is to be deleted, say. Everything else has to be equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mlplat_core import (
    ConflictError,
    DefinitionError,
    ModelRegistry,
    NotFoundError,
    PlatformError,
)

FAMILIES = {
    "RESOURCE_ALREADY_EXISTS": ConflictError,
    "RESOURCE_DOES_NOT_EXIST": NotFoundError,
    "INVALID_PARAMETER_VALUE": DefinitionError,
}
"""Which of our errors means what MLflow's error code means."""

RESERVED = ("latest", "v7")


class Twins:
    """Both registries, and one method per thing that can happen to them.

    Every method lets it happen in both and fails unless both did the same: succeed with an equal
    answer, or refuse with errors of one family.

    Args:
        registry: ours.
        client: theirs.
        prefix: begins the names of all models, so that many pairs can share one MLflow.

    Attributes:
        operations: how many things were let happen.
    """

    def __init__(self, registry: ModelRegistry, client: Any, prefix: str = "") -> None:
        self.registry, self.client, self.prefix = registry, client, prefix
        self.operations = 0

    def create_model(self, name: str, description: str) -> None:
        """A name that is taken is refused by both."""
        self._same(
            lambda: self.registry.create_registered_model(name, description=description) and None,
            lambda: self.client.create_registered_model(name, description=description) and None,
        )

    def create_version(self, name: str, tags: dict[str, str]) -> None:
        """Both give the same number."""
        self._same(
            lambda: self.registry.create_model_version(name, b"w", tags=tags).version,
            lambda: int(self.client.create_model_version(name, "somewhere", tags=tags).version),
        )

    def set_alias(self, name: str, alias: str, version: int) -> None:
        """Both move it, or refuse a reserved name and a missing version.

        If both are wrong, we speak of the alias first and MLflow of the model.
        """
        self._same(
            lambda: self.registry.set_alias(name, alias, version) and None,
            lambda: self.client.set_registered_model_alias(name, alias, str(version)),
            ours_is=DefinitionError if alias in RESERVED else None,
        )

    def delete_alias(self, name: str, alias: str) -> None:
        """Different by design: one that is not there is an error here and nothing there."""
        missing = alias not in self._aliases(name, default={alias: 1})
        self._same(
            lambda: self.registry.delete_alias(name, alias),
            lambda: self.client.delete_registered_model_alias(name, alias),
            ours_is=NotFoundError if missing else None,
        )

    def get_by_alias(self, name: str, alias: str) -> None:
        """Different by design: a missing one is an invalid value for MLflow, for us not found."""
        missing = alias not in self._aliases(name, default={alias: 1})
        self._same(
            lambda: self.registry.get_model_version_by_alias(name, alias).version,
            lambda: int(self.client.get_model_version_by_alias(name, alias).version),
            ours_is=NotFoundError if missing else None,
        )

    def get_version(self, name: str, version: int) -> None:
        """Both have it, or neither."""
        self._same(
            lambda: self.registry.get_model_version(name, version).version,
            lambda: int(self.client.get_model_version(name, str(version)).version),
        )

    def delete_version(self, name: str, version: int) -> None:
        """Different by design: an alias on it is deleted along there and protects it here."""
        aliased = version in self._aliases(name, default={}).values()
        self._same(
            lambda: self.registry.delete_model_version(name, version),
            None if aliased else lambda: self.client.delete_model_version(name, str(version)),
            ours_is=ConflictError if aliased else None,
        )

    def delete_model(self, name: str) -> None:
        """Different by design: aliases protect the model here."""
        aliased = bool(self._aliases(name, default={}))
        self._same(
            lambda: self.registry.delete_registered_model(name),
            None if aliased else lambda: self.client.delete_registered_model(name),
            ours_is=ConflictError if aliased else None,
        )

    def tag(self, name: str, version: int | None, key: str, value: str | None) -> None:
        """Set, replaced or removed, on a version or the model."""
        kind, of = (
            ("registered_model", (name,))
            if version is None
            else (
                "model_version",
                (name, str(version)),
            )
        )
        change = (
            (f"delete_{kind}_tag", (*of, key))
            if value is None
            else (
                f"set_{kind}_tag",
                (*of, key, value),
            )
        )
        self._same(
            lambda: self.registry.set_tag(name, version, key, value),
            lambda: getattr(self.client, change[0])(*change[1]),
        )

    def describe(self, name: str, version: int | None, text: str) -> None:
        """The description of a version or of the model."""
        self._same(
            lambda: self.registry.set_description(name, version, text),
            lambda: (
                (
                    self.client.update_registered_model(name, text)
                    if version is None
                    else self.client.update_model_version(name, str(version), text)
                )
                and None
            ),
        )

    def check(self) -> None:
        """Both show the same models, versions, aliases, tags and descriptions."""
        ours, theirs = self.ours(), self.theirs()
        assert ours == theirs, f"ours: {ours}, MLflow's: {theirs}"

    def ours(self) -> dict[str, Any]:
        """What our registry shows."""
        return {
            model.name: {
                "description": model.description,
                "tags": dict(model.tags),
                "aliases": dict(model.aliases),
                "versions": {
                    version.version: (
                        version.description,
                        dict(version.tags),
                        self._aliases_of(model.aliases.items(), version.version),
                    )
                    for version in self.registry.model_versions(model.name)
                },
            }
            for model in self.registry.registered_models()
        }

    def theirs(self) -> dict[str, Any]:
        """What MLflow shows of the models with the prefix."""
        return {
            model.name: {
                "description": model.description or "",
                "tags": dict(model.tags),
                "aliases": self._aliases(model.name, default={}),
                "versions": {
                    int(version.version): (
                        version.description or "",
                        dict(version.tags),
                        sorted(self.client.get_model_version(model.name, version.version).aliases),
                    )
                    for version in self.client.search_model_versions(f"name='{model.name}'")
                },
            }
            for model in self.client.search_registered_models(f"name LIKE '{self.prefix}%'")
        }

    def _same(
        self,
        ours: Callable[[], object],
        theirs: Callable[[], object] | None,
        *,
        ours_is: type[PlatformError] | None = None,
    ) -> None:
        """Do both and compare, or compare ours with what it has to be."""
        from mlflow.exceptions import MlflowException

        self.operations += 1
        expected: object = ours_is
        if theirs is not None:
            try:
                answer = theirs()
                expected = ours_is or answer
            except MlflowException as error:
                expected = ours_is or FAMILIES[error.error_code]
        found = _outcome(ours, expected)
        assert found == expected, f"ours: {found!r}, expected: {expected!r}"

    def _aliases(self, name: str, default: dict[str, int]) -> dict[str, int]:
        """What MLflow's aliases point at; the default if it has no such model."""
        from mlflow.exceptions import MlflowException

        try:
            found = self.client.get_registered_model(name).aliases
        except MlflowException:
            return default
        return {alias: int(version) for alias, version in found.items()}

    @staticmethod
    def _aliases_of(aliases: Iterable[tuple[str, int]], version: int) -> list[str]:
        return sorted(alias for alias, target in aliases if target == version)


def _outcome(act: Callable[[], object], expected: object) -> object:
    """What the act returns, or its error; the expected class if the error is of that family."""
    try:
        return act()
    except PlatformError as error:
        if isinstance(expected, type) and isinstance(error, expected):
            return expected
        return error
