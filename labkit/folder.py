"""How are the folders of labs, simulators and explorers named, and their files read?"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from labkit.errors import LabError

# A letter makes rungs of one lab: 1a, 1b, 1c.
ORDER = re.compile(r"^(\d+)([a-z]?)-")
SIMULATOR_SUFFIX = ".sim"
EXPLORER_SUFFIX = ".explorer"


def lab_id(folder: Path, labs_root: Path) -> str:
    """The folder's path below `labs_root` without order numbers, `.sim` and `.explorer`."""
    parts = [ORDER.sub("", part) for part in folder.relative_to(labs_root).parts]
    for suffix in (SIMULATOR_SUFFIX, EXPLORER_SUFFIX):
        parts = [part.removesuffix(suffix) for part in parts]
    return "/".join(parts)


def lab_number(folder: Path) -> str:
    """Module and lab number as learners see it, such as `2.1`, or `4.1a` for a rung of a lab.

    Raises:
        LabError: The folder or its parent has no leading number.
    """
    numbers = []
    for part in (folder.parent, folder):
        match = ORDER.match(part.name)
        if match is None:
            raise LabError(
                "the folder's name has no order number",
                f"rename it to '<number>-{part.name}'",
                part,
            )
        numbers.append(f"{int(match.group(1))}{match.group(2)}")
    return ".".join(numbers)


def read_text(path: Path) -> str:
    """The file's text.

    Raises:
        LabError: The file is missing or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LabError("this file is missing", f"create {path.name}", path) from None
    except UnicodeDecodeError:
        raise LabError("the text is not UTF-8", "save it as UTF-8", path) from None


def read_toml(path: Path) -> dict[str, Any]:
    """The file's content.

    Raises:
        LabError: The file is missing or not TOML.
    """
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as problem:
        raise LabError(f"not valid TOML ({problem})", "correct the line named", path) from None


def take(
    values: Mapping[str, Any],
    required: Mapping[str, type],
    optional: Mapping[str, type],
    path: Path,
) -> dict[str, Any]:
    """`values` when its keys are exactly those allowed and each has the stated type.

    Raises:
        LabError: A key is unknown, missing or of another type.
    """
    allowed = {**required, **optional}
    for key, value in values.items():
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, 1)
            fix = f"did you mean '{near[0]}'?" if near else f"use only {', '.join(sorted(allowed))}"
            raise LabError(f"unknown key '{key}'", fix.rstrip("?"), path)
        if not _has_type(value, allowed[key]):
            raise LabError(
                f"'{key}' is of type {type(value).__name__}",
                f"make it {allowed[key].__name__}",
                path,
            )
    for key in required:
        if key not in values:
            raise LabError(f"the key '{key}' is missing", f"add {key} = ...", path)
    return dict(values)


def _has_type(value: object, wanted: type) -> bool:
    if wanted is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if wanted is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return wanted is object or isinstance(value, wanted)
