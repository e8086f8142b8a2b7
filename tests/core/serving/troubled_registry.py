"""A registry that counts what serving asks of it, and fails when a test says so."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mlplat_core import ModelRegistry, ModelVersion


class TroubledRegistry:
    """What serving asks of a registry, counted, and failing when a test says so."""

    def __init__(self, registry: ModelRegistry) -> None:
        self.registry = registry
        self.error: Exception | None = None
        self.calls: Counter[str] = Counter()

    def get_model_version(self, name: str, version: int) -> ModelVersion:
        """As the registry says."""
        return self._call("number", self.registry.get_model_version, name, version)

    def get_model_version_by_alias(self, name: str, alias: str) -> ModelVersion:
        """As the registry says."""
        return self._call("alias", self.registry.get_model_version_by_alias, name, alias)

    def load_artifact(self, uri: str) -> bytes:
        """As the registry says."""
        return self._call("artifact", self.registry.load_artifact, uri)

    def _call(self, what: str, function: Any, *arguments: Any) -> Any:
        self.calls[what] += 1
        if self.error is not None:
            raise self.error
        return function(*arguments)
