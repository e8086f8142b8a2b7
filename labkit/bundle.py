"""The one zip with the Python that the page runs: `mlplat_core` and the part of labkit it needs."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

LABKIT_MODULES = (
    "__init__",
    "answers",
    "asking",
    "blocks",
    "chart_style",
    "differential",
    "display",
    "errors",
    "runner",
    "simulation",
    "warm_up",
)
LABKIT_FOLDERS = ("asgi", "checkout", "completion", "isolation", "mistakes", "output", "packages")
# What needs scikit-learn, Feast or MLflow, which no page has.
AT_HOME = ("mlplat_core/export", "mlplat_core/training")
# The earliest date that a zip can hold; a fixed one makes the same sources the same bytes.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def bundle_files(root: Path) -> dict[str, bytes]:
    """What goes into the bundle, by its name in the zip.

    Args:
        root: The project's root.
    """
    files = [root / "labkit" / f"{name}.py" for name in LABKIT_MODULES]
    for folder in (*(root / "labkit" / name for name in LABKIT_FOLDERS), root / "mlplat_core"):
        files += folder.rglob("*.py")
    files += (root / "mlplat_core").rglob("*.json")  # trained models
    names = {path.relative_to(root).as_posix(): path for path in sorted(files)}
    return {
        name: path.read_bytes().replace(b"\r\n", b"\n")
        for name, path in names.items()
        if not name.startswith(AT_HOME)
    }


def build_bundle(root: Path) -> bytes:
    """The zip, the same bytes for the same sources on every machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(bundle_files(root).items()):
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # without this the system that packs decides
            archive.writestr(entry, content)
    return buffer.getvalue()


def digest(parts: dict[str, bytes]) -> str:
    """Twelve hexadecimal digits that change with any name or content in `parts`."""
    state = hashlib.sha256()
    for name, content in sorted(parts.items()):
        state.update(f"{name}\0{len(content)}\0".encode())
        state.update(content)
    return state.hexdigest()[:12]
