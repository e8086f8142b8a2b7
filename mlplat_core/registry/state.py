"""What does the registry look like at one moment, and which version answers to a name?"""

from __future__ import annotations

from dataclasses import dataclass, field

from mlplat_core.errors import (
    AliasNotFoundError,
    ModelVersionNotFoundError,
    RegisteredModelNotFoundError,
)
from mlplat_core.registry.alias_trail import Trail
from mlplat_core.registry.names import ModelUri, normalise_alias
from mlplat_core.registry.versions import ModelVersion, RegisteredModel


@dataclass(frozen=True, slots=True)
class RegistryState:
    """All models, versions and aliases at one moment.

    Attributes:
        models: models by name, without deleted ones.
        versions: by the model's name, its versions by number, without deleted ones.
        trails: by model and alias, the targets that a rollback walks back through.
        numbers: by name, the highest number ever given, also for deleted models.

    Example:
        >>> from mlplat_core import ModelRegistry
        >>> registry = ModelRegistry()
        >>> _ = registry.create_registered_model("fraud")
        >>> _ = registry.create_model_version("fraud", b"weights")
        >>> registry.set_alias("fraud", "champion", 1).version
        1
        >>> state = registry.state_as_of(registry.history()[-1].moment)
        >>> state.resolve("models:/fraud@champion").version
        1
    """

    models: dict[str, RegisteredModel] = field(default_factory=dict)
    versions: dict[str, dict[int, ModelVersion]] = field(default_factory=dict)
    trails: dict[tuple[str, str], Trail] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def get_registered_model(self, name: str) -> RegisteredModel:
        """The model of this name; `RegisteredModelNotFoundError` if there is none."""
        model = self.models.get(name)
        if model is None:
            raise RegisteredModelNotFoundError(name, self.models)
        return model

    def model_versions(self, name: str) -> list[ModelVersion]:
        """All versions of a model that are not deleted, oldest first."""
        self.get_registered_model(name)
        return list(self.versions[name].values())

    def get_model_version(self, name: str, version: int) -> ModelVersion:
        """The version of this number; `ModelVersionNotFoundError` if there is none (any more)."""
        self.get_registered_model(name)
        known = self.versions[name]
        # True and 1.0 would find version 1 in a dictionary.
        if type(version) is not int or version not in known:
            raise ModelVersionNotFoundError(
                str(version), map(str, known), where=f"of model {name!r}"
            )
        return known[version]

    def get_model_version_by_alias(self, name: str, alias: str) -> ModelVersion:
        """The version that the alias points at; `AliasNotFoundError` if there is no such alias."""
        aliases, key = self.get_registered_model(name).aliases, normalise_alias(alias)
        if key not in aliases:
            raise AliasNotFoundError(key, aliases, where=f"on model {name!r}")
        return self.versions[name][aliases[key]]

    def resolve(self, uri: str) -> ModelVersion:
        """The version at `models:/name@alias` or `models:/name/3`; `NotFoundError` if none."""
        address = ModelUri.parse(uri)
        if address.alias is not None:
            return self.get_model_version_by_alias(address.name, address.alias)
        return self.get_model_version(address.name, address.version or 0)

    def aliases_of(self, name: str, version: int) -> tuple[str, ...]:
        """The aliases that point at a version, sorted."""
        aliases = self.get_registered_model(name).aliases
        return tuple(alias for alias, target in aliases.items() if target == version)
