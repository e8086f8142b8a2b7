"""Which entities are served by the version that is being tried out?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from mlplat_core.errors import DefinitionError
from mlplat_core.registry.names import normalise_alias

EntityKey: TypeAlias = tuple[str | int, ...]
"""The values of the join keys, in the order that the features need them."""

BUCKETS = 10_000


@dataclass(frozen=True, slots=True)
class Canary:
    """A share of all entities, always the same ones, whose predictions another alias makes.

    The share is drawn by a hash of the entity, so that every process and every restart agrees, and
    raising the percentage only adds entities. Another salt draws other entities.

    Attributes:
        alias: the alias of the version that is tried out; while nothing has it, nobody gets it.
        percent: 0 to 100, in steps of 0.01.
        salt: any text; a new one for each trial, or the same people always go first.

    Raises:
        DefinitionError: any of the above does not hold.

    Example:
        >>> canary = Canary("challenger", percent=10, salt="2026-11")
        >>> sum(canary.takes((f"u{number}",)) for number in range(1000))
        116
    """

    alias: str
    percent: float
    salt: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "alias", normalise_alias(self.alias))
        if not (0 <= self.percent <= 100 and math.isclose(self._limit, self.percent * 100)):
            raise DefinitionError(
                f"percent is {self.percent!r}; use 0 to 100 with at most two decimals."
            )

    def takes(self, key: EntityKey) -> bool:
        """Whether the entity belongs to the share."""
        return bucket(self.salt, key) < self._limit

    @property
    def _limit(self) -> int:
        # 0.07 * 100 is a little more than 7, which would be one bucket too many.
        return round(self.percent * 100)


def bucket(salt: str, key: EntityKey) -> int:
    """A number from 0 to 9999 that depends on nothing but salt and key.

    Example:
        >>> bucket("2026-11", ("u1",)), bucket("2026-11", (1,)), bucket("2026-11", ("1",))
        (601, 3642, 5241)
    """
    # One text per key, also where ("a", "b") meets ("a, b",), or 1 meets "1"; ASCII, because what
    # counts as printable differs between versions of Python.
    text = ascii((salt, *key))
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") % BUCKETS
