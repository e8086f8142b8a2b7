"""Which labs, simulators and explorers does the course have?"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from labkit.errors import LabError
from labkit.explorer import Explorer, read_explorer
from labkit.folder import EXPLORER_SUFFIX, ORDER, SIMULATOR_SUFFIX
from labkit.lab import Lab, read_lab
from labkit.simulator import Simulator, read_simulator

Item = TypeVar("Item", Lab, Simulator, Explorer)


@dataclass(frozen=True)
class Course:
    """Every lab, simulator and explorer, by id, in the order learners meet them."""

    labs: Mapping[str, Lab]
    simulators: Mapping[str, Simulator]
    explorers: Mapping[str, Explorer]

    def lab(self, lab_id: str) -> Lab:
        """The lab of that id.

        Raises:
            LabError: There is none; the message lists the known ids.
        """
        return _get("lab", lab_id, self.labs)

    def simulator(self, simulator_id: str) -> Simulator:
        """The simulator of that id.

        Raises:
            LabError: There is none; the message lists the known ids.
        """
        return _get("sim", simulator_id, self.simulators)

    def explorer(self, explorer_id: str) -> Explorer:
        """The explorer of that id.

        Raises:
            LabError: There is none; the message lists the known ids.
        """
        return _get("explorer", explorer_id, self.explorers)


def read_course(labs_root: Path) -> Course:
    """Everything below `labs_root`.

    Raises:
        LabError: The folder is missing, or something in it cannot be read.
    """
    if not labs_root.is_dir():
        raise LabError("there is no such folder", "run from the project's root", labs_root)
    folders = [folder for module in _folders(labs_root) for folder in _folders(module)]
    labs, simulators, explorers = (
        [folder for folder in folders if _kind(folder) == kind]
        for kind in ("", SIMULATOR_SUFFIX, EXPLORER_SUFFIX)
    )
    return Course(
        labs=_by_id(read_lab(folder, labs_root) for folder in labs),
        simulators=_by_id(read_simulator(folder, labs_root) for folder in simulators),
        explorers=_by_id(read_explorer(folder, labs_root) for folder in explorers),
    )


def _kind(folder: Path) -> str:
    """The suffix that says what the folder holds; a lab has none."""
    return folder.suffix if folder.suffix in (SIMULATOR_SUFFIX, EXPLORER_SUFFIX) else ""


def _by_id(items: Iterable[Item]) -> dict[str, Item]:
    return {item.id: item for item in items}


def _folders(parent: Path) -> list[Path]:
    """The folders in `parent` that a person made; tools leave theirs under hidden names."""
    made = [path for path in parent.iterdir() if path.is_dir() and path.name[0] not in "._"]
    return sorted(made, key=_order)


def _order(folder: Path) -> tuple[int, str]:
    match = ORDER.match(folder.name)
    return (int(match.group(1)) if match else 0, folder.name)


def _get(kind: str, wanted: str, known: Mapping[str, Item]) -> Item:
    if wanted in known:
        return known[wanted]
    near = difflib.get_close_matches(wanted, known, 1)
    meant = f"did you mean '{near[0]}'? " if near else ""
    raise LabError(
        f"there is no {kind} '{wanted}'", f"{meant}The known ids are: {', '.join(sorted(known))}"
    )
