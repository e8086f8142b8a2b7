"""Which model belongs to a version, loaded and checked once?"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from mlplat_core.errors import (
    CorruptArtifactError,
    InferenceError,
    InvalidRequestError,
    ModelNotReadyError,
    PlatformError,
    RequestError,
    VersionNotReadyError,
)
from mlplat_core.registry.versions import ModelVersion
from mlplat_core.serving.decision import is_score
from mlplat_core.serving.features.served import VectorPlan
from mlplat_core.serving.protection.breaker import Breaker
from mlplat_core.serving.requests.problems import Problem, path_to, show

if TYPE_CHECKING:
    from mlplat_core.models.scorer import Scorer


class VersionSource(Protocol):
    """What serving asks of a registry; `ModelRegistry` is one."""

    def get_model_version(self, name: str, version: int) -> ModelVersion:
        """The version of this number."""

    def get_model_version_by_alias(self, name: str, alias: str) -> ModelVersion:
        """The version that the alias points at."""

    def load_artifact(self, uri: str) -> bytes:
        """The artifact, if it is still what was registered."""


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """One version, ready to score.

    Attributes:
        version: which.
        uri: its address, by number.
        scorer: what scores.
        plan: puts its values together.
        breaker: keeps requests away from it while it fails.
    """

    version: ModelVersion
    uri: str
    scorer: Scorer
    plan: VectorPlan
    breaker: Breaker

    def score(self, values: Sequence[Any], given: Container[str | None]) -> float:
        """The score of one row.

        Args:
            values: in the order of the model's features.
            given: the names among them that the caller is to answer for.

        Raises:
            InvalidRequestError: the model cannot take a value that the caller gave.
            InferenceError: it failed otherwise, or its score is no finite number.
        """
        try:
            score = self.scorer.score(values)
        except RequestError as error:
            if error.column in given:
                path = path_to("features", error.column)
                message = "is a value that the model cannot take"
                raise InvalidRequestError([Problem(path, message, "out_of_range")]) from error
            raise InferenceError(self.uri, f"it cannot take {error.column or 'the row'}") from error
        except Exception as error:
            raise InferenceError(self.uri, f"it raised {type(error).__name__}") from error
        if not is_score(score):
            found = show(score) if isinstance(score, float) else f"a {type(score).__name__}"
            raise InferenceError(self.uri, f"its score is {found}")
        return float(score)


class ModelCache:
    """Keeps the models of the versions that were used last. Threads may share it.

    Args:
        registry: where artifacts come from.
        load: makes a scorer of an artifact.
        plan: makes a plan for a model's features, or names those that nobody can provide.
        make_breaker: makes a breaker for each version, so that a new one starts without blame.
        size: how many models are kept, at least 1.
    """

    def __init__(
        self,
        registry: VersionSource,
        load: Callable[[bytes], Scorer],
        plan: Callable[[Sequence[str]], VectorPlan | list[str]],
        make_breaker: Callable[[], Breaker],
        *,
        size: int,
    ) -> None:
        self._registry, self._load, self._plan = registry, load, plan
        self._make_breaker, self._size = make_breaker, size
        self._models: dict[tuple[str, int, str | None], LoadedModel] = {}
        self._lock = Lock()

    def get(self, version: ModelVersion) -> LoadedModel:
        """The model of the version; its artifact was what was registered when it was loaded.

        Raises:
            ModelNotReadyError: there is no intact artifact, it is no model, or it reads features
                that the handler cannot assemble.
        """
        key = _key(version)
        with self._lock:
            model = self._models.pop(key, None) or self._open(version)
            self._models[key] = model  # last in the dict, last to be forgotten
            if len(self._models) > self._size:
                del self._models[next(iter(self._models))]
        return model

    def verify(self, version: ModelVersion) -> str:
        """What is known of the version's artifact after looking at it once more, as a sentence.

        Raises:
            ModelNotReadyError: it is not what was registered, or was never seen.
        """
        try:
            self._artifact(version)
        except ModelNotReadyError as error:
            # A model that is loaded goes on without the registry, but not against its word.
            if isinstance(error.__cause__, PlatformError) or _key(version) not in self._models:
                raise
            return "its artifact was intact when it was loaded; the registry does not answer now"
        return "its artifact is what was registered"

    def _open(self, version: ModelVersion) -> LoadedModel:
        uri, artifact = _uri(version), self._artifact(version)
        try:
            scorer = self._load(artifact)
        except Exception as error:
            reason = f"its artifact is no model ({type(error).__name__})"
            raise ModelNotReadyError(uri, reason) from error
        plan = self._plan(scorer.feature_names)
        if not isinstance(plan, VectorPlan):
            reason = f"nothing provides its features as numbers: {', '.join(plan)}"
            raise ModelNotReadyError(uri, reason, features=plan)
        return LoadedModel(version, uri, scorer, plan, self._make_breaker())

    def _artifact(self, version: ModelVersion) -> bytes:
        uri = _uri(version)
        try:
            return self._registry.load_artifact(uri)
        except CorruptArtifactError as error:
            reason = "its artifact is missing or is not what was registered"
            raise ModelNotReadyError(uri, reason) from error
        except VersionNotReadyError as error:
            raise ModelNotReadyError(uri, f"it is {error.status}") from error
        except Exception as error:
            reason = f"its artifact cannot be read ({type(error).__name__})"
            raise ModelNotReadyError(uri, reason) from error


def _uri(version: ModelVersion) -> str:
    return f"models:/{version.name}/{version.version}"


def _key(version: ModelVersion) -> tuple[str, int, str | None]:
    # The hash is part of it: a number may mean something else in another registry's file.
    return version.name, version.version, version.artifact_hash
