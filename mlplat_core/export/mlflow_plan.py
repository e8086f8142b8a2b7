"""What should MLflow show of a registry, and does what it shows allow that?

MLflow has no compare-and-set and no history, so an export leaves its own marks there: tags that
begin with `mlplat.`. They say which log a model comes from, which entry a version comes from, and
what the export left behind, so that the next one sees whether somebody else was there meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from posixpath import normpath

from mlplat_core.errors import ConflictError, RequestError
from mlplat_core.registry.canonical import canonical_json, sha256
from mlplat_core.registry.events import VersionRegistered
from mlplat_core.registry.hash_chain import LogEntry
from mlplat_core.registry.replay import state_as_of
from mlplat_core.registry.values import FrozenDict
from mlplat_core.registry.versions import ModelVersion, RegisteredModel

LOG, LAST, STATE = "mlplat.log", "mlplat.last_version", "mlplat.exported_state"
ENTRY, ARTIFACT, RECORD, TAGS = (
    "mlplat.log_entry",
    "mlplat.artifact_sha256",
    "mlplat.record",
    "mlplat.tags",
)
UNFINISHED = "unfinished"
"""What the tag STATE says while an export is under way; one that was interrupted is taken up."""

# What MLflow takes for the name of a tag, metric or parameter; its own tags are not ours to set.
_NAME = re.compile(r"(?!mlflow\.|mlplat\.)[\w/.\- :]{1,250}")
_LONGEST_TAG = 100_000


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A model version as MLflow shows it.

    Attributes:
        description: free text.
        tags: those of the user, and those of the export.
    """

    description: str
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ModelShown:
    """A registered model as MLflow shows it, or should.

    Attributes:
        description: free text.
        tags: those of the user, and those of the export.
        aliases: the version that each points at.
        versions: by number, without deleted ones.
    """

    description: str
    tags: Mapping[str, str]
    aliases: Mapping[str, int]
    versions: Mapping[int, VersionShown]

    @property
    def last_version(self) -> int:
        """The highest number that MLflow is known to have given."""
        return max([int(self.tags.get(LAST, "0")), *self.versions])

    def state(self) -> str:
        """A fingerprint of all of it but the tag that keeps the fingerprint."""
        tags = {key: value for key, value in self.tags.items() if key != STATE}
        return sha256(canonical_json(replace(self, tags=tags)).encode())


def nameable(key: str) -> bool:
    """Whether MLflow takes the text as the name of a tag, metric or parameter.

    Example:
        >>> nameable("auc/new customers"), nameable("p=0.5"), nameable("../auc")
        (True, False, False)

    Source:
        MLflow, `mlflow/utils/validation.py`.
    """
    # MLflow may use names as paths, so one that would end up at another place is refused.
    elsewhere = key == "." or key.startswith(("..", "/")) or normpath(key) != key
    return bool(_NAME.fullmatch(key)) and not elsewhere


def models_wanted(entries: Sequence[LogEntry]) -> dict[str, ModelShown]:
    """How MLflow should show the state that a log adds up to, by the model's name.

    Args:
        entries: a whole log, at least one entry.

    Raises:
        RequestError: a tag is longer than MLflow can hold.
    """
    state = state_as_of(entries, entries[-1].moment)
    hashes = {
        (entry.event.name, entry.event.version): entry.hash
        for entry in entries
        if isinstance(entry.event, VersionRegistered)
    }
    wanted = {}
    for name, model in state.models.items():
        versions = {
            number: VersionShown(version.description, _version_tags(version, hashes[name, number]))
            for number, version in state.versions[name].items()
        }
        tags = _model_tags(model, entries[0].hash)
        shown = ModelShown(model.description, tags, model.aliases, versions)
        wanted[name] = replace(shown, tags=FrozenDict({**tags, STATE: shown.state()}))
    return wanted


def check_ours(name: str, found: ModelShown, log: str) -> None:
    """Raise ConflictError unless MLflow shows what an export of the same log has left there.

    Args:
        name: the model's name.
        found: the model in MLflow.
        log: the hash of the log's first entry.
    """
    if found.tags.get(LOG) != log:
        raise ConflictError(
            f"MLflow has a model {name!r} that was not exported from this registry; "
            "export to another MLflow registry, or rename the model there."
        )
    if found.tags.get(STATE) not in (UNFINISHED, found.state()):
        raise ConflictError(
            f"Model {name!r} was changed in MLflow after the last export; take the change back "
            "there, or delete the model there to export it anew."
        )


def check_numbers(name: str, found: ModelShown, wanted: ModelShown) -> None:
    """Raise ConflictError unless every version can get, or has, its own number in MLflow."""
    last = int(wanted.tags[LAST])
    for number, version in wanted.versions.items():
        other = found.versions.get(number)
        if other is None and number <= found.last_version:
            raise _taken(name, number, "was deleted in MLflow, which gives no number twice")
        if other is not None and other.tags.get(ENTRY) != version.tags[ENTRY]:
            raise _taken(name, number, "is another one in MLflow")
    if found.last_version > last:
        raise _taken(name, found.last_version, "exists, or has existed, in MLflow only")


def _taken(name: str, number: int, why: str) -> ConflictError:
    return ConflictError(
        f"Version {number} of {name!r} {why}; delete the model in MLflow to export it anew."
    )


def _model_tags(model: RegisteredModel, log: str) -> Mapping[str, str]:
    tags = {**_user_tags(model.tags), LOG: log, LAST: str(model.latest_version)}
    return _checked(tags, f"models:/{model.name}")


def _version_tags(version: ModelVersion, entry: str) -> Mapping[str, str]:
    """The user's tags, what one may want to search for, and everything else word for word."""
    lineage = version.lineage
    searchable = {
        ARTIFACT: version.artifact_hash,
        "mlplat.author": version.author,
        "mlplat.code_hash": lineage.code_hash,
        "mlplat.dataset_hash": lineage.dataset_hash,
        "mlplat.evaluation_set": version.evaluation_set,
        "mlplat.parent_version": lineage.parent_version,
        "mlplat.status": version.status,
    }
    record = {
        "artifact_size": version.artifact_size,
        "created_at": version.created_at.isoformat(),
        "lineage": lineage,
        "metrics": version.metrics,
        "schema": version.schema,
        "slices": version.slices,
    }
    own = {key: str(value) for key, value in searchable.items() if value is not None}
    tags = {**_user_tags(version.tags), **own, ENTRY: entry, RECORD: canonical_json(record)}
    return _checked(tags, f"models:/{version.name}/{version.version}")


def _user_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """The tags; those that MLflow cannot hold together in one, as JSON."""
    fits = {key: value for key, value in tags.items() if nameable(key)}
    rest = {key: value for key, value in tags.items() if key not in fits}
    return {**fits, TAGS: canonical_json(rest)} if rest else fits


def _checked(tags: Mapping[str, str], where: str) -> Mapping[str, str]:
    """The tags, if MLflow has room for their values."""
    for key, value in tags.items():
        if len(value) > _LONGEST_TAG:
            raise RequestError(
                f"{where}: tag {key!r} has {len(value):,} characters, and MLflow holds "
                f"{_LONGEST_TAG:,}; shorten it, or what is in it."
            )
    return FrozenDict(tags)
