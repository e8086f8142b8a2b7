"""Which store and which models do the checks put behind the learner's service?

They do what the real ones do, and besides that they count, fail when told to, and remember.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from labkit.checkout.given import STORED

KNOWN: Mapping[str, float] = {"avg_amount_30d": 55.0, "txn_count_7d": 3, "device_age_days": 400}
"""What is stored of every user, unless a check says otherwise: no value comes twice."""


@dataclass
class CountedStore:
    """Stored features, and how often somebody asked for them.

    Attributes:
        stored: The features of every user; None for a store that takes too long.
        calls: How often it was asked.
    """

    stored: Mapping[str, float] | None = field(default_factory=lambda: KNOWN)
    calls: int = 0

    async def get(self, user_id: str, names: Iterable[str]) -> dict[str, float]:
        """The stored ones of the named features, in an order of the store's own.

        Raises:
            TimeoutError: It is a store that takes too long.
        """
        self.calls += 1
        asked = {names} if isinstance(names, str) else set(names)
        # Other requests go on while this one waits, as they do with a store behind a network.
        await asyncio.sleep(0)
        if self.stored is None:
            raise TimeoutError("redis://10.0.0.7:6379 did not answer within 50 ms")
        return {name: self.stored[name] for name in sorted(self.stored) if name in asked}


@dataclass
class StandInModel:
    """A model whose score a check decides.

    Attributes:
        version: What it is called.
        scored: What `score` returns, or a function of the vector.
        vectors: What it was asked to score.
    """

    version: str = "fraud@7"
    scored: float | Callable[[Sequence[float]], Any] = 0.2
    vectors: list[list[float]] = field(default_factory=list)

    def score(self, vector: Sequence[float]) -> Any:  # noqa: ANN401  # a broken one returns anything
        """The score, or what a broken model has in its place."""
        self.vectors.append(list(vector))
        return self.scored(vector) if callable(self.scored) else self.scored


@dataclass
class ModelSlot:
    """Where the champion is, until somebody puts another one there.

    Attributes:
        model: The champion; None when there is none.
    """

    model: StandInModel | None

    def __call__(self) -> StandInModel | None:
        """The champion at this moment."""
        return self.model


assert tuple(KNOWN) == STORED
