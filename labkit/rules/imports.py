"""Can the page import what a lab's programs import?"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from labkit.errors import LabError
from labkit.lab import Lab
from labkit.runtime.wheels import read_wheels

IN_EVERY_LAB = sys.stdlib_module_names | {"labkit", "mlplat_core"}


def known_packages(lab: Lab) -> Iterator[LabError]:
    """`packages` names only what the page can load."""
    known = read_wheels()
    for name in lab.packages:
        if name not in known:
            yield LabError(
                f"there is no package '{name}' for the page",
                f"name one of {', '.join(known)}, or add it with "
                f"`python -m labkit packages --pin {name}`",
                lab.folder / "lab.toml",
            )


def imports_of_the_page(lab: Lab) -> Iterator[LabError]:
    """What is installed on this machine hides what a page does not have."""
    wheels = read_wheels()
    brought = {wheel.name for name in lab.packages for wheel in wheels.get(name, ())}
    there = IN_EVERY_LAB | {name.replace("-", "_") for name in brought}
    for name, program in {"checks.py": lab.checks, **lab.programs()}.items():
        for module in sorted(_imported(program) - there):
            yield LabError(
                f"imports {module}, which this lab does not have in the page",
                "name its package in lab.toml, under packages, or do without it",
                lab.folder / name,
            )


def _imported(source: str) -> set[str]:
    """The first parts of the names of all modules imported anywhere in the program."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return set()  # running the program reports it with its line
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    froms = [node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.split(".")[0] for name in [*plain, *filter(None, froms)]}
