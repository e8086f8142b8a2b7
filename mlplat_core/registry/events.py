"""What can happen in a registry? One frozen value per kind of fact, in the past tense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from mlplat_core.registry.gates import GateResult
from mlplat_core.registry.values import check_text, numbers, tables, texts
from mlplat_core.registry.versions import Lineage


@dataclass(frozen=True, slots=True)
class ModelRegistered:
    """A name was registered, for the first time or again after a deletion.

    Example:
        >>> ModelRegistered("fraud").name
        'fraud'
    """

    name: str
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_text(self.description, "description")
        object.__setattr__(self, "tags", texts(self.tags, "tags"))


@dataclass(frozen=True, slots=True)
class ModelDeleted:
    """A model was deleted with its versions; its numbers stay taken.

    Example:
        >>> ModelDeleted("fraud").name
        'fraud'
    """

    name: str


@dataclass(frozen=True, slots=True)
class VersionRegistered:
    """A version got its number, and everything about it that never changes.

    Example:
        >>> VersionRegistered("fraud", 1, metrics={"auc": 0.81}).metrics
        {'auc': 0.81}
    """

    name: str
    version: int
    artifact_hash: str | None = None
    artifact_size: int = 0
    metrics: Mapping[str, float] = field(default_factory=dict)
    evaluation_set: str | None = None
    slices: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    schema: Mapping[str, str] = field(default_factory=dict)
    lineage: Lineage = field(default_factory=Lineage)
    description: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_text(self.evaluation_set, "evaluation_set", optional=True)
        check_text(self.description, "description")
        object.__setattr__(self, "metrics", numbers(self.metrics, "metrics"))
        object.__setattr__(self, "slices", tables(self.slices, "slices"))
        object.__setattr__(self, "schema", texts(self.schema, "schema"))
        object.__setattr__(self, "tags", texts(self.tags, "tags"))


@dataclass(frozen=True, slots=True)
class VersionCompleted:
    """The artifact of a pending version arrived; the version is READY.

    Example:
        >>> VersionCompleted("fraud", 1, "9f86d081", 7).artifact_size
        7
    """

    name: str
    version: int
    artifact_hash: str
    artifact_size: int


@dataclass(frozen=True, slots=True)
class VersionFailed:
    """The artifact of a pending version will never arrive; the reason is the entry's.

    Example:
        >>> VersionFailed("fraud", 1).version
        1
    """

    name: str
    version: int


@dataclass(frozen=True, slots=True)
class VersionArchived:
    """A version was put away; no alias may point at it any more.

    Example:
        >>> VersionArchived("fraud", 1).version
        1
    """

    name: str
    version: int


@dataclass(frozen=True, slots=True)
class VersionDeleted:
    """A version was deleted; its number stays taken.

    Example:
        >>> VersionDeleted("fraud", 1).version
        1
    """

    name: str
    version: int


@dataclass(frozen=True, slots=True)
class AliasAssigned:
    """An alias began to point at a version: by hand, after passing gates, or on the way back.

    Example:
        >>> AliasAssigned("fraud", "champion", 2, previous=1, cause="promotion").previous
        1
    """

    name: str
    alias: str
    version: int
    previous: int | None = None
    cause: Literal["set_alias", "promotion", "rollback"] = "set_alias"
    results: tuple[GateResult, ...] = ()


@dataclass(frozen=True, slots=True)
class AliasRemoved:
    """An alias ceased to point at anything.

    Example:
        >>> AliasRemoved("fraud", "champion", previous=1).previous
        1
    """

    name: str
    alias: str
    previous: int


@dataclass(frozen=True, slots=True)
class PromotionRejected:
    """Gates refused a promotion; the alias did not move, and every number is kept.

    Example:
        >>> refusal = GateResult("LatencyBudget", "latency", "too slow", {"candidate": 80})
        >>> PromotionRejected("fraud", "champion", 2, 1, (refusal,)).results[0].numbers
        {'candidate': 80.0}
    """

    name: str
    alias: str
    version: int
    previous: int | None
    results: tuple[GateResult, ...]


@dataclass(frozen=True, slots=True)
class DescriptionChanged:
    """The description of a version, or of the model where the version is None, was replaced.

    Example:
        >>> DescriptionChanged("fraud", None, "card fraud, Europe").description
        'card fraud, Europe'
    """

    name: str
    version: int | None
    description: str

    def __post_init__(self) -> None:
        check_text(self.description, "description")


@dataclass(frozen=True, slots=True)
class TagChanged:
    """A tag of a version, or of the model where the version is None, was set or removed (None).

    Example:
        >>> TagChanged("fraud", 1, "reviewed", "yes").value
        'yes'
    """

    name: str
    version: int | None
    key: str
    value: str | None

    def __post_init__(self) -> None:
        check_text(self.value, "tag value", optional=True)
        texts({self.key: ""}, "tag")


Event: TypeAlias = (
    ModelRegistered
    | ModelDeleted
    | VersionRegistered
    | VersionCompleted
    | VersionFailed
    | VersionArchived
    | VersionDeleted
    | AliasAssigned
    | AliasRemoved
    | PromotionRejected
    | DescriptionChanged
    | TagChanged
)
"""Any fact of the log."""
