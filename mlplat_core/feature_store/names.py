"""What may entities, views and features be called?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mlplat_core.errors import DefinitionError

EVENT_TIMESTAMP = "event_timestamp"
CREATED_TIMESTAMP = "created_timestamp"
RESERVED = (EVENT_TIMESTAMP, CREATED_TIMESTAMP)
ENTITY_ROWS = "entity rows"
"""What the rows that are asked about are called in messages."""

# Two underscores separate view and feature in a full name, so neither part may contain them.
_NAME = re.compile(r"(?!.*__)[A-Za-z_][A-Za-z0-9_]*")


def check_name(name: object, kind: str) -> None:
    """Raise DefinitionError unless the name is one word of letters, digits, single underscores."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise DefinitionError(
            f"{name!r} cannot name {kind}; use letters, digits and single underscores, "
            "and start with a letter."
        )


def check_not_reserved(column: str, kind: str) -> None:
    """Raise DefinitionError if the column is one of the two timestamps that every row may carry."""
    if column in RESERVED:
        raise DefinitionError(
            f"{kind} cannot use the column {column!r}: it holds the time of a row; rename it."
        )


def check_distinct(names: Iterable[str], kind: str) -> None:
    """Raise DefinitionError if a name occurs twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DefinitionError(f"{kind} names {name!r} twice; name it once.")
        seen.add(name)


def as_tuple(values: object, member: type, what: str) -> tuple[object, ...]:
    """The values as a tuple, if there is at least one and each is a `member`.

    Raises:
        DefinitionError: there is none, one is of another type, or a single text was passed for a
            list.
    """
    items = () if isinstance(values, str) or not isinstance(values, Iterable) else tuple(values)
    if not items or not all(isinstance(item, member) for item in items):
        raise DefinitionError(
            f"{what} is {values!r}; pass a list of at least one {member.__name__}."
        )
    return items
