"""How does a new lab begin? As a tiny one that works, to be rewritten."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from labkit.errors import LabError
from labkit.folder import ORDER

TEMPLATE = Path(__file__).parent / "templates" / "lab"


def create_lab(labs_root: Path, module: str, title: str) -> Path:
    """A new lab folder behind the last one of its module.

    Args:
        labs_root: The `labs` folder.
        module: Name of a module folder, such as `2-feature-store`.
        title: The lab's title; also gives the folder's name.

    Raises:
        LabError: The module's name has no order number, or the title no letters.
    """
    if not ORDER.match(module):
        raise LabError(f"'{module}' is no module folder", "use one such as 2-feature-store")
    slug = _slug(title)
    if not slug:
        raise LabError(f"'{title}' gives no folder name", "use a title with letters")
    folder = labs_root / module
    numbers = [int(m.group(1)) for m in map(ORDER.match, _names(folder)) if m]
    target = folder / f"{max(numbers, default=0) + 1}-{slug}"
    for source in sorted(TEMPLATE.rglob("*")):
        if source.is_file() and "__pycache__" not in source.parts:
            path = target / source.relative_to(TEMPLATE)
            path.parent.mkdir(parents=True, exist_ok=True)
            text = source.read_text(encoding="utf-8")
            path.write_text(text.replace("TITLE", title.replace('"', "'")), encoding="utf-8")
    return target


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
