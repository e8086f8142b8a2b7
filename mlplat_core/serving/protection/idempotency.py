"""How does a repeated request get the answer that the first one got?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from mlplat_core.errors import DefinitionError, IdempotencyConflictError
from mlplat_core.serving.requests.request import PredictRequest
from mlplat_core.serving.response import PredictResponse


@dataclass(frozen=True, slots=True)
class Idempotency:
    """How many answers are kept for repeated requests, and for how long.

    Attributes:
        max_entries: at least 1; beyond, the oldest is forgotten.
        ttl_s: seconds, more than 0.

    Raises:
        DefinitionError: any of the above does not hold.

    Example:
        >>> Idempotency().ttl_s / 3600
        24.0
    """

    max_entries: int = 10_000
    ttl_s: float = 86_400.0

    def __post_init__(self) -> None:
        if not (self.max_entries >= 1 and self.ttl_s > 0):
            raise DefinitionError(
                f"Answers are kept up to {self.max_entries!r} for {self.ttl_s!r} s; "
                "both must be more than 0."
            )


@dataclass(slots=True)
class _Entry:
    fingerprint: bytes
    expires: float
    response: PredictResponse | None = None


class AnswerMemory:
    """The answers that were given under an idempotency key. Threads may share it.

    Args:
        limits: how many, and for how long.
        monotonic: seconds on a clock that never goes back.
    """

    def __init__(self, limits: Idempotency, monotonic: Callable[[], float]) -> None:
        self._limits, self._monotonic = limits, monotonic
        self._entries: dict[str, _Entry] = {}
        self._lock = Lock()

    def begin(self, key: str, digest: bytes) -> PredictResponse | None:
        """The answer that the request got before; None if it is the first, which reserves the key.

        Args:
            key: the idempotency key.
            digest: the fingerprint of the request.

        Raises:
            IdempotencyConflictError: the key belongs to another request, or to one whose answer is
                still being made.
        """
        now = self._monotonic()
        with self._lock:
            self._forget_expired(now)
            entry = self._entries.get(key)
            if entry is None:
                if len(self._entries) >= self._limits.max_entries:
                    del self._entries[next(iter(self._entries))]
                self._entries[key] = _Entry(digest, now + self._limits.ttl_s)
                return None
        if entry.fingerprint != digest:
            raise IdempotencyConflictError(key)
        if entry.response is None:
            raise IdempotencyConflictError(key, pending=True)
        return entry.response

    def finish(self, key: str, response: PredictResponse | None) -> None:
        """Keep the answer under the key; None, after a failure, gives the key back."""
        with self._lock:
            if response is None:
                self._entries.pop(key, None)
            elif key in self._entries:
                self._entries[key].response = response

    def _forget_expired(self, now: float) -> None:
        # All live equally long, so the first that is still valid ends the search.
        while self._entries:
            key = next(iter(self._entries))
            if self._entries[key].expires > now:
                return
            del self._entries[key]


def fingerprint(
    request: PredictRequest, entity: Mapping[str, object], given: Mapping[str, object]
) -> bytes:
    """What two requests share only if they say the same.

    Args:
        request: as it came; of this, its id counts and whether it wants an explanation.
        entity: its keys.
        given: its features, of the types that the store keeps, so that 12 and 12.0 are one amount.

    Example:
        >>> request = PredictRequest({"user_id": "u1"}, idempotency_key="a")
        >>> again = PredictRequest({"user_id": "u1"}, idempotency_key="b")
        >>> fingerprint(request, request.entity, {}) == fingerprint(again, again.entity, {})
        True
    """
    parts = sorted(entity.items()), sorted(given.items()), request.id, request.explain
    return sha256(ascii(parts).encode()).digest()
