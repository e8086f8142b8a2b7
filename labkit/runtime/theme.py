"""How do the scripts and styles of the theme become the few files a page asks for?"""

from __future__ import annotations

import json
from pathlib import Path

from labkit.runtime.cached import cached_folder, digest_of
from labkit.runtime.esbuild import run_bundler
from labkit.runtime.places import HERE, ROOT

BUNDLER = HERE / "bundle_theme.mjs"
MODULES = "modules.json"


def build_theme(cache: Path, root: Path = ROOT) -> Path:
    """The folder `theme-<hash>` in `cache`, with `js` and `css` as they are published.

    What is loaded later, and what an address names, keeps the name it has in `theme`.

    Args:
        cache: Usually `.cache/labkit`; made if missing.
        root: Where `theme`, `node_modules` and `package-lock.json` are.

    Raises:
        LabError: Node.js or the npm packages are missing, or a script imports what is not there.
    """
    sources = [path for folder in ("js", "css") for path in (root / "theme" / folder).iterdir()]
    inputs = digest_of([*sources, root / "package-lock.json", BUNDLER])

    def fill(folder: Path) -> None:
        run_bundler(BUNDLER, root, folder)

    return cached_folder(cache, f"theme-{inputs}", fill)


def page_modules(theme: Path) -> list[str]:
    """The modules that `page.js` needs before it runs, by name, in the order it meets them.

    A browser learns of an import only when it has read the module that asks for it, so that a chain
    of three costs three waits; told in the page, all of them are asked for at once.

    Args:
        theme: What `build_theme` built.
    """
    modules: list[str] = json.loads((theme / MODULES).read_text("utf-8"))
    return modules
