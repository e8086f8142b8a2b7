"""Where do saved datasets live? A port, in memory and in SQLite, that only ever adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from mlplat_core.feature_store.storage.sqlite_database import SqliteDatabase


class StoredManifest(NamedTuple):
    """A manifest as the storage keeps it: the dataset's name, its JSON text and its sha256."""

    name: str
    body: bytes
    digest: str


class DatasetStore(Protocol):
    """Manifests and contents of saved datasets, by name. Nothing is ever changed."""

    def add(self, manifest: StoredManifest, content: bytes) -> bool:
        """Keep both unless the name is taken; whether they were kept."""

    def find(self, name: str) -> tuple[StoredManifest, bytes] | None:
        """The manifest and the content of this name, or None."""

    def manifests(self) -> list[StoredManifest]:
        """All manifests, sorted by name."""


class MemoryDatasetStore:
    """Datasets as a dict."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[StoredManifest, bytes]] = {}

    def add(self, manifest: StoredManifest, content: bytes) -> bool:
        """See `DatasetStore.add`."""
        new = (manifest, content)
        return self._kept.setdefault(manifest.name, new) is new

    def find(self, name: str) -> tuple[StoredManifest, bytes] | None:
        """See `DatasetStore.find`."""
        return self._kept.get(name)

    def manifests(self) -> list[StoredManifest]:
        """See `DatasetStore.manifests`."""
        return sorted(manifest for manifest, _ in self._kept.values())


# Whatever type a value has been given by hand, it is read as the bytes that are in the file.
_MANIFEST = "name, CAST(manifest AS BLOB), digest"


class SqliteDatasetStore:
    """Datasets as a table, one row each, of which SQLite allows a gigabyte of content.

    Source:
        https://sqlite.org/limits.html
    """

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def add(self, manifest: StoredManifest, content: bytes) -> bool:
        """See `DatasetStore.add`."""
        with self._database.writing() as connection:
            cursor = connection.execute(
                "INSERT OR IGNORE INTO feature_store_datasets (name, manifest, digest, content) "
                "VALUES (?, ?, ?, ?)",
                (*manifest, content),
            )
            return cursor.rowcount == 1

    def find(self, name: str) -> tuple[StoredManifest, bytes] | None:
        """See `DatasetStore.find`."""
        query = (
            f"SELECT {_MANIFEST}, CAST(content AS BLOB) FROM feature_store_datasets WHERE name = ?"
        )
        with self._database.reading() as connection:
            found = connection.execute(query, (name,)).fetchone()
        return None if found is None else (StoredManifest(*found[:3]), found[3])

    def manifests(self) -> list[StoredManifest]:
        """See `DatasetStore.manifests`."""
        query = f"SELECT {_MANIFEST} FROM feature_store_datasets ORDER BY name"
        with self._database.reading() as connection:
            return [StoredManifest(*found) for found in connection.execute(query)]
