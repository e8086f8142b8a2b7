"""Is the package that an export needs installed, and what helps if it is not?"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, TypeAlias

from mlplat_core.errors import PlatformError

Foreign: TypeAlias = Any
"""A module or object of another package, whose types are not ours to follow."""

# Nobody who writes a registry into a file expects a report about it to leave the machine. Who wants
# to be counted says so in these variables, which are then left alone.
_QUIET = {"MLFLOW_DISABLE_TELEMETRY": "true"}


def load(module: str, extra: str = "graduate") -> Foreign:
    """The module, imported only now, because it takes a second or more and may be missing.

    Args:
        module: its full name.
        extra: which extra of this project installs its package.

    Raises:
        PlatformError: its package is not installed; the message says how to install it.

    Example:
        >>> load("json").dumps({"a": 1})
        '{"a": 1}'
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        if error.name is None or error.name.partition(".")[0] != package:
            raise
        raise PlatformError(
            f"This needs {package!r}, which is not installed. "
            f"Install it with: pip install 'mlplat[{extra}]'"
        ) from error
