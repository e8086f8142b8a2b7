"""Which version answers for which entity?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from mlplat_core.errors import (
    AliasNotFoundError,
    ModelNotReadyError,
    NotFoundError,
    PlatformError,
)
from mlplat_core.registry.names import ModelUri
from mlplat_core.registry.versions import ModelVersion
from mlplat_core.serving.versions.canary import Canary, EntityKey
from mlplat_core.serving.versions.model_cache import LoadedModel, ModelCache, VersionSource


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request goes.

    Attributes:
        alias: the alias that was followed; None if the version was named by number.
        model: the version behind it, for everything that the request needs.
    """

    alias: str | None
    model: LoadedModel


class ModelRouter:
    """Follows an alias once for each request, so that a move counts from the next one on.

    While the registry cannot be read, the versions it named last go on answering.

    Args:
        registry: knows where aliases point.
        cache: has the models.
        uri: the model, by alias or by number.
        canary: which entities another alias answers for.
        counts: where it is counted that something did not work and was worked around.
    """

    def __init__(
        self,
        registry: VersionSource,
        cache: ModelCache,
        uri: ModelUri,
        *,
        canary: Canary | None,
        counts: Counter[str],
    ) -> None:
        self._registry, self._cache, self._uri = registry, cache, uri
        self._canary, self._counts = canary, counts
        self._last: dict[ModelUri, ModelVersion] = {}

    def look(self) -> tuple[ModelVersion, bool]:
        """The version that answers for everybody, and whether the registry says so right now.

        Raises:
            NotFoundError, ModelNotReadyError: as for `main`.
        """
        return self._ask_registry(self._uri)

    def main(self) -> Route:
        """The version that answers for everybody.

        Raises:
            NotFoundError: there is no such model or version.
            ModelNotReadyError: nothing has the alias, or what has it cannot score.
        """
        return Route(self._uri.alias, self._cache.get(self._resolve(self._uri)))

    def route(self, key: EntityKey) -> Route:
        """The version that answers for this entity.

        A canary that is not there or cannot score leaves its entities to the main version.

        Raises:
            NotFoundError, ModelNotReadyError: as for the main version.
        """
        canary = self._canary
        if canary is not None and canary.takes(key):
            try:
                return Route(canary.alias, self.watch(canary.alias))
            except PlatformError:
                self._counts["canary_unavailable"] += 1
        return self.main()

    def watch(self, alias: str) -> LoadedModel:
        """The version that has another alias of the same model.

        Raises:
            NotFoundError, ModelNotReadyError: there is none, or it cannot score.
        """
        return self._cache.get(self._resolve(ModelUri(self._uri.name, alias=alias)))

    def _resolve(self, uri: ModelUri) -> ModelVersion:
        return self._ask_registry(uri)[0]

    def _ask_registry(self, uri: ModelUri) -> tuple[ModelVersion, bool]:
        try:
            if uri.alias is None:
                version = self._registry.get_model_version(uri.name, uri.version or 0)
            else:
                version = self._registry.get_model_version_by_alias(uri.name, uri.alias)
        except AliasNotFoundError as error:
            raise ModelNotReadyError(str(uri), "no version has this alias") from error
        except NotFoundError:
            raise
        except PlatformError as error:
            reason = f"the registry cannot be trusted ({type(error).__name__})"
            raise ModelNotReadyError(str(uri), reason) from error
        except Exception as error:
            self._counts["registry_unreachable"] += 1
            if uri not in self._last:
                raise ModelNotReadyError(str(uri), "the registry does not answer") from error
            return self._last[uri], False
        self._last[uri] = version
        return version, True
