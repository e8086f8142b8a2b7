"""What does a simulator show after the learner moved something?

Runs `sim.py` in CPython (first view, tests) and in Pyodide (the page). Standard library only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import lru_cache
from types import ModuleType
from typing import Any

from labkit.blocks import for_page


@lru_cache(maxsize=16)
def load_simulator(source: str) -> ModuleType:
    """The module of a `sim.py`, loaded once per source text."""
    module = ModuleType("sim")
    sys.modules["sim"] = module
    exec(compile(source, "sim.py", "exec", dont_inherit=True), module.__dict__)
    return module


def advance(
    source: str, params: Mapping[str, Any], state: object, action: Mapping[str, Any] | None
) -> tuple[object, list[dict[str, Any]]]:
    """The next state and its view.

    Args:
        source: Text of `sim.py`.
        params: Value of every control, by its id.
        state: What the last call returned, or None to start.
        action: What the learner did, such as `{"type": "set", "control": "models"}`, or None.

    Returns:
        The state (JSON data) and the blocks of the view.
    """
    simulator = load_simulator(source)
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
    state, blocks = advance(asked["source"], asked["params"], asked["state"], asked["action"])
    return json.dumps({"state": state, "blocks": [for_page(block) for block in blocks]})
