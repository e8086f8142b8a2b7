"""How much may one HTTP request hold?"""

from __future__ import annotations

from dataclasses import dataclass

from mlplat_core.errors import DefinitionError


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one HTTP request may hold; more is refused, not cut.

    Attributes:
        max_body_bytes: the length of its body, at least 1.
        max_instances: how many requests a batch has, at least 1.

    Raises:
        DefinitionError: any of the above does not hold.

    Example:
        >>> Limits().max_body_bytes
        1000000
    """

    max_body_bytes: int = 1_000_000
    max_instances: int = 1000

    def __post_init__(self) -> None:
        if not (self.max_body_bytes >= 1 and self.max_instances >= 1):
            raise DefinitionError(f"{self!r} lets nothing in; use at least 1 for both.")
