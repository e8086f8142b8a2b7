"""What the site publishes besides its pages: scripts, styles, fonts, Python bundle, runtime.

Folders named by the hash of what is in them, so that browsers may keep them for ever and a changed
style does not make a learner fetch Python again:

    assets/mlplat/app-<hash>/        css/ js/ vendor/ fonts/ bundle.zip.gz take-home.json
    assets/mlplat/runtime-<hash>/    Pyodide
    assets/mlplat/packages-<hash>/   what some labs name besides; only if one does
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from labkit.bundle import digest
from labkit.errors import LabError
from labkit.runtime.build import build_runtime
from labkit.runtime.bundle import NAME, build_compiled_bundle
from labkit.runtime.packages import build_packages
from labkit.runtime.theme import build_theme, page_modules
from labkit.runtime.vendor import build_vendor
from labkit.take_home import take_home_json

PUBLISHED_BELOW = "assets/mlplat"
FONT_FILE = re.compile(r"\.\./fonts/([\w.-]+\.woff2)")


@dataclass(frozen=True, slots=True)
class Published:
    """The folders, built and ready to copy.

    Attributes:
        app: Folder `app-<hash>` in the cache.
        runtime: Folder `runtime-<hash>` in the cache.
        packages: Folder `packages-<hash>` in the cache, or None where no lab names a package.
        modules: Names of the scripts that `js/page.js` needs before it runs.
    """

    app: Path
    runtime: Path
    packages: Path | None
    modules: list[str]

    def copy_to(self, site: Path) -> None:
        """Put the folders into the built site."""
        for folder in filter(None, (self.app, self.runtime, self.packages)):
            shutil.copytree(folder, site / PUBLISHED_BELOW / folder.name, dirs_exist_ok=True)


def build_published(root: Path, cache: Path, packages: Iterable[str] = ()) -> Published:
    """Build what is not in the cache yet.

    Args:
        root: The project's root.
        cache: Folder that keeps builds, `.cache/labkit`.
        packages: What the labs name, any order.

    Raises:
        LabError: Node, an npm package, a font file or a package is missing.
    """
    wanted = set(packages)
    theme = build_theme(cache, root)
    return Published(
        app=_build_app(root, cache, theme),
        runtime=build_runtime(cache),
        packages=build_packages(cache, wanted) if wanted else None,
        modules=page_modules(theme),
    )


def _build_app(root: Path, cache: Path, theme: Path) -> Path:
    files = {NAME: build_compiled_bundle(root, cache), "take-home.json": take_home_json(root)}
    folders = {"css": theme / "css", "js": theme / "js", "vendor": build_vendor(cache)}
    for name, folder in folders.items():
        files |= {f"{name}/{path.name}": path.read_bytes() for path in sorted(folder.iterdir())}
    files |= _fonts(root, (root / "theme" / "css" / "fonts.css").read_text("utf-8"))
    target = cache / f"app-{digest(files)}"
    if not target.exists():
        _write_all_or_nothing(files, target)
    return target


def _fonts(root: Path, css: str) -> dict[str, bytes]:
    packages = root / "node_modules"
    fonts = {}
    for name in sorted(set(FONT_FILE.findall(css))):
        found = next(packages.glob(f"@fontsource*/*/files/{name}"), None)
        if found is None:
            raise LabError(
                f"no npm package holds the font {name}",
                "run `make setup`, or correct theme/css/fonts.css",
                packages,
            )
        fonts[f"fonts/{name}"] = found.read_bytes()
    return fonts


def _write_all_or_nothing(files: dict[str, bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as building:
        folder = Path(building) / target.name
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        folder.rename(target)
