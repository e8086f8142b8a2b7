"""What does this platform's model registry do, in the cases that MLflow is asked about?"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

from bench.compare import registry_cases as cases
from bench.compare.observation import Observation
from mlplat_core import DefinitionError, ModelRegistry, NotFoundError, PlatformError
from mlplat_core.registry import events

SYSTEM = "mlplat_core"
MODEL = "fraud"
KINDS = {DefinitionError: cases.INVALID, NotFoundError: cases.NOT_FOUND}
"""What the classes of errors say, in the words that are used of every registry."""


def observe() -> list[Observation]:
    """What the registry does in every case, each in a new one that has versions 1 to 3."""
    return cases.observations(SYSTEM, {case: _outcome(act) for case, act in ACTS.items()})


def _after_version(registry: ModelRegistry) -> str:
    registry.delete_model_version(MODEL, 3)
    return str(registry.create_model_version(MODEL, cases.BEFORE).version)


def _after_model(registry: ModelRegistry) -> str:
    registry.delete_registered_model(MODEL)
    registry.create_registered_model(MODEL)
    return str(registry.create_model_version(MODEL, cases.BEFORE).version)


def _alias_on_archived(registry: ModelRegistry) -> str:
    registry.archive(MODEL, 2)
    registry.set_alias(MODEL, "champion", 2)
    return f"accepted: {_pointing(registry)}"


def _archive_under_alias(registry: ModelRegistry) -> str:
    registry.set_alias(MODEL, "champion", 1)
    status = registry.archive(MODEL, 1).status
    return f"{status.lower()}: {_pointing(registry)}"


def _delete_under_alias(registry: ModelRegistry) -> str:
    registry.set_alias(MODEL, "champion", 1)
    registry.delete_model_version(MODEL, 1)
    return f"deleted: {_pointing(registry)}"


def _no_such_alias(registry: ModelRegistry) -> str:
    return str(registry.get_model_version_by_alias(MODEL, "shadow").version)


def _missing_target(registry: ModelRegistry) -> str:
    registry.set_alias(MODEL, "champion", 9)
    return _pointing(registry)


def _two_spellings(registry: ModelRegistry) -> str:
    registry.set_alias(MODEL, "champion", 1)
    registry.set_alias(MODEL, "Champion", 2)
    return cases.spelled(registry.get_registered_model(MODEL).aliases)


def _reserved(registry: ModelRegistry) -> str:
    acts = [partial(ModelRegistry.set_alias, name=MODEL, alias=a, version=1) for a in cases.NAMES]
    return " and ".join(dict.fromkeys(_result(act, registry) for act in acts))


def _tag(registry: ModelRegistry) -> str:
    for value in cases.TAG_VALUES:
        registry.set_tag(MODEL, 1, "auc", value)
    happened = [entry.event for entry in registry.history(MODEL)]
    tags = [str(event.value) for event in happened if isinstance(event, events.TagChanged)]
    return cases.remembered(tags)


def _rollback(registry: ModelRegistry) -> str:
    for version in (1, 3):
        registry.set_alias(MODEL, "production", version)
    registry.rollback(MODEL, "production")
    return cases.live([_live(registry)], "alias production, rollback")


def _back_by_alias(registry: ModelRegistry) -> str:
    for version in (1, 3, 1):
        registry.set_alias(MODEL, "production", version)
    return cases.live([_live(registry)], "alias production")


def _two_in_production(registry: ModelRegistry) -> str:
    for version in (1, 3):
        registry.set_alias(MODEL, "production", version)
    return cases.live([_live(registry)], "alias production")


def _moved_meanwhile(registry: ModelRegistry) -> str:
    registry.set_alias(MODEL, "champion", 1)
    registry.set_alias(MODEL, "champion", 2, expected=1)
    second = _result(lambda r: r.set_alias(MODEL, "champion", 3, expected=1), registry)
    return f"{second}, {_pointing(registry)}"


def _alias_history(registry: ModelRegistry) -> str:
    for version in (1, 2, 3):
        registry.set_alias(MODEL, "champion", version)
    happened = [entry.event for entry in registry.history(MODEL)]
    moves = [str(event.version) for event in happened if isinstance(event, events.AliasAssigned)]
    return cases.remembered(moves)


def _changed_artifact(registry: ModelRegistry) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry.db"
        with closing(ModelRegistry(path)) as stored:
            stored.create_registered_model(MODEL)
            stored.create_model_version(MODEL, cases.BEFORE)
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute("UPDATE model_registry_artifact SET content = ?", (cases.AFTER,))
            return _result(lambda r: cases.loaded(r.load_artifact(f"models:/{MODEL}/1")), stored)


ACTS: Mapping[str, Callable[[ModelRegistry], str]] = {
    cases.AFTER_VERSION: _after_version,
    cases.AFTER_MODEL: _after_model,
    cases.ALIAS_ON_ARCHIVED: _alias_on_archived,
    cases.ARCHIVE_UNDER_ALIAS: _archive_under_alias,
    cases.DELETE_UNDER_ALIAS: _delete_under_alias,
    cases.NO_SUCH_ALIAS: _no_such_alias,
    cases.MISSING_TARGET: _missing_target,
    cases.TWO_SPELLINGS: _two_spellings,
    cases.RESERVED: _reserved,
    cases.TAG: _tag,
    cases.ROLLBACK: _rollback,
    cases.BACK_BY_ALIAS: _back_by_alias,
    cases.TWO_IN_PRODUCTION: _two_in_production,
    cases.MOVED_MEANWHILE: _moved_meanwhile,
    cases.ALIAS_HISTORY: _alias_history,
    cases.CHANGED_ARTIFACT: _changed_artifact,
}


def _outcome(act: Callable[[ModelRegistry], str]) -> str:
    registry = ModelRegistry()
    registry.create_registered_model(MODEL)
    for _ in range(3):
        registry.create_model_version(MODEL, cases.BEFORE)
    return _result(act, registry)


def _result(act: Callable[[ModelRegistry], object], registry: ModelRegistry) -> str:
    """What the act says, "accepted" if it says nothing in words, or how the registry refuses it."""
    try:
        said = act(registry)
    except PlatformError as error:
        kind = next(
            (word for family, word in KINDS.items() if isinstance(error, family)), "refused"
        )
        return f"{kind}: {type(error).__name__}"
    return said if isinstance(said, str) else "accepted"


def _pointing(registry: ModelRegistry) -> str:
    return cases.pointing(registry.get_registered_model(MODEL).aliases)


def _live(registry: ModelRegistry) -> int:
    return registry.resolve(f"models:/{MODEL}@production").version
