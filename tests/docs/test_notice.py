"""NOTICE.md names what the published site brings along, in the version it brings."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTICE = (ROOT / "NOTICE.md").read_text(encoding="utf-8")


def npm_packages() -> list[tuple[str, str]]:
    """What package.json lists for the pages; fonts and Pyodide have other words for their names."""
    listed = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return sorted((name, version) for name, version in listed.items() if "fontsource" not in name)


def wheels() -> list[tuple[str, str]]:
    """What labs may name, with all that it brings."""
    text = (ROOT / "labkit" / "runtime" / "packages.toml").read_text(encoding="utf-8")
    named = tomllib.loads(text).values()
    return sorted({(each["name"], each["version"]) for wheels in named for each in wheels})


@pytest.mark.parametrize(("name", "version"), [*npm_packages(), *wheels()])
def test_work_is_named_with_its_version(name: str, version: str) -> None:
    """One row of a table, or a sentence, has both."""
    lines = [line.lower() for line in NOTICE.splitlines() if version in line]

    assert any(name in line for line in lines), f"add {name} {version} to NOTICE.md"
