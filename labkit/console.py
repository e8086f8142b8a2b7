"""Which requests does a lab suggest to whoever asks the learner's app?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labkit.errors import LabError
from labkit.folder import take

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
KEYS = {"title": str, "method": str, "path": str}
OPTIONAL_KEYS = {"body": str}


@dataclass(frozen=True, slots=True)
class Example:
    """A request to try.

    Attributes:
        title: What it shows, such as "A user who is known".
        method: One of METHODS.
        path: Begins with a slash.
        body: JSON as text; empty for none.
    """

    title: str
    method: str
    path: str
    body: str = ""


def read_console(value: Mapping[str, Any], path: Path) -> tuple[Example, ...]:
    """The examples of the table `[console]` in `path`; at least one.

    Raises:
        LabError: The table breaks the format.
    """
    examples = take(value, {"examples": list}, {}, path)["examples"]
    if not examples:
        raise LabError("the console has no examples", "write at least one", path)
    return tuple(_example(example, path) for example in examples)


def _example(value: Mapping[str, Any], path: Path) -> Example:
    example = Example(**take(value, KEYS, OPTIONAL_KEYS, path))
    if example.method not in METHODS:
        raise LabError(
            f"the console knows no method '{example.method}'", f"use {', '.join(METHODS)}", path
        )
    if not example.path.startswith("/"):
        raise LabError(f"the path '{example.path}' has no slash", "begin it with /", path)
    try:
        if example.body:
            json.loads(example.body)
    except ValueError as error:
        raise LabError(
            f"the body of '{example.title}' is no JSON: {error}", "correct it", path
        ) from None
    return example
