"""How do the JavaScript libraries from npm become the two files a page loads?"""

from __future__ import annotations

from pathlib import Path

from labkit.runtime.cached import cached_folder, digest_of
from labkit.runtime.esbuild import run_bundler
from labkit.runtime.places import HERE, ROOT

BUNDLER = HERE / "bundle_vendor.mjs"


def build_vendor(cache: Path, root: Path = ROOT) -> Path:
    """The folder `vendor-<hash>` in `cache` with one minified module per file of `theme/vendor`.

    Args:
        cache: Usually `.cache/labkit`; made if missing.
        root: Where `theme`, `node_modules` and `package-lock.json` are.

    Raises:
        LabError: Node.js or the npm packages are missing, or an entry does not bundle.
    """
    entries = sorted((root / "theme" / "vendor").glob("*.js"))
    inputs = digest_of([*entries, root / "package-lock.json", BUNDLER])

    def fill(folder: Path) -> None:
        run_bundler(BUNDLER, root, folder, *entries)

    return cached_folder(cache, f"vendor-{inputs}", fill)
