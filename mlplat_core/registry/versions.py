"""What is a version of a model, where does it come from, and what state is it in?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from mlplat_core.errors import DefinitionError
from mlplat_core.registry.canonical import canonical_json, sha256
from mlplat_core.registry.values import Scalar, check_text, scalars, texts

Stage = Literal["None", "Staging", "Production", "Archived"]
"""A stage of the older registries, as text."""

_STAGES: dict[str, Stage] = {"champion": "Production", "challenger": "Staging"}


class VersionStatus(StrEnum):
    """How far a version has come; a member equals its name as text.

    Example:
        >>> VersionStatus.READY == "READY"
        True
    """

    PENDING = "PENDING"
    """It has a number, but its artifact is still being made."""
    READY = "READY"
    """Its artifact is there; an alias may point at it."""
    FAILED = "FAILED"
    """Its artifact could not be made."""
    ARCHIVED = "ARCHIVED"
    """It is kept, but no alias may point at it any more."""

    def __repr__(self) -> str:
        return repr(self.value)


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a version was made from, so that it could be made again.

    Attributes:
        dataset_hash: fingerprint of the training set; None if unknown.
        feature_view_hashes: fingerprint of each feature view's definition, by the view's name.
        code_hash: fingerprint of the training code, such as a commit; None if unknown.
        parent_version: the version of the same model that this one continues; None for a new start.
        parameters: the training parameters: text, finite numbers, booleans or None by name.

    Raises:
        DefinitionError: a value is of another kind.

    Example:
        >>> lineage = Lineage(dataset_hash="d1", code_hash="c1", parameters={"depth": 3})
        >>> lineage.parameters["depth"]
        3
    """

    dataset_hash: str | None = None
    feature_view_hashes: Mapping[str, str] = field(default_factory=dict)
    code_hash: str | None = None
    parent_version: int | None = None
    parameters: Mapping[str, Scalar] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_text(self.dataset_hash, "Lineage: dataset_hash", optional=True)
        check_text(self.code_hash, "Lineage: code_hash", optional=True)
        if self.parent_version is not None and type(self.parent_version) is not int:
            raise DefinitionError(
                f"Lineage: parent_version is {self.parent_version!r}; pass a number or None."
            )
        views = texts(self.feature_view_hashes, "Lineage: feature_view_hashes")
        object.__setattr__(self, "feature_view_hashes", views)
        object.__setattr__(self, "parameters", scalars(self.parameters, "Lineage: parameters"))

    @property
    def fingerprint(self) -> str:
        """One sha256 of everything that determines the model; the parent does not.

        Example:
            >>> one = Lineage(parameters={"depth": 3, "rate": 0.1})
            >>> one.fingerprint == Lineage(parameters={"rate": 0.1, "depth": 3}).fingerprint
            True
        """
        made_from = {
            "code": self.code_hash,
            "dataset": self.dataset_hash,
            "feature_views": self.feature_view_hashes,
            "parameters": self.parameters,
        }
        return sha256(canonical_json(made_from).encode())


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """One version of a model; everything but status, description and tags stays as registered.

    Attributes:
        name: the model's name.
        version: its number, from 1; never given twice, not even after a deletion.
        status: PENDING, READY, FAILED or ARCHIVED.
        artifact_hash: sha256 of the artifact, hexadecimal; None while there is none.
        artifact_size: its length in bytes.
        metrics: measured values by name, on the whole evaluation set.
        evaluation_set: fingerprint of the data that the metrics were measured on; None if unknown.
        slices: the same metrics per part of the evaluation set: slice -> metric -> value.
        schema: the features that the model reads, and their types.
        lineage: what it was made from.
        author: who registered it; None if nobody said.
        created_at: when, UTC.
        description: free text.
        tags: free texts by name.

    Example:
        >>> from mlplat_core import ModelRegistry
        >>> registry = ModelRegistry()
        >>> _ = registry.create_registered_model("fraud")
        >>> version = registry.create_model_version("fraud", b"weights", metrics={"auc": 0.81})
        >>> version.version, version.status, version.metrics["auc"]
        (1, 'READY', 0.81)
    """

    name: str
    version: int
    status: VersionStatus
    artifact_hash: str | None
    artifact_size: int
    metrics: Mapping[str, float]
    evaluation_set: str | None
    slices: Mapping[str, Mapping[str, float]]
    schema: Mapping[str, str]
    lineage: Lineage
    author: str | None
    created_at: datetime
    description: str
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RegisteredModel:
    """A model under one name: the line of its versions, and the aliases that point at some.

    Attributes:
        name: the model's name.
        latest_version: the highest number given so far, 0 if none; may since be deleted.
        aliases: the version that each alias points at.
        created_at: when the name was registered, UTC.
        description: free text.
        tags: free texts by name.

    Example:
        >>> from mlplat_core import ModelRegistry
        >>> model = ModelRegistry().create_registered_model("fraud", tags={"team": "risk"})
        >>> model.latest_version, model.tags["team"]
        (0, 'risk')
    """

    name: str
    latest_version: int
    aliases: Mapping[str, int]
    created_at: datetime
    description: str
    tags: Mapping[str, str]


def classic_stage(model: RegisteredModel, version: ModelVersion) -> Stage:
    """The stage that an older registry would show: `None Staging Production Archived`.

    Read-only, and derived: `champion` means Production, `challenger` means Staging.

    Example:
        >>> from mlplat_core import ModelRegistry
        >>> registry = ModelRegistry()
        >>> model = registry.create_registered_model("fraud")
        >>> classic_stage(model, registry.create_model_version("fraud", b"weights"))
        'None'

    Source:
        MLflow deprecated stages in 2.9: https://github.com/mlflow/mlflow/issues/10336
    """
    if version.status is VersionStatus.ARCHIVED:
        return "Archived"
    for alias, stage in _STAGES.items():
        if model.aliases.get(alias) == version.version:
            return stage
    return "None"
