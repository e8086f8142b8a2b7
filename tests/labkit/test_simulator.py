"""What a simulator folder may hold, and how its controls look before its script runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.errors import LabError
from labkit.rendering.simulator import render_simulator
from labkit.simulator import Simulator, read_simulator

TOML = """\
format = 1
title = "Doubling"
task = "Double."
scenario = true
sources = []
formula = "Twice."
modules = ["numbers_of_it"]

[[controls]]
id = "choice"
kind = "select"
label = "Choose"
options = ["one", "two"]
default = "one"

[[controls]]
id = "again"
kind = "reset"
label = "Start again"
default = false
"""
PROGRAM = """\
from numbers_of_it import NUMBERS

def initial(params):
    return {}

def act(state, action, params):
    return state

def view(state, params):
    return [{"type": "text", "text": f"twice {NUMBERS[params['choice']]}"}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A simulator with one file beside `sim.py`."""
    folder = tmp_path / "labs" / "1-first" / "doubling.sim"
    folder.mkdir(parents=True)
    (folder / "sim.toml").write_text(TOML, encoding="utf-8")
    (folder / "sim.py").write_text(PROGRAM, encoding="utf-8")
    (folder / "numbers_of_it.py").write_text("NUMBERS = {'one': 1, 'two': 2}", encoding="utf-8")
    return folder


def read(folder: Path) -> Simulator:
    """The simulator in it."""
    return read_simulator(folder, folder.parents[1])


def test_modules_travel_with_the_page(folder: Path) -> None:
    """The build imports them for the first view, and the page gets their text."""
    html = render_simulator(read(folder))

    assert "twice 1" in html
    assert '"modules": [["numbers_of_it", "NUMBERS = ' in html


def test_reset_is_the_browsers_own(folder: Path) -> None:
    """A button of type reset, disabled until the script is there, beside plain ones."""
    html = render_simulator(read(folder))

    assert '<button type="reset" class="mlp-button" id="sim-first-doubling-again"' in html


@pytest.mark.parametrize("name", ["json", "sim", "a-b", "../other"])
def test_module_name_that_python_cannot_import_is_refused(folder: Path, name: str) -> None:
    """A name of the standard library could be imported by others meanwhile."""
    toml = folder / "sim.toml"
    toml.write_text(TOML.replace("numbers_of_it", name), encoding="utf-8")

    with pytest.raises(LabError, match=f"module '{name}' cannot be imported"):
        read(folder)


def test_missing_module_is_said(folder: Path) -> None:
    """The file's name and what to do."""
    (folder / "numbers_of_it.py").unlink()

    with pytest.raises(LabError, match="this file is missing"):
        read(folder)
