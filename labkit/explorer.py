"""What is in an explorer folder?

An explorer shows several designs of one system, each as components on a grid, with what each
does and what depends on what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labkit.errors import LabError
from labkit.folder import lab_id, read_toml, take

EXPLORER_KEYS = {"format": int, "title": str, "task": str, "sources": list, "tabs": list}
TAB_KEYS = {"id": str, "label": str, "summary": str, "components": list}
PLACE_KEYS = {"id": str, "name": str, "shape": str, "row": int, "column": int}
LINK_KEYS = {"needs": list, "uses": dict}
FACTS = {
    "does": "What it does",
    "owns": "What it owns",
    "fails": "When it fails",
    "leaves": "When it deserves to leave",
    "takes": "What running it apart takes",
}
OPTIONAL_FACTS = ("takes",)
SHAPES = ("service", "store", "queue", "model", "person")


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a design.

    Attributes:
        shape: `service`, `store`, `queue`, `model` or `person`; a person has no facts.
        row: From 1, from top to bottom.
        column: From 1, from left to right.
        process: Components of one process share its fate; by default each has its own.
        needs: Ids of components without which it stops.
        uses: What it does without, by the id of the component it can do without.
        facts: What to say about it, by the keys of `FACTS`.
    """

    id: str
    name: str
    shape: str
    row: int
    column: int
    process: str
    needs: tuple[str, ...]
    uses: Mapping[str, str]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tab:
    """One design.

    Attributes:
        summary: One or two sentences, Markdown.
    """

    id: str
    label: str
    summary: str
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class Explorer:
    """Everything in one explorer folder.

    Attributes:
        id: Path below `labs/` without order numbers, such as `architecture/platform`.
        task: What to find out, Markdown.
        sources: Addresses of what the designs are drawn from.
    """

    id: str
    folder: Path
    title: str
    task: str
    sources: tuple[str, ...]
    tabs: tuple[Tab, ...]


def read_explorer(folder: Path, labs_root: Path) -> Explorer:
    """The explorer in `folder`.

    Raises:
        LabError: A file or key is missing, of the wrong type, or not known to the format.
    """
    path = folder / "explorer.toml"
    values = take(read_toml(path), EXPLORER_KEYS, {}, path)
    if values["format"] != 1:
        raise LabError(f"format is {values['format']}", "set format = 1", path)
    return Explorer(
        id=lab_id(folder, labs_root),
        folder=folder,
        title=values["title"],
        task=values["task"],
        sources=tuple(values["sources"]),
        tabs=tuple(_tab(tab, path) for tab in values["tabs"]),
    )


def _tab(values: object, path: Path) -> Tab:
    tab = take(_table(values, "tabs", path), TAB_KEYS, {}, path)
    components = tuple(_component(each, path) for each in tab.pop("components"))
    return Tab(**tab, components=components)


def _component(values: object, path: Path) -> Component:
    table = _table(values, "tabs.components", path)
    is_person = table.get("shape") == "person"
    facts = {} if is_person else {key: str for key in FACTS if key not in OPTIONAL_FACTS}
    optional = LINK_KEYS if is_person else {**LINK_KEYS, "process": str, "takes": str}
    component = take(table, {**PLACE_KEYS, **facts}, optional, path)
    if component["shape"] not in SHAPES:
        raise LabError(
            f"the shape of '{component['id']}' is '{component['shape']}'",
            f"use {', '.join(SHAPES)}",
            path,
        )
    return Component(
        **{key: component[key] for key in PLACE_KEYS},
        process=component.get("process", component["id"]),
        needs=tuple(component.get("needs", ())),
        uses=component.get("uses", {}),
        facts={key: component[key].strip() for key in FACTS if key in component},
    )


def _table(values: object, name: str, path: Path) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise LabError(f"{name} is not a list of tables", f"write each as [[{name}]]", path)
    return values
