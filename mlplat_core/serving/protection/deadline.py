"""Until when is an answer worth having?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from mlplat_core.errors import DeadlineExceededError, DefinitionError


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long a whole answer may take, and how much of that the features must leave the model.

    Nothing is interrupted: there may be no threads where this runs. The time is looked at after the
    features were read and after the model has scored.

    Attributes:
        total_ms: milliseconds for everything, more than 0; None for no limit.
        reserve_ms: milliseconds of these that the model needs, at least 0, less than the total.

    Raises:
        DefinitionError: any of the above does not hold.

    Example:
        >>> Deadline(50, reserve_ms=8)  # 42 for the features
        Deadline(total_ms=50, reserve_ms=8)
    """

    total_ms: float | None = None
    reserve_ms: float = 0.0

    def __post_init__(self) -> None:
        total = math.inf if self.total_ms is None else self.total_ms
        if not 0 <= self.reserve_ms < total:
            raise DefinitionError(
                f"Of {self.total_ms!r} ms for an answer, {self.reserve_ms!r} ms are reserved for "
                "the model; both are at least 0, and the first is greater than the second."
            )


class Watch:
    """Looks at the clock for a deadline.

    Args:
        deadline: how long an answer may take.
        monotonic: seconds on a clock that never goes back.

    Example:
        >>> watch = Watch(Deadline(50, reserve_ms=8), lambda: 100.045)
        >>> watch.is_late_for_model(100.0), watch.is_late(100.0), watch.elapsed_ms(100.0)
        (True, False, 45.0)
    """

    def __init__(self, deadline: Deadline, monotonic: Callable[[], float]) -> None:
        total, reserve = deadline.total_ms, deadline.reserve_ms
        self._total_ms = math.inf if total is None else total
        self._total_s = self._total_ms / 1000
        self._before_model_s = (self._total_ms - reserve) / 1000
        self._monotonic = monotonic

    def is_late(self, started: float) -> bool:
        """Whether the answer to a request that came at `started` would be late by now."""
        return self._monotonic() - started > self._total_s

    def is_late_for_model(self, started: float) -> bool:
        """Whether less time is left than is reserved for the model."""
        return self._monotonic() - started > self._before_model_s

    def elapsed_ms(self, started: float) -> float:
        """Milliseconds since `started`, to the microsecond."""
        return round((self._monotonic() - started) * 1000, 3)

    def exceeded(self, part: str) -> DeadlineExceededError:
        """The error for an answer that this part, "queue", "features" or "model", made too late."""
        return DeadlineExceededError(self._total_ms, part)
