"""Where do the log and the artifacts live? The port, and its implementation in memory."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import NamedTuple, Protocol

GENESIS = "0" * 64
"""The head of an empty log."""


class StoredEntry(NamedTuple):
    """One entry as the store keeps it: its number from 1, its JSON text and its hash."""

    number: int
    body: str
    hash: str


class RegistryStore(Protocol):
    """Keeps a log that only grows, and artifacts by their sha256: the home of a registry."""

    def append(
        self, entry: StoredEntry, expected_head: str, artifacts: Mapping[str, bytes]
    ) -> bool:
        """Store the entry and the artifacts, or nothing.

        Args:
            entry: the next entry.
            expected_head: the hash of the last entry that the caller knows; GENESIS for none.
            artifacts: content by sha256; storing one again changes nothing.

        Returns:
            Whether they are stored; not so if the log's last hash is another one. When it returns,
            they survive the end of the process, and of the machine's power as far as the store can.
        """

    def read(self, after: int) -> list[StoredEntry]:
        """All entries with a number greater than this, in order."""

    def artifact(self, digest: str) -> bytes | None:
        """The content stored under this sha256, None if there is none."""

    def close(self) -> None:
        """Let go of files; the store can still be read from other objects."""


class MemoryStore:
    """A store that lives as long as the process; several registries and threads may share it."""

    def __init__(self) -> None:
        self._entries: list[StoredEntry] = []
        self._artifacts: dict[str, bytes] = {}
        self._lock = Lock()

    def append(
        self, entry: StoredEntry, expected_head: str, artifacts: Mapping[str, bytes]
    ) -> bool:
        """As the port says."""
        with self._lock:
            head = self._entries[-1].hash if self._entries else GENESIS
            if head != expected_head:
                return False
            self._artifacts.update(artifacts)
            self._entries.append(entry)
            return True

    def read(self, after: int) -> list[StoredEntry]:
        """As the port says."""
        return self._entries[after:]

    def artifact(self, digest: str) -> bytes | None:
        """As the port says."""
        return self._artifacts.get(digest)

    def close(self) -> None:
        """Nothing to let go of."""
