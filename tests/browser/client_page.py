"""The smallest site that can run Python: the client, the bundle, the runtime and one empty page."""

from __future__ import annotations

import shutil
from pathlib import Path

from labkit.runtime import build_compiled_bundle, build_packages, build_runtime, build_theme

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "labkit"
APP = "assets/app/"
RUNTIME = "assets/runtime/"
PACKAGES = "assets/packages/"
MODULES = "assets/modules/"  # each script as it is written, for tests of one

PAGE = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Python</title>
<link rel="icon" href="data:,">
<meta name="mlplat-runtime" content="{RUNTIME}">
<meta name="mlplat-app" content="{APP}">
<meta name="mlplat-packages" content="{PACKAGES}">
<script type="module">
  import {{ python }} from "./{APP}js/python.js";
  window.python = python;
</script>
"""


def build_client_page(site: Path) -> Path:
    """Writes that site into the empty or missing folder `site`, and returns it."""
    shutil.copytree(build_theme(CACHE) / "js", site / APP / "js")
    shutil.copytree(ROOT / "theme" / "js", site / MODULES)
    shutil.copytree(build_runtime(CACHE), site / RUNTIME)
    shutil.copytree(build_packages(CACHE, ["fastapi"]), site / PACKAGES)
    (site / APP / "bundle.zip.gz").write_bytes(build_compiled_bundle(ROOT, CACHE))
    (site / "index.html").write_text(PAGE, "utf-8")
    return site
