"""Which versions of a model are there, which one is live, and how did it come to that?"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Unpack

from mlplat_core.errors import DefinitionError, PromotionRejectedError, VersionNotReadyError
from mlplat_core.registry import decisions, events
from mlplat_core.registry.canonical import sha256
from mlplat_core.registry.decisions import ANYTHING, Expected
from mlplat_core.registry.event_log import Act, EventLog, utc_now
from mlplat_core.registry.gates import Gate
from mlplat_core.registry.hash_chain import LogEntry
from mlplat_core.registry.names import check_model_name, normalise_alias
from mlplat_core.registry.replay import state_as_of
from mlplat_core.registry.state import RegistryState
from mlplat_core.registry.store import MemoryStore, RegistryStore
from mlplat_core.registry.versions import Lineage, ModelVersion, RegisteredModel


class ModelRegistry:
    """Models, their versions, and the aliases that say which version does what.

    Everything that happens is an entry in a log that only grows; the state is what the log adds up
    to. Each change is one transaction: it happens entirely or not at all, and two processes that
    change the same thing do so one after the other. Every change takes `actor=` (who) and `reason=`
    (why), which the log keeps.

    Args:
        path: a SQLite file, made where there is none; several processes may use it, other tables
            may be in it, and what was acknowledged survives a sudden end. None means in memory.
        store: another place for log and artifacts, instead of a path.
        clock: says what time it is, as an aware datetime.

    Example:
        >>> registry = ModelRegistry()
        >>> model = registry.create_registered_model("fraud")
        >>> version = registry.create_model_version("fraud", b"weights", metrics={"auc": 0.81})
        >>> registry.set_alias("fraud", "champion", 1, expected=None).version
        1
        >>> registry.load_artifact("models:/fraud@champion")
        b'weights'
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        store: RegistryStore | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        if path is not None and store is not None:
            raise DefinitionError("A registry has one home; pass a path or a store, not both.")
        self._store = store or (MemoryStore() if path is None else _open(path))
        self._log = EventLog(self._store, clock)

    def create_registered_model(
        self,
        name: str,
        *,
        description: str = "",
        tags: Mapping[str, str] | None = None,
        **by: Unpack[Act],
    ) -> RegisteredModel:
        """The new model; `ConflictError` if the name is taken. A deleted name goes on numbering."""
        check_model_name(name)
        event = events.ModelRegistered(name, description, tags or {})
        self._log.write(lambda state: decisions.register_model(state, event), **by)
        return self.get_registered_model(name)

    def create_model_version(
        self,
        name: str,
        source: bytes | None = None,
        *,
        metrics: Mapping[str, float] | None = None,
        evaluation_set: str | None = None,
        slices: Mapping[str, Mapping[str, float]] | None = None,
        schema: Mapping[str, str] | None = None,
        lineage: Lineage | None = None,
        description: str = "",
        tags: Mapping[str, str] | None = None,
        **by: Unpack[Act],
    ) -> ModelVersion:
        """The new version under the next number; PENDING for want of an artifact if source is None.

        The other arguments are the attributes of `ModelVersion`; the actor becomes its author.
        """
        facts = events.VersionRegistered(
            name,
            1,
            metrics=metrics or {},
            evaluation_set=evaluation_set,
            slices=slices or {},
            schema=schema or {},
            lineage=lineage or Lineage(),
            description=description,
            tags=tags or {},
        )
        digest, artifacts = (None, {}) if source is None else _artifact(source)
        facts = replace(facts, artifact_hash=digest, artifact_size=len(source or b""))
        return self._log.write_version(
            lambda s: decisions.register_version(s, facts), artifacts, **by
        )

    def complete_model_version(
        self, name: str, version: int, source: bytes, **by: Unpack[Act]
    ) -> ModelVersion:
        """The version that was PENDING, with its artifact: READY."""
        digest, artifacts = _artifact(source)
        event = events.VersionCompleted(name, version, digest, len(source))
        return self._log.write_version(
            lambda s: decisions.complete_version(s, event), artifacts, **by
        )

    def fail_model_version(self, name: str, version: int, **by: Unpack[Act]) -> ModelVersion:
        """The version that was PENDING, without hope of an artifact: FAILED."""
        event = events.VersionFailed(name, version)
        return self._log.write_version(lambda s: decisions.complete_version(s, event), **by)

    def registered_models(self) -> list[RegisteredModel]:
        """All models, by name."""
        return self._log.read(lambda s: [s.models[name] for name in sorted(s.models)])

    def model_versions(self, name: str) -> list[ModelVersion]:
        """All versions of a model that are not deleted, oldest first."""
        return self._log.read(lambda s: s.model_versions(name))

    def get_registered_model(self, name: str) -> RegisteredModel:
        """The model of this name; `RegisteredModelNotFoundError` if there is none."""
        return self._log.read(lambda s: s.get_registered_model(name))

    def get_model_version(self, name: str, version: int) -> ModelVersion:
        """The version of this number; `ModelVersionNotFoundError` if there is none (any more)."""
        return self._log.read(lambda s: s.get_model_version(name, version))

    def get_model_version_by_alias(self, name: str, alias: str) -> ModelVersion:
        """The version that the alias points at; `AliasNotFoundError` if there is no such alias."""
        return self._log.read(lambda s: s.get_model_version_by_alias(name, alias))

    def resolve(self, uri: str) -> ModelVersion:
        """The version at `models:/fraud@champion` or `models:/fraud/3`."""
        return self._log.read(lambda s: s.resolve(uri))

    def load_artifact(self, uri: str) -> bytes:
        """The artifact at a model URI; `CorruptArtifactError` if its sha256 is not the registered.

        Raises:
            VersionNotReadyError: there is no artifact: the version is PENDING or FAILED.
        """
        version = self.resolve(uri)
        if version.artifact_hash is None:
            raise VersionNotReadyError(uri, version.status)
        return self._log.artifact(version)

    def set_alias(
        self,
        name: str,
        alias: str,
        version: int,
        *,
        expected: Expected = ANYTHING,
        **by: Unpack[Act],
    ) -> ModelVersion:
        """The version, at which the alias points from now on; no gate is asked.

        Args:
            name: the model.
            alias: `[A-Za-z0-9_-]+`, kept in lower case; not `latest`, digits, or `v` and digits.
            version: a READY version whose artifact is intact.
            expected: what the alias points at now, None for nothing. If it has moved meanwhile,
                `ConflictError`, and nothing changes. Left out: wherever it points.
        """
        key = normalise_alias(alias)
        return self._log.write_version(
            lambda s: self._intact(s, decisions.assign(s, name, key, version, expected)), **by
        )

    def delete_alias(
        self, name: str, alias: str, *, expected: Expected = ANYTHING, **by: Unpack[Act]
    ) -> None:
        """Let the alias point at nothing; `AliasNotFoundError` if it does already."""
        key = normalise_alias(alias)
        self._log.write(lambda s: decisions.remove(s, name, key, expected), **by)

    def promote(
        self,
        name: str,
        version: int,
        alias: str,
        gates: Sequence[Gate],
        *,
        expected: Expected = ANYTHING,
        **by: Unpack[Act],
    ) -> ModelVersion:
        """The version, at which the alias points from now on, because every gate let it through.

        Raises:
            PromotionRejectedError: a gate refused; the log keeps the refusal with every number.
        """
        key, actor = normalise_alias(alias), by.get("actor")

        def decide(state: RegistryState) -> events.AliasAssigned | events.PromotionRejected:
            move = self._intact(state, decisions.assign(state, name, key, version, expected))
            return decisions.promote(state, move, gates, actor)

        event = self._log.write(decide, **by).event
        if isinstance(event, events.PromotionRejected):
            raise PromotionRejectedError(f"models:/{name}/{version}", key, event.results)
        return self.get_model_version(name, version)

    def rollback(
        self, name: str, alias: str, *, expected: Expected = ANYTHING, **by: Unpack[Act]
    ) -> ModelVersion:
        """The version that the alias came from, at which it points again.

        Going back again goes further back, not to and fro. `ConflictError` if there is nothing to
        go back to, or it is archived or deleted; `CorruptArtifactError` if its artifact is damaged.
        """
        key = normalise_alias(alias)
        return self._log.write_version(
            lambda s: self._intact(s, decisions.roll_back(s, name, key, expected)), **by
        )

    def archive(self, name: str, version: int, **by: Unpack[Act]) -> ModelVersion:
        """The version, ARCHIVED; `ConflictError` while an alias points at it."""
        return self._log.write_version(lambda s: decisions.archive_version(s, name, version), **by)

    def delete_model_version(self, name: str, version: int, **by: Unpack[Act]) -> None:
        """Forget a version, not its number or its log; `ConflictError` while an alias is on it."""
        self._log.write(lambda s: decisions.delete_version(s, name, version), **by)

    def delete_registered_model(self, name: str, **by: Unpack[Act]) -> None:
        """Forget a model, not its numbers or its log; `ConflictError` while it has aliases."""
        self._log.write(lambda s: decisions.delete_model(s, name), **by)

    def set_tag(
        self, name: str, version: int | None, key: str, value: str | None, **by: Unpack[Act]
    ) -> None:
        """Set a tag of a version, or of the model if the version is None; value None removes it."""
        event = events.TagChanged(name, version, key, value)
        self._log.write(lambda s: decisions.tag(s, event), **by)

    def set_description(self, name: str, version: int | None, text: str, **by: Unpack[Act]) -> None:
        """Replace the description of a version, or of the model if the version is None."""
        event = events.DescriptionChanged(name, version, text)
        self._log.write(lambda s: decisions.describe(s, event), **by)

    def history(self, name: str | None = None) -> tuple[LogEntry, ...]:
        """The log, or what concerns one model, deleted ones too; oldest entry first."""
        entries = self._log.entries()
        return entries if name is None else tuple(e for e in entries if e.event.name == name)

    def state_as_of(self, as_of: datetime) -> RegistryState:
        """All models, versions and aliases as they were at an aware moment."""
        return state_as_of(self._log.entries(), as_of)

    def verify(self, known_head: str | None = None) -> str:
        """The hash of the last entry, if no entry and no artifact was changed since it was written.

        Args:
            known_head: an earlier answer, kept elsewhere; the log must still contain it. Only this
                reveals entries cut off at the end, or a whole log made up anew.

        Raises:
            TamperedLogError: something was changed; `number` is the first bad entry.
        """
        return self._log.verify(known_head)

    def close(self) -> None:
        """Let go of the file; only a registry with a path needs it, and it is unusable after."""
        self._store.close()

    def _intact(self, state: RegistryState, event: events.AliasAssigned) -> events.AliasAssigned:
        """The event, if the artifact of its target is what was registered."""
        self._log.artifact(state.versions[event.name][event.version])
        return event


def _open(path: str | os.PathLike[str]) -> RegistryStore:
    # Only who names a file pays for loading SQLite.
    from mlplat_core.registry.sqlite_store import SqliteStore

    return SqliteStore(path)


def _artifact(source: bytes) -> tuple[str, dict[str, bytes]]:
    """The sha256 of an artifact, and the artifact under it."""
    if not isinstance(source, bytes):
        raise DefinitionError(
            f"source is a {type(source).__name__}; pass the artifact's bytes, such as "
            "Path('model.json').read_bytes()."
        )
    digest = sha256(source)
    return digest, {digest: source}
