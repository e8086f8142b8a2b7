"""How does a built folder come into the cache complete or not at all?"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path


def digest_of(files: Iterable[Path]) -> str:
    """Twelve hexadecimal digits that change when the name or the content of one of `files` does."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda each: each.name):
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def cached_folder(cache: Path, name: str, fill: Callable[[Path], None]) -> Path:
    """The folder `cache/name`, made by `fill` if it is not there yet.

    `fill` gets an empty folder beside it, which is renamed only when `fill` has returned: a build
    that is cut off leaves no half-made folder behind, and of two builds at once the first to finish
    wins.
    """
    folder = cache / name
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=f"{name}.", suffix=".part", dir=cache))
    try:
        workplace.chmod(0o755)  # mkdtemp makes it private; a site's files are for everyone
        fill(workplace)
        try:
            workplace.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return folder
