"""What does a simulator show after the learner moved something?

Runs `sim.py` in CPython (first view, tests) and in Pyodide (the page). Standard library only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import lru_cache
from types import ModuleType
from typing import Any, TypeAlias

from labkit.blocks import for_page

Modules: TypeAlias = tuple[tuple[str, str], ...]
"""Name and text of each file that a `sim.py` imports, those that others import first."""


@lru_cache(maxsize=16)
def load_simulator(source: str, modules: Modules = ()) -> ModuleType:
    """The module of a `sim.py`, loaded once per source text and modules."""
    try:
        for name, text in modules:
            _load(name, text)
        return _load("sim", source)
    finally:  # what a learner's program imports must not come from a simulator
        for name, _ in modules:
            sys.modules.pop(name, None)


def _load(name: str, text: str) -> ModuleType:
    module = ModuleType(name)
    sys.modules[name] = module
    exec(compile(text, f"{name}.py", "exec", dont_inherit=True), module.__dict__)
    return module


def advance(
    source: str,
    params: Mapping[str, Any],
    state: object,
    action: Mapping[str, Any] | None,
    modules: Modules = (),
) -> tuple[object, list[dict[str, Any]]]:
    """The next state and its view.

    Args:
        source: Text of `sim.py`.
        params: Value of every control, by its id.
        state: What the last call returned, or None to start.
        action: What the learner did, such as `{"type": "set", "control": "models"}`, or None.
        modules: What `sim.py` imports from its folder.

    Returns:
        The state (JSON data) and the blocks of the view.
    """
    simulator = load_simulator(source, modules)
    if state is None:
        state = simulator.initial(dict(params))
    if action is not None:
        state = simulator.act(state, dict(action), dict(params))
    return state, simulator.view(state, dict(params))


def step(request: str) -> str:
    """`advance` for the page: JSON text in, JSON text out, each block with its HTML.

    Args:
        request: JSON object with the arguments of `advance` as its keys.
    """
    asked = json.loads(request)
    modules = tuple((name, text) for name, text in asked.pop("modules", ()))
    state, blocks = advance(**asked, modules=modules)
    return json.dumps({"state": state, "blocks": [for_page(block) for block in blocks]})
