"""Are the packages that labs may name pinned, fetched as pinned, and packed as wanted?"""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

import pytest

from labkit.__main__ import main
from labkit.errors import LabError
from labkit.packages.install import FILES
from labkit.runtime import build_packages
from labkit.runtime.in_pyodide import run_in_pyodide
from labkit.runtime.places import PACKAGES, ROOT, pyodide_folder
from labkit.runtime.wheels import Wheel, fetch_wheels, read_wheels, write_wheels

MOST_BYTES = 3_000_000
SMALL = "annotated-doc"


@pytest.fixture(scope="module")
def small() -> Wheel:
    """One small pinned wheel without dependencies."""
    return next(wheel for wheel in read_wheels()["fastapi"] if wheel.name == SMALL)


def test_the_page_has_the_versions_that_the_tests_have() -> None:
    """constraints.txt and packages.toml were resolved together."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    tested = dict(line.replace("_", "-").split("==") for line in lines if "==" in line)

    for wheel in read_wheels()["fastapi"]:
        assert tested.get(wheel.name, wheel.version) == wheel.version


def test_pins_carry_no_addresses() -> None:
    """Where the files come from is pip's own business."""
    assert not re.search(r"https?:|\.(org|com|io)\b", PACKAGES.read_text("utf-8"))


def test_pins_written_are_pins_read(tmp_path: Path, small: Wheel) -> None:
    """What `--pin` writes is what pip fetches for the page."""
    path = tmp_path / "packages.toml"

    write_wheels([SMALL], ROOT, path)

    assert read_wheels(path) == {SMALL: (small,)}


def test_wheels_are_fetched_as_pinned(tmp_path: Path, small: Wheel) -> None:
    """Exactly that file, once."""
    folder = fetch_wheels(SMALL, tmp_path, {SMALL: [small]})

    (wheel,) = folder.iterdir()
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() == small.sha256
    assert fetch_wheels(SMALL, tmp_path, {SMALL: [small]}) == folder


def test_another_file_than_the_pinned_one_is_refused(tmp_path: Path, small: Wheel) -> None:
    """The sentence says how to go on, and nothing is left in the cache."""
    other = Wheel(small.name, small.version, "0" * 64)

    with pytest.raises(LabError, match="python -m labkit packages --pin"):
        fetch_wheels(SMALL, tmp_path, {SMALL: [other]})

    assert list(tmp_path.iterdir()) == []


def test_an_unknown_package_is_refused_with_the_known_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the build and by the command."""
    with pytest.raises(LabError, match="the known ones are fastapi"):
        build_packages(tmp_path, ["nosuch"])

    assert main(["packages", "nosuch"]) == 1
    assert "there is no package 'nosuch' for the page" in capsys.readouterr().err


def test_fastapi_costs_at_most_three_megabytes() -> None:
    """The build keeps the budget of the FastAPI lab."""
    folder = build_packages(ROOT / ".cache" / "labkit", ["fastapi"])

    assert 1_000_000 < sum(file.stat().st_size for file in folder.iterdir()) <= MOST_BYTES


def test_equal_wheels_give_equal_bytes(tmp_path: Path, small: Wheel) -> None:
    """Packing is reproducible, into a zip of one entry."""
    (wheel,) = fetch_wheels(SMALL, tmp_path, {SMALL: [small]}).iterdir()
    folders = [tmp_path / "first", tmp_path / "second"]
    arguments = {"package": "annotated_doc", "rest": []}

    for folder in folders:
        folder.mkdir()
        run_in_pyodide(pyodide_folder(), "compile_packages", arguments, [wheel], folder)

    first, second = (folder / "annotated_doc.zip" for folder in folders)
    assert first.read_bytes() == second.read_bytes()
    assert zipfile.ZipFile(first).namelist() == [FILES]
