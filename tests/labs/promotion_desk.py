"""The promotion simulator under a test's fingers: its buttons, and what stands in its tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from labkit.course import read_course
from labkit.simulation import load_simulator
from mlplat_core import ModelRegistry

FOLDER = read_course(Path(__file__).parents[2] / "labs").simulators["model-registry/promotion"]
DEFAULTS = FOLDER.defaults()
BUTTONS = [each.id for each in FOLDER.controls if each.kind in ("button", "reset")]
FORGERS = next(each.options for each in FOLDER.controls if each.id == "forger")
ENTRY = next(each for each in FOLDER.controls if each.id == "entry")
simulator = load_simulator(FOLDER.source, FOLDER.modules)

TO_PRODUCTION = ("validate", "gates", "second", "canary", "canary", "promote")

Blocks = list[dict[str, Any]]
State = dict[str, Any]


def settings(version: int = 2, **changed: Any) -> dict[str, Any]:
    """The parameters with this version chosen."""
    return DEFAULTS | {"version": f"version {version}"} | changed


def press(*buttons: str, version: int = 2, state: State | None = None, **changed: Any) -> State:
    """The state after these buttons."""
    params = settings(version, **changed)
    state = simulator.initial(params) if state is None else state
    for button in buttons:
        state = simulator.act(state, {"type": "press", "control": button}, params)
    return state


def show(state: State, version: int = 2, **changed: Any) -> Blocks:
    """The view of a state."""
    blocks: Blocks = simulator.view(state, settings(version, **changed))
    return blocks


def table(blocks: Blocks, caption: str) -> list[list[str]]:
    """The rows of the table whose caption begins so, also behind a fold; none if there is none."""
    inside = [each for block in blocks if block["type"] == "fold" for each in block["blocks"]]
    for block in [*blocks, *inside]:
        if block["type"] == "table" and block["caption"].startswith(caption):
            return [
                [cell if isinstance(cell, str) else cell["text"] for cell in row]
                for row in block["rows"]
            ]
    return []


def texts(blocks: Blocks) -> list[str]:
    """All sentences of a view."""
    return [block["text"] for block in blocks if block["type"] == "text"]


def registry_of(state: State) -> ModelRegistry:
    """The registry that the moves of a state lead to."""
    registry: ModelRegistry = simulator.desk_after(state["moves"]).registry
    return registry


def champion(state: State) -> int:
    """The version that answers."""
    return registry_of(state).resolve("models:/fraud@champion").version


def verdicts(state: State, version: int) -> dict[str, str]:
    """What each gate said last."""
    rows = table(show(state, version), f"What the gates said about version {version}")
    return {gate: code for gate, _, code in rows}
