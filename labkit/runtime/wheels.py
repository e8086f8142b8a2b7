"""Which wheels are the packages that a lab may name, and how do they come onto this machine?"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from labkit.errors import LabError
from labkit.runtime.cached import cached_folder
from labkit.runtime.places import PACKAGES, ROOT

# What the Python of the page can load: pure Python, or compiled for it.
PLATFORM = (
    *("--only-binary=:all:", "--implementation=cp", "--python-version=3.14"),
    *("--abi=cp314", "--abi=none", "--platform=pyemscripten_2026_0_wasm32"),
)

_HEADER = """\
# The packages that a lab may name in `packages`, and every wheel that comes with each.
# Written by `python -m labkit packages --pin [NAME ...]`, with the versions of constraints.txt;
# never by hand. The name of a package is also what programs import.
"""


@dataclass(frozen=True, slots=True)
class Wheel:
    """One pinned wheel."""

    name: str
    version: str
    sha256: str


Pinned = Mapping[str, Sequence[Wheel]]


def read_wheels(path: Path = PACKAGES) -> dict[str, tuple[Wheel, ...]]:
    """The wheels of each known package, itself among them."""
    data = tomllib.loads(path.read_text("utf-8"))
    return {name: tuple(Wheel(**wheel) for wheel in wheels) for name, wheels in data.items()}


def fetch_wheels(package: str, cache: Path, pinned: Pinned) -> Path:
    """A folder in `cache` with exactly the pinned wheels of `package`; pip fetches them once.

    Raises:
        LabError: pip could not fetch one of them, or what came is not the pinned file.
    """
    lines = [
        f"{wheel.name}=={wheel.version} --hash=sha256:{wheel.sha256}" for wheel in pinned[package]
    ]
    wanted = "\n".join(lines) + "\n"  # where there are hashes, pip takes no other file

    def fill(folder: Path) -> None:
        with tempfile.TemporaryDirectory() as temporary:
            requirements = Path(temporary) / "requirements.txt"
            requirements.write_text(wanted, "utf-8")
            _download(folder, ["--no-deps", "-r", str(requirements)], package)

    return cached_folder(cache, f"wheels-{hashlib.sha256(wanted.encode()).hexdigest()[:12]}", fill)


def write_wheels(packages: Sequence[str], root: Path = ROOT, path: Path = PACKAGES) -> Pinned:
    """Resolves `packages` anew for the page and writes what came to `path` as well.

    Raises:
        LabError: pip found no wheels that the page's Python can load.
    """
    pinned = {name: _resolve(name, root / "constraints.txt") for name in sorted(packages)}
    tables = [
        f'[[{name}]]\nname = "{wheel.name}"\nversion = "{wheel.version}"\nsha256 = "{wheel.sha256}"'
        for name, wheels in pinned.items()
        for wheel in wheels
    ]
    path.write_text(_HEADER + "\n" + "\n\n".join(tables) + "\n", "utf-8")
    return pinned


def _resolve(package: str, constraints: Path) -> list[Wheel]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _download(folder, ["--constraint", str(constraints), package], package)
        return [_wheel(file) for file in sorted(folder.glob("*.whl"))]


def _wheel(file: Path) -> Wheel:
    name, version = file.name.split("-")[:2]
    return Wheel(name.replace("_", "-").lower(), version, _sha256(file))


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _download(folder: Path, arguments: Sequence[str], package: str) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, *PLATFORM, "--dest", str(folder), *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        said = [line.strip() for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise LabError(
            f"pip could not fetch the wheels of {package}: {' | '.join(said[:3]).rstrip('.')}",
            "check the network and try again; after a deliberate upgrade run "
            "`python -m labkit packages --pin`",
            PACKAGES,
        )
