"""Could a request be answered right now, and if not, what is missing?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mlplat_core.errors import DefinitionError, PlatformError, RequestError
from mlplat_core.registry.versions import ModelVersion
from mlplat_core.serving.features.feature_source import FeatureSource
from mlplat_core.serving.requests.problems import public_message
from mlplat_core.serving.versions.model_cache import LoadedModel, ModelCache
from mlplat_core.serving.versions.model_router import ModelRouter

PARTS = ("model", "artifact", "self_test", "features")
"""What must be well, in the order in which it is looked at."""


@dataclass(frozen=True, slots=True)
class ReadinessCheck:
    """One thing that must be well.

    Attributes:
        name: "model", "artifact", "self_test" or "features".
        ok: whether it is.
        reason: what was found, for a person; nothing from inside a model or a store.

    Example:
        >>> ReadinessCheck("features", True, "the online store answers").ok
        True
    """

    name: str
    ok: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether requests can be answered.

    Attributes:
        checks: one for each part, none left out.
        model_version: the version that would answer; None if there is none.

    Example:
        >>> Readiness((), None).ready  # nothing checked is nothing known
        False
    """

    checks: tuple[ReadinessCheck, ...]
    model_version: int | None

    @property
    def ready(self) -> bool:
        """Whether every part was checked and is well."""
        return tuple(check.name for check in self.checks if check.ok) == PARTS


class SelfTest:
    """Tries everything that a prediction needs, in earnest.

    Args:
        router: finds the version.
        cache: has its model.
        source: has the features.
        row: values for the trial score, by feature; for others their default, or zero.
        clock: what time it is.

    Raises:
        DefinitionError: the row does not fit the features.
    """

    def __init__(
        self,
        router: ModelRouter,
        cache: ModelCache,
        source: FeatureSource,
        *,
        row: Mapping[str, Any],
        clock: Callable[[], datetime],
    ) -> None:
        self._router, self._cache, self._source = router, cache, source
        self._row, self._clock = source.sample(row), clock

    def run(self) -> Readiness:
        """What was found, with a check for each part; what could not be tried is not well."""
        found: list[ReadinessCheck] = []
        version: ModelVersion | None = None
        try:
            version, is_fresh = self._router.look()
            note = "" if is_fresh else ", as last heard; the registry does not answer now"
            found.append(ReadinessCheck("model", True, f"version {version.version}{note}"))
            found.append(ReadinessCheck("artifact", True, self._cache.verify(version)))
            self._score(self._cache.get(version))
            found.append(ReadinessCheck("self_test", True, "a row was scored"))
        except PlatformError as error:
            found.append(ReadinessCheck(PARTS[len(found)], False, public_message(error)))
        found += [
            ReadinessCheck(part, False, "not tried, because something before it is not well")
            for part in PARTS[len(found) : -1]
        ]
        return Readiness((*found, self._read()), None if version is None else version.version)

    def _score(self, model: LoadedModel) -> None:
        model.score([self._row[name] for name in model.scorer.feature_names], ())

    def _read(self) -> ReadinessCheck:
        """Read the features of an entity that hardly exists; any answer will do."""
        for entity in self._source.sample_entities():
            try:
                self._source.read([(entity, self._row)], self._clock())
            except RequestError:  # the keys of this store are of another type
                continue
            except DefinitionError:  # a function that cannot cope with the trial row was reached
                pass
            except Exception as error:
                reason = f"the online store does not answer ({type(error).__name__})"
                return ReadinessCheck("features", False, reason)
            return ReadinessCheck("features", True, "the online store answers")
        return ReadinessCheck("features", False, "the online store takes no key of any type")
