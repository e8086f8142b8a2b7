"""How does a script of the build run in the very Python that will import what it writes?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from labkit.runtime.node import run_node
from labkit.runtime.places import HERE

RUNNER = HERE / "in_pyodide.mjs"


def run_in_pyodide(
    pyodide: Path, module: str, arguments: Mapping[str, object], files: Sequence[Path], output: Path
) -> None:
    """Calls `main` of a `compile_*.py` of this folder inside Pyodide.

    Args:
        pyodide: The installed npm package.
        module: The script's name without `.py`.
        arguments: What `main` gets, as JSON.
        files: What it finds in `/input`.
        output: Where what it leaves in `/output` goes; an existing folder.

    Raises:
        LabError: Node.js is missing, or the script failed; what it wrote last is in the message.
    """
    run_node(RUNNER, [pyodide, HERE, output, module, json.dumps(arguments), *files])
