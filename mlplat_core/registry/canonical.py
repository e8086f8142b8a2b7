"""Which one text, and which one number, stand for a value?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass


def sha256(content: bytes) -> str:
    """The sha256 of the content, hexadecimal.

    Example:
        >>> sha256(b"")[:8]
        'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()


def canonical_json(value: object) -> str:
    """The one JSON text of the value: keys sorted, no spaces, ASCII only, so that it can be hashed.

    Example:
        >>> canonical_json({"b": (1, None), "a": 0.5})
        '{"a":0.5,"b":[1,null]}'
    """
    # Imported here because a page that never writes to a registry should not load it at start.
    import json

    return json.dumps(value, default=_plain, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _plain(value: Mapping[str, object]) -> dict[str, object]:
    """A dataclass as the dict of its fields, any other mapping as a dict."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return dict(value)
