"""When is a part that keeps failing left alone, and when is it tried again?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from mlplat_core.errors import DefinitionError

State = Literal["closed", "open", "half_open"]
"""Closed lets everything through, open nothing, half-open one attempt."""


@dataclass(frozen=True, slots=True)
class BreakerPolicy:
    """When a breaker opens, and for how long.

    Attributes:
        failures: how many in a row open it, at least 1.
        open_s: seconds until one call may probe whether the part is well again, more than 0.

    Raises:
        DefinitionError: any of the above does not hold.

    Example:
        >>> BreakerPolicy(failures=3).open_s
        10.0
    """

    failures: int = 5
    open_s: float = 10.0

    def __post_init__(self) -> None:
        if not (self.failures >= 1 and self.open_s > 0):
            raise DefinitionError(
                f"A breaker opens after {self.failures!r} failures for {self.open_s!r} s; "
                "both must be more than 0."
            )


class Breaker:
    """Keeps calls away from a part that failed several times in a row.

    Whoever was admitted tells the outcome: succeeded, failed, or abandoned if it says nothing about
    the part. Threads may share it.

    Args:
        policy: when it opens, and for how long.
        monotonic: seconds on a clock that never goes back.

    Example:
        >>> now = [0.0]
        >>> breaker = Breaker(BreakerPolicy(failures=2, open_s=5), lambda: now[0])
        >>> for _ in range(2):
        ...     _ = breaker.admit(), breaker.failed()
        >>> breaker.state, breaker.admit(), breaker.retry_after_s
        ('open', False, 5.0)
        >>> now[0] = 5.0
        >>> breaker.state, breaker.admit(), breaker.admit()  # one probe, not two
        ('half_open', True, False)
        >>> breaker.succeeded()
        >>> breaker.state
        'closed'
    """

    def __init__(self, policy: BreakerPolicy, monotonic: Callable[[], float]) -> None:
        self._policy, self._monotonic = policy, monotonic
        self._lock = Lock()
        self._failures = 0
        self._opened_at: float | None = None
        self._probe_until = -math.inf

    @property
    def state(self) -> State:
        """Closed: all calls pass. Open: none. Half open: one, to see whether the part is well."""
        if self._opened_at is None:
            return "closed"
        return "half_open" if self._remaining() <= 0 else "open"

    @property
    def retry_after_s(self) -> float:
        """Seconds until a call may pass again; 0 if one may now."""
        return 0.0 if self._opened_at is None else max(0.0, self._remaining())

    def admit(self) -> bool:
        """Whether the call may pass; if so, it must be followed by its outcome."""
        if self._opened_at is None:
            return True
        with self._lock:
            now = self._monotonic()
            if self.state == "open" or now < self._probe_until:
                return False
            # A probe that is never heard of again must not keep all others out for ever.
            self._probe_until = now + self._policy.open_s
            return True

    def succeeded(self) -> None:
        """The part is well: closed, and counting from 0 again."""
        # The usual case changes nothing, and should cost next to nothing.
        if self._failures:
            with self._lock:
                self._failures, self._opened_at, self._probe_until = 0, None, -math.inf

    def failed(self) -> None:
        """One more failure in a row; a failed probe opens it anew."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._policy.failures:
                self._opened_at, self._probe_until = self._monotonic(), -math.inf

    def abandoned(self) -> None:
        """The call ended without a word about the part; another one may probe."""
        self._probe_until = -math.inf

    def _remaining(self) -> float:
        return (self._opened_at or 0.0) + self._policy.open_s - self._monotonic()
