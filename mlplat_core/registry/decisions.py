"""What may happen next? From a state and a wish, the event to write, or the error that forbids it.

Nothing here changes anything or knows of time and storage, so a decision that turns out to rest on
an old state is simply made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from typing import Literal, TypeAlias

from mlplat_core.errors import (
    ConflictError,
    DefinitionError,
    ModelVersionNotFoundError,
    VersionNotReadyError,
)
from mlplat_core.registry import events
from mlplat_core.registry.alias_trail import back
from mlplat_core.registry.gates import Gate, Proposal, evaluate
from mlplat_core.registry.names import ModelUri
from mlplat_core.registry.state import RegistryState
from mlplat_core.registry.versions import ModelVersion, VersionStatus


class Expectation(Enum):
    """What a caller may expect of an alias besides a number and None."""

    ANYTHING = "anything"

    def __repr__(self) -> str:
        return self.name


ANYTHING = Expectation.ANYTHING
Expected: TypeAlias = int | Literal[Expectation.ANYTHING] | None
"""What an alias must point at for a change to happen: a number, None for nothing, or ANYTHING."""


def register_model(state: RegistryState, event: events.ModelRegistered) -> events.ModelRegistered:
    """The event itself, if the name is free."""
    if event.name in state.models:
        raise ConflictError(
            f"Model {event.name!r} exists since {state.models[event.name].created_at:%Y-%m-%d}; "
            "register a version of it, or choose another name."
        )
    return event


def delete_model(state: RegistryState, name: str) -> events.ModelDeleted:
    """The deletion, unless an alias points at one of the versions."""
    aliases = state.get_registered_model(name).aliases
    if aliases:
        raise ConflictError(
            f"Model {name!r} is in use through {', '.join(aliases)}; delete the aliases first."
        )
    return events.ModelDeleted(name)


def register_version(
    state: RegistryState, facts: events.VersionRegistered
) -> events.VersionRegistered:
    """The facts under the next number of their model."""
    state.get_registered_model(facts.name)
    number = state.numbers[facts.name] + 1
    parent = facts.lineage.parent_version
    if parent is not None and not 0 < parent < number:
        raise DefinitionError(
            f"parent_version is {parent}, but {facts.name!r} has had the versions "
            f"up to {number - 1}; pass one of them, or None."
        )
    return replace(facts, version=number)


def complete_version(
    state: RegistryState, event: events.VersionCompleted | events.VersionFailed
) -> events.VersionCompleted | events.VersionFailed:
    """The event itself, if its version is pending."""
    target = state.get_model_version(event.name, event.version)
    if target.status is not VersionStatus.PENDING:
        raise VersionNotReadyError(address(target), target.status, wanted="PENDING")
    return event


def archive_version(state: RegistryState, name: str, version: int) -> events.VersionArchived:
    """The archiving, if the version is READY and no alias points at it."""
    ready_version(state, name, version)
    _check_unused(state, name, version)
    return events.VersionArchived(name, version)


def delete_version(state: RegistryState, name: str, version: int) -> events.VersionDeleted:
    """The deletion, unless an alias points at the version."""
    state.get_model_version(name, version)
    _check_unused(state, name, version)
    return events.VersionDeleted(name, version)


def assign(
    state: RegistryState, name: str, alias: str, version: int, expected: Expected
) -> events.AliasAssigned:
    """The move of an alias to a READY version, if the alias is where it is expected."""
    previous = current_target(state, name, alias, expected)
    ready_version(state, name, version)
    return events.AliasAssigned(name, alias, version, previous)


def remove(state: RegistryState, name: str, alias: str, expected: Expected) -> events.AliasRemoved:
    """The removal of an alias that exists, if it is where it is expected."""
    current_target(state, name, alias, expected)
    return events.AliasRemoved(name, alias, state.get_model_version_by_alias(name, alias).version)


def promote(
    state: RegistryState, event: events.AliasAssigned, gates: Sequence[Gate], actor: str | None
) -> events.AliasAssigned | events.PromotionRejected:
    """The move with what every gate said, or the refusal with the same."""
    name, previous = event.name, event.previous
    candidate = state.get_model_version(name, event.version)
    current = None if previous is None else state.get_model_version(name, previous)
    results = evaluate(gates, Proposal(candidate, current, actor))
    if all(result.passed for result in results):
        return replace(event, cause="promotion", results=results)
    return events.PromotionRejected(name, event.alias, event.version, previous, results)


def roll_back(
    state: RegistryState, name: str, alias: str, expected: Expected
) -> events.AliasAssigned:
    """The move of an alias to where it came from, if that version can still serve."""
    current_target(state, name, alias, expected)
    present = state.get_model_version_by_alias(name, alias).version
    target = back(state.trails[name, alias])
    if target is None:
        raise ConflictError(
            f"Alias {alias!r} of {name!r} has pointed at nothing before version {present}; "
            "set it to the version that you want."
        )
    try:
        ready_version(state, name, target)
    except (ModelVersionNotFoundError, VersionNotReadyError) as error:
        raise ConflictError(
            f"Alias {alias!r} cannot go back to version {target} of {name!r}: {error}"
        ) from error
    return events.AliasAssigned(name, alias, target, present, cause="rollback")


def describe(state: RegistryState, event: events.DescriptionChanged) -> events.DescriptionChanged:
    """The event itself, if what it describes exists."""
    _check_exists(state, event.name, event.version)
    return event


def tag(state: RegistryState, event: events.TagChanged) -> events.TagChanged:
    """The event itself, if what it tags exists."""
    _check_exists(state, event.name, event.version)
    return event


def ready_version(state: RegistryState, name: str, version: int) -> ModelVersion:
    """The version, if an alias may point at it; VersionNotReadyError otherwise."""
    target = state.get_model_version(name, version)
    if target.status is not VersionStatus.READY:
        raise VersionNotReadyError(address(target), target.status)
    return target


def current_target(state: RegistryState, name: str, alias: str, expected: Expected) -> int | None:
    """What the alias points at, None for nothing; ConflictError if that was not expected."""
    actual = state.get_registered_model(name).aliases.get(alias)
    if expected is not ANYTHING and actual != expected:
        raise ConflictError(
            f"Alias {alias!r} of {name!r} points at {_spell(actual)}, not at {_spell(expected)} "
            "as expected; look at its history and decide again."
        )
    return actual


def address(version: ModelVersion) -> str:
    """The version's URI, for messages."""
    return str(ModelUri(version.name, version.version))


def _spell(target: int | None) -> str:
    return "nothing" if target is None else f"version {target}"


def _check_unused(state: RegistryState, name: str, version: int) -> None:
    aliases = state.aliases_of(name, version)
    if aliases:
        raise ConflictError(
            f"Version {version} of {name!r} is in use through {', '.join(aliases)}; "
            "move the alias first."
        )


def _check_exists(state: RegistryState, name: str, version: int | None) -> None:
    if version is None:
        state.get_registered_model(name)
    else:
        state.get_model_version(name, version)
