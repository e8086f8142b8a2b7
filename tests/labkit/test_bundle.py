"""The zip with the Python that the page runs."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from labkit.bundle import build_bundle

ROOT = Path(__file__).resolve().parents[2]


def test_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    """Neither time stamps nor the order of files on the disk change the zip."""
    copy = tmp_path / "copy"
    for name in ("mlplat_core", "labkit"):
        for source in sorted((ROOT / name).rglob("*.*"), reverse=True):
            path = copy / source.relative_to(ROOT)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source.read_bytes())
            os.utime(path, (1_000_000_000, 1_000_000_000))

    assert build_bundle(ROOT) == build_bundle(copy)


def test_bundle_is_enough_to_run_checks(tmp_path: Path) -> None:
    """With the zip as the only path besides the standard library, checks run."""
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(build_bundle(ROOT))
    program = (
        "import sys\n"
        f"sys.path = [{str(bundle)!r}, *(p for p in sys.path if 'site-packages' not in p)]\n"
        "import mlplat_core, labkit.simulation\n"
        "from labkit.runner import run_checks\n"
        "print(run_checks('', 'import mlplat_core').to_json())"
    )

    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, cwd=tmp_path
    )

    assert ("", '{"results": [], "stdout": "", "error": null}\n') == (done.stderr, done.stdout)


def test_bundle_holds_nothing_else() -> None:
    """No tests, templates or build code travel to the page; besides Python only trained models."""
    names = zipfile.ZipFile(io.BytesIO(build_bundle(ROOT))).namelist()

    others = [name for name in names if not name.endswith(".py")]
    assert all(name.startswith("mlplat_core/shop/models/") for name in others)
    assert "mlplat_core/shop/models/fraud_v1.json" in others
    left_out = ("labkit/rules", "labkit/runtime", "mlplat_core/export", "mlplat_core/training")
    assert not [name for name in names if name.startswith(left_out)]
    assert "labkit/runner.py" in names
