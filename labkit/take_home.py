"""What does a learner get to take a lab home, besides the program and the lab's checks?"""

from __future__ import annotations

import json
from pathlib import Path

from labkit.bundle import bundle_files

TEMPLATES = Path(__file__).resolve().parent / "templates" / "take_home"


def take_home_files(root: Path) -> dict[str, str]:
    """Source texts by path: the same for every lab, so that the page adds the rest.

    README.txt holds `{title}` where the lab's title goes.

    Args:
        root: The project's root.
    """
    files = {name: content.decode() for name, content in bundle_files(root).items()}
    for path in TEMPLATES.iterdir():
        if path.is_file():
            files[path.name] = path.read_text(encoding="utf-8")
    files["LICENSE"] = (root / "LICENSE").read_text(encoding="utf-8")
    return dict(sorted(files.items()))


def take_home_json(root: Path) -> bytes:
    """Those files as JSON, which a page can read without opening an archive."""
    return (json.dumps(take_home_files(root), ensure_ascii=False) + "\n").encode()
