"""What a simulator folder may hold, and how its controls look before its script runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.errors import LabError
from labkit.rendering.simulator import render_simulator, value_with_unit
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


STOPS = """
[[controls]]
id = "requests"
kind = "stops"
label = "Requests"
unit = "at once"
stops = [1, 20, 1000000]
default = 20
"""


def test_a_slider_of_stops_counts_them_and_shows_their_values(folder: Path) -> None:
    """The browser's slider stands at the second of three; people read what that means."""
    (folder / "sim.toml").write_text(TOML + STOPS, encoding="utf-8")

    simulator = read(folder)
    html = render_simulator(simulator)

    assert simulator.defaults()["requests"] == 20
    assert 'min="0" max="2" step="1" value="1" data-stops="[1, 20, 1000000]"' in html
    assert html.count("20\N{NO-BREAK SPACE}at once") == 2


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("default = 20", "default = 30"),
        ("[1, 20, 1000000]", "[20, 1]"),
        ("[1, 20, 1000000]", "[20]"),
        ("[1, 20, 1000000]", '[1, 20, "many"]'),
    ],
)
def test_stops_that_do_not_rise_are_refused(folder: Path, written: str, instead: str) -> None:
    """So is a default between them."""
    (folder / "sim.toml").write_text(TOML + STOPS.replace(written, instead), encoding="utf-8")

    with pytest.raises(LabError, match="the stops of 'requests' do not rise"):
        read(folder)


@pytest.mark.parametrize(
    ("value", "text"),
    [(4, "4"), (4.0, "4"), (0.25, "0.25"), (100_000, "100,000"), (1_000_000.0, "1,000,000")],
)
def test_values_are_written_as_people_read_them(value: float, text: str) -> None:
    """Thousands apart, no exponent; the page's script writes them the same way."""
    assert value_with_unit(value, "") == text


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
