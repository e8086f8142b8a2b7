"""Which questions are put to every model registry, and how is an answer put in a few words?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.compare.observation import Observation

THEME = "Model registry"

_ISSUE = "https://github.com/mlflow/mlflow/issues"
_STAGES, _HISTORY, _ROLLBACK = f"{_ISSUE}/10336", f"{_ISSUE}/2169", f"{_ISSUE}/6180"
_TWO_AT_ONCE, _ATOMIC = f"{_ISSUE}/6156", f"{_ISSUE}/3016"
_ALIASES = "https://mlflow.org/docs/latest/ml/model-registry"

AFTER_VERSION = "Next number after version 3 of 3 was deleted"
AFTER_MODEL = "Next number after a model with 3 versions was deleted and made again"
ALIAS_ON_ARCHIVED = "Alias set on an archived version"
ARCHIVE_UNDER_ALIAS = "Version archived while an alias points at it"
DELETE_UNDER_ALIAS = "Version deleted while an alias points at it"
NO_SUCH_ALIAS = "Version asked for by an alias that does not exist"
MISSING_TARGET = "Alias moved to a version that does not exist"
TWO_SPELLINGS = "Alias `champion` set on 1, then `Champion` on 2"
RESERVED = "Aliases called `latest` and `v1`"
TAG = "Tag `auc` overwritten, 0.90 by 0.99"
ROLLBACK = "Live after production was 1, then 3, then went back to 1"
BACK_BY_ALIAS = "Live after an alias was set on 1, then 3, then 1"
TWO_IN_PRODUCTION = "Live after versions 1 and 3 were put into production"
MOVED_MEANWHILE = "Alias moved by two people who both saw it on 1"
ALIAS_HISTORY = "Where an alias pointed that went from 1 to 2 to 3"
CHANGED_ARTIFACT = "Artifact changed after registration, then loaded"

SOURCES: Mapping[str, str] = {
    AFTER_VERSION: "",
    AFTER_MODEL: "",
    ALIAS_ON_ARCHIVED: _STAGES,
    ARCHIVE_UNDER_ALIAS: _STAGES,
    DELETE_UNDER_ALIAS: _ALIASES,
    NO_SUCH_ALIAS: _ALIASES,
    MISSING_TARGET: _ALIASES,
    TWO_SPELLINGS: _ALIASES,
    RESERVED: _ALIASES,
    TAG: _HISTORY,
    ROLLBACK: _ROLLBACK,
    BACK_BY_ALIAS: _ALIASES,
    TWO_IN_PRODUCTION: _TWO_AT_ONCE,
    MOVED_MEANWHILE: _ATOMIC,
    ALIAS_HISTORY: _HISTORY,
    CHANGED_ARTIFACT: "",
}
"""Where each case is documented or discussed, in the order of the table."""

BEFORE, AFTER = b"the weights that were tested", b"other weights"
"""An artifact, and what it is changed to."""

INVALID, NOT_FOUND = "invalid", "not found"
TAG_VALUES = ("0.90", "0.99")
NAMES = ("latest", "v1")


def observations(system: str, outcomes: Mapping[str, str]) -> list[Observation]:
    """One observation per case, in the order of the table; a case without outcome is an error."""
    return [
        Observation(THEME, case, system, outcomes[case], source) for case, source in SOURCES.items()
    ]


def pointing(aliases: Mapping[str, int]) -> str:
    """What aliases point at, such as "champion on 2"."""
    found = [f"{alias} on {version}" for alias, version in sorted(aliases.items())]
    return ", ".join(found) or "no alias"


def spelled(aliases: Mapping[str, int]) -> str:
    """How many aliases there are, and what they point at."""
    return f"{len(aliases)} in all: {pointing(aliases)}"


def live(versions: Sequence[int], where: str) -> str:
    """Which versions are live at the place where they would be asked for."""
    return f"{' and '.join(map(str, sorted(versions)))}: {where}"


def remembered(values: Sequence[str]) -> str:
    """What of a sequence of values is still on record."""
    return f"{len(values)} on record: {', '.join(values)}"


def loaded(content: bytes) -> str:
    """Whether what was loaded is what was registered."""
    return "loads as before" if content == BEFORE else "loads the changed file"
