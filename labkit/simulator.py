"""What is in a simulator folder?"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from labkit.errors import LabError
from labkit.folder import lab_id, read_text, read_toml, take

SIMULATOR_KEYS = {
    "format": int,
    "title": str,
    "task": str,
    "scenario": bool,
    "formula": str,
    "sources": list,
    "controls": list,
}
OPTIONAL_KEYS = {"packages": list, "modules": list}
CONTROL_KEYS = {"id": str, "kind": str, "label": str, "default": object}
KIND_KEYS: dict[str, dict[str, type]] = {
    "slider": {"unit": str, "min": float, "max": float, "step": float},
    "stops": {"unit": str, "stops": list},
    "select": {"options": list},
    "switch": {},
    "button": {},
    "reset": {},
}


@dataclass(frozen=True, slots=True)
class Control:
    """One thing the learner can move.

    Attributes:
        id: Key in the simulator's `params`.
        kind: `slider`; `stops`, a slider that knows only some values, however far apart; `select`,
            `switch`, `button`; or `reset`, a button that also puts every control back to its
            default.
        label: What it is, for people.
        unit: Unit shown behind a slider's value; may be empty.
        min: Smallest value of a slider.
        max: Largest value of a slider.
        step: Step of a slider.
        default: Value of the first view.
        stops: Values of a slider of stops, from the smallest to the largest.
        options: Choices of a select.
    """

    id: str
    kind: str
    label: str
    default: Any
    unit: str = ""
    min: float = 0
    max: float = 0
    step: float = 1
    stops: tuple[float, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Simulator:
    """Everything in one simulator folder.

    Attributes:
        id: Path below `labs/` without order numbers, such as `feature-store/reuse`.
        task: What to find out, one sentence.
        scenario: True when the figures are invented and the page must say so.
        formula: Markdown: the formula and what it leaves out.
        source: Text of `sim.py`.
        packages: What `sim.py` imports besides the standard library and the platform.
        modules: Name and text of each file that `sim.py` imports from its folder, in an order in
            which each may import those before it.
    """

    id: str
    folder: Path
    title: str
    task: str
    scenario: bool
    formula: str
    sources: tuple[str, ...]
    controls: tuple[Control, ...]
    source: str
    packages: tuple[str, ...] = ()
    modules: tuple[tuple[str, str], ...] = ()

    def defaults(self) -> dict[str, Any]:
        """The parameters of the first view."""
        return {control.id: control.default for control in self.controls}


def read_simulator(folder: Path, labs_root: Path) -> Simulator:
    """The simulator in `folder`.

    Raises:
        LabError: A file or key is missing, of the wrong type, or not known to the format.
    """
    path = folder / "sim.toml"
    values = take(read_toml(path), SIMULATOR_KEYS, OPTIONAL_KEYS, path)
    if values["format"] != 1:
        raise LabError(f"format is {values['format']}", "set format = 1", path)
    return Simulator(
        id=lab_id(folder, labs_root),
        folder=folder,
        title=values["title"],
        task=values["task"],
        scenario=values["scenario"],
        formula=values["formula"],
        sources=tuple(values["sources"]),
        controls=tuple(_control(control, path) for control in values["controls"]),
        source=read_text(folder / "sim.py"),
        packages=tuple(values.get("packages", ())),
        modules=tuple(_module(name, folder) for name in values.get("modules", ())),
    )


def _module(name: str, folder: Path) -> tuple[str, str]:
    if not name.isidentifier() or name in sys.stdlib_module_names or name == "sim":
        problem = f"module '{name}' cannot be imported under that name"
        raise LabError(problem, "choose a word that Python has not taken", folder / "sim.toml")
    return name, read_text(folder / f"{name}.py")


def _control(values: object, path: Path) -> Control:
    if not isinstance(values, dict):
        raise LabError("controls is not a list of tables", "write each as [[controls]]", path)
    kind = values.get("kind")
    if kind not in KIND_KEYS:
        raise LabError(f"control kind {kind!r} is unknown", f"use {', '.join(KIND_KEYS)}", path)
    control = take(values, CONTROL_KEYS | KIND_KEYS[kind], {}, path)
    if kind == "slider" and not control["min"] <= control["default"] <= control["max"]:
        raise LabError(
            f"the default of '{control['id']}' lies outside min and max", "move one of them", path
        )
    if kind == "stops" and not _are_stops(control["stops"], control["default"]):
        raise LabError(
            f"the stops of '{control['id']}' do not rise, or its default is none of them",
            "write numbers in rising order, the default among them",
            path,
        )
    if kind == "select" and control["default"] not in control["options"]:
        raise LabError(
            f"the default of '{control['id']}' is not among its options", "add it to options", path
        )
    lists = {key: tuple(control.get(key, ())) for key in ("stops", "options")}
    return Control(**{**control, **lists})


def _are_stops(stops: list[object], default: object) -> bool:
    numbers = [stop for stop in stops if isinstance(stop, (int, float))]
    rising = all(before < after for before, after in pairwise(numbers))
    return len(numbers) == len(stops) > 1 and rising and default in numbers
