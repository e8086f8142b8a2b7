"""Which code made a model, told by a hash that changes only when that code does?

A commit would change with every correction of a lesson, and the file of a model would have to
change after it. So a model names the hash of the files that decide about it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = (
    *(
        f"shop/{name}.py"
        for name in (
            "attacks",
            "chances",
            "chargebacks",
            "clicks",
            "corrections",
            "customers",
            "device_history",
            "devices",
            "examples",
            "feature_rows",
            "fraud_features",
            "joins",
            "market",
            "payments",
            "periods",
            "regimes",
            "slices",
            "timeline",
            "user_history",
            "visits",
        )
    ),
    *(f"training/{name}.py" for name in ("data", "estimators", "models", "recipes")),
)
"""The files that make data, features and models, below `mlplat_core`."""


def code_digest(root: Path = ROOT) -> str:
    """The sha256 of their names and texts, whatever the line ends of a checkout.

    Args:
        root: the folder of `mlplat_core`.
    """
    state = hashlib.sha256()
    for name in SOURCES:
        text = (root / name).read_bytes().replace(b"\r\n", b"\n")
        state.update(f"{name} {len(text)}\n".encode("ascii") + text)
    return state.hexdigest()
