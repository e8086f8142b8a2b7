"""How do decisions become entries, one after the other, however many processes decide at once?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import RLock
from typing import Any, TypedDict, TypeVar, Unpack

from mlplat_core.errors import ConflictError, CorruptArtifactError, TamperedLogError
from mlplat_core.registry.canonical import sha256
from mlplat_core.registry.events import Event, VersionCompleted, VersionRegistered
from mlplat_core.registry.hash_chain import LogEntry, seal, unseal, utc
from mlplat_core.registry.replay import apply
from mlplat_core.registry.state import RegistryState
from mlplat_core.registry.store import GENESIS, RegistryStore, StoredEntry
from mlplat_core.registry.values import check_text
from mlplat_core.registry.versions import ModelVersion

T = TypeVar("T")
_ATTEMPTS = 1000


class Act(TypedDict, total=False):
    """Who changes the registry, and why: what every change takes and the log keeps."""

    actor: str | None
    reason: str


def utc_now() -> datetime:
    """The present moment, UTC; the clock of a registry that was given no other."""
    return datetime.now(UTC)


class EventLog:
    """The log of one store, with the state that it adds up to.

    Args:
        store: where the log lives; others may write to it at the same time.
        clock: says what time it is, as an aware datetime.
    """

    def __init__(self, store: RegistryStore, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._lock = RLock()
        self._entries: list[LogEntry] = []
        self._state = RegistryState()

    def read(self, query: Callable[[RegistryState], T]) -> T:
        """What the query answers about the present state."""
        with self._lock:
            self._catch_up()
            return query(self._state)

    def write(
        self,
        decide: Callable[[RegistryState], Event],
        artifacts: Mapping[str, bytes] | None = None,
        *,
        actor: str | None = None,
        reason: str = "",
    ) -> LogEntry:
        """The entry of the event that was decided upon the state right before it.

        If others write between decision and entry, the decision is made again, so that everything
        behaves as if one had acted at a time. If a decision raises, nothing is written.
        """
        check_text(actor, "actor", optional=True)
        check_text(reason, "reason")
        with self._lock:
            self._catch_up()
            for _ in range(_ATTEMPTS):
                # Before the decision, because a gate may itself write through this registry.
                last = self._entries[-1] if self._entries else None
                event = decide(self._state)
                moment = utc(self._clock(), "the clock's time")
                stored = seal(event, last, moment, actor, reason)
                if self._store.append(stored, last.hash if last else GENESIS, artifacts or {}):
                    return self._adopt(stored)
                self._catch_up()
                if len(self._entries) < stored.number:
                    raise TamperedLogError(
                        stored.number - 1, "the log does not end with it any more"
                    )
        raise ConflictError(f"Others wrote first in each of {_ATTEMPTS} attempts; try again.")

    def write_version(
        self,
        decide: Callable[[RegistryState], Any],
        artifacts: Mapping[str, bytes] | None = None,
        **by: Unpack[Act],
    ) -> ModelVersion:
        """Like write, but returns the version that the event is about, as the event left it."""
        with self._lock:
            event = self.write(decide, artifacts, **by).event
            return self._state.versions[event.name][event.version]  # type: ignore[union-attr,index]

    def entries(self) -> tuple[LogEntry, ...]:
        """All entries up to now."""
        with self._lock:
            self._catch_up()
            return tuple(self._entries)

    def artifact(self, version: ModelVersion) -> bytes:
        """The artifact of a version that has one; CorruptArtifactError if it is not what it was."""
        digest = str(version.artifact_hash)
        content = self._store.artifact(digest)
        found = None if content is None else sha256(content)
        if content is None or found != digest:
            raise CorruptArtifactError(digest, found)
        return content

    def verify(self, known_head: str | None) -> str:
        """The hash of the last entry, after reading and replaying the whole store afresh.

        What this object has read before must still be there, and so must the known head.
        """
        with self._lock:
            remembered = tuple(self._entries)
        entries = EventLog(self._store, self._clock).entries()
        heads = [GENESIS, *(entry.hash for entry in entries)]
        for entry in remembered:
            if entry.hash not in heads[entry.number : entry.number + 1]:
                raise TamperedLogError(entry.number, "it is not what this registry has read before")
        if known_head is not None and known_head not in heads:
            raise TamperedLogError(len(heads), "the known head is not in the log: its end is gone")
        for entry in entries:
            if isinstance(entry.event, VersionRegistered | VersionCompleted):
                self._verify_artifact(entry.number, entry.event)
        return heads[-1]

    def _verify_artifact(self, number: int, event: VersionRegistered | VersionCompleted) -> None:
        if event.artifact_hash is None:
            return
        content = self._store.artifact(event.artifact_hash)
        if content is None or sha256(content) != event.artifact_hash:
            raise TamperedLogError(number, "its artifact is missing or is not what it was")

    def _catch_up(self) -> None:
        """Read what is new in the store, so that the state contains it."""
        for stored in self._store.read(len(self._entries)):
            self._adopt(stored)

    def _adopt(self, stored: StoredEntry) -> LogEntry:
        """The entry, checked against the one before, now part of the state."""
        entry = unseal(stored, self._entries[-1] if self._entries else None)
        apply(self._state, entry)
        self._entries.append(entry)
        return entry
