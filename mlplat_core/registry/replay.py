"""What was true at a given time? The state is nothing but the log, read from its start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from mlplat_core.errors import TamperedLogError
from mlplat_core.registry import events as kinds
from mlplat_core.registry.alias_trail import back, step
from mlplat_core.registry.hash_chain import LogEntry, utc
from mlplat_core.registry.state import RegistryState
from mlplat_core.registry.values import FrozenDict
from mlplat_core.registry.versions import ModelVersion, RegisteredModel, VersionStatus


def state_as_of(events: Iterable[LogEntry], as_of: datetime) -> RegistryState:
    """The state that the events up to a moment add up to; a pure function of the log.

    Args:
        events: the entries of a log from the first entry on, in order.
        as_of: the moment asked about, aware; an entry written at that very moment counts.

    Raises:
        RequestError: the moment has no time zone.
        TamperedLogError: an entry cannot have followed those before it.

    Example:
        >>> from mlplat_core import ModelRegistry
        >>> registry = ModelRegistry()
        >>> _ = registry.create_registered_model("fraud")
        >>> log = registry.history()
        >>> list(state_as_of(log, as_of=log[0].moment).models)
        ['fraud']

    Complexity:
        O(n) in the number of entries.
    """
    moment, state = utc(as_of, "as_of"), RegistryState()
    for entry in events:
        if entry.moment > moment:
            break
        apply(state, entry)
    return state


def apply(state: RegistryState, entry: LogEntry) -> None:
    """Change the state by one entry, or leave it alone and raise `TamperedLogError`."""
    try:
        _APPLY[type(entry.event)](state, entry, entry.event)
    except (KeyError, ValueError) as error:
        event = type(entry.event).__name__
        raise TamperedLogError(entry.number, f"{event} cannot follow ({error})") from error


def _model_registered(state: RegistryState, entry: LogEntry, event: kinds.ModelRegistered) -> None:
    _require(event.name not in state.models, "the model exists")
    last = state.numbers.setdefault(event.name, 0)
    state.models[event.name] = RegisteredModel(
        name=event.name,
        latest_version=last,
        aliases=FrozenDict({}),
        created_at=entry.moment,
        description=event.description,
        tags=event.tags,
    )
    state.versions[event.name] = {}


def _model_deleted(state: RegistryState, entry: LogEntry, event: kinds.ModelDeleted) -> None:
    _require(not state.models[event.name].aliases, "aliases point at its versions")
    del state.models[event.name], state.versions[event.name]


def _version_registered(
    state: RegistryState, entry: LogEntry, event: kinds.VersionRegistered
) -> None:
    model = state.models[event.name]
    _require(event.version == state.numbers[event.name] + 1, "the number is not the next")
    state.numbers[event.name] = event.version
    state.models[event.name] = replace(model, latest_version=event.version)
    state.versions[event.name][event.version] = ModelVersion(
        name=event.name,
        version=event.version,
        status=VersionStatus.READY if event.artifact_hash else VersionStatus.PENDING,
        artifact_hash=event.artifact_hash,
        artifact_size=event.artifact_size,
        metrics=event.metrics,
        evaluation_set=event.evaluation_set,
        slices=event.slices,
        schema=event.schema,
        lineage=event.lineage,
        author=entry.actor,
        created_at=entry.moment,
        description=event.description,
        tags=event.tags,
    )


def _version_completed(
    state: RegistryState, entry: LogEntry, event: kinds.VersionCompleted
) -> None:
    _require_status(state, event.name, event.version, VersionStatus.PENDING)
    _change(
        state,
        event.name,
        event.version,
        status=VersionStatus.READY,
        artifact_hash=event.artifact_hash,
        artifact_size=event.artifact_size,
    )


def _version_failed(state: RegistryState, entry: LogEntry, event: kinds.VersionFailed) -> None:
    _require_status(state, event.name, event.version, VersionStatus.PENDING)
    _change(state, event.name, event.version, status=VersionStatus.FAILED)


def _version_archived(state: RegistryState, entry: LogEntry, event: kinds.VersionArchived) -> None:
    _require_status(state, event.name, event.version, VersionStatus.READY)
    _require(not state.aliases_of(event.name, event.version), "an alias points at it")
    _change(state, event.name, event.version, status=VersionStatus.ARCHIVED)


def _version_deleted(state: RegistryState, entry: LogEntry, event: kinds.VersionDeleted) -> None:
    versions = state.versions[event.name]
    _require(not state.aliases_of(event.name, event.version), "an alias points at it")
    del versions[event.version]


def _alias_assigned(state: RegistryState, entry: LogEntry, event: kinds.AliasAssigned) -> None:
    _require_status(state, event.name, event.version, VersionStatus.READY)
    model, key = state.models[event.name], (event.name, event.alias)
    _require(model.aliases.get(event.alias) == event.previous, "the alias pointed elsewhere")
    trail = state.trails.get(key, ())
    if event.cause == "rollback":
        _require(back(trail) == event.version, "the alias did not come from there")
        state.trails[key] = trail[:-1]
    else:
        state.trails[key] = step(trail, event.version)
    _point(state, model, {**model.aliases, event.alias: event.version})


def _alias_removed(state: RegistryState, entry: LogEntry, event: kinds.AliasRemoved) -> None:
    model = state.models[event.name]
    _require(model.aliases[event.alias] == event.previous, "the alias pointed elsewhere")
    _point(state, model, {a: v for a, v in model.aliases.items() if a != event.alias})


def _promotion_rejected(
    state: RegistryState, entry: LogEntry, event: kinds.PromotionRejected
) -> None:
    _require_status(state, event.name, event.version, VersionStatus.READY)


def _description_changed(
    state: RegistryState, entry: LogEntry, event: kinds.DescriptionChanged
) -> None:
    _change(state, event.name, event.version, description=event.description)


def _tag_changed(state: RegistryState, entry: LogEntry, event: kinds.TagChanged) -> None:
    name, version = event.name, event.version
    holder = state.models[name] if version is None else state.versions[name][version]
    tags = dict(holder.tags)
    tags.pop(event.key, None)
    if event.value is not None:
        tags[event.key] = event.value
    _change(state, event.name, event.version, tags=FrozenDict(tags))


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def _require_status(state: RegistryState, name: str, version: int, status: VersionStatus) -> None:
    _require(state.versions[name][version].status is status, f"the version is not {status}")


def _change(state: RegistryState, name: str, version: int | None, **changes: object) -> None:
    """Replace attributes of a version, or of its model where the version is None."""
    if version is None:
        model: Any = state.models[name]
        state.models[name] = replace(model, **changes)
    else:
        changed: Any = state.versions[name][version]
        state.versions[name][version] = replace(changed, **changes)


def _point(state: RegistryState, model: RegisteredModel, aliases: Mapping[str, int]) -> None:
    state.models[model.name] = replace(model, aliases=FrozenDict(aliases))


_APPLY: dict[type, Callable[[RegistryState, LogEntry, Any], None]] = {
    kinds.ModelRegistered: _model_registered,
    kinds.ModelDeleted: _model_deleted,
    kinds.VersionRegistered: _version_registered,
    kinds.VersionCompleted: _version_completed,
    kinds.VersionFailed: _version_failed,
    kinds.VersionArchived: _version_archived,
    kinds.VersionDeleted: _version_deleted,
    kinds.AliasAssigned: _alias_assigned,
    kinds.AliasRemoved: _alias_removed,
    kinds.PromotionRejected: _promotion_rejected,
    kinds.DescriptionChanged: _description_changed,
    kinds.TagChanged: _tag_changed,
}
