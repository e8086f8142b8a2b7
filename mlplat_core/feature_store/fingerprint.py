"""By which short text can two processes tell that they mean the same feature view?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlplat_core.feature_store.timestamps import MICROSECOND

if TYPE_CHECKING:
    from mlplat_core.feature_store.definitions import FeatureView


def definition_hash(view: FeatureView) -> str:
    """The SHA-256 of everything that a view declares, as 64 hexadecimal digits."""
    import hashlib  # here, as most programs never ask and importing it takes a millisecond

    content = (
        "feature_view",
        view.name,
        tuple((entity.name, tuple(entity.join_keys)) for entity in view.entities),
        tuple((field.name, str(field.dtype)) for field in view.schema),
        None if view.ttl is None else view.ttl // MICROSECOND,
        view.boundary,
    )
    # The quotes of ascii() keep names apart, and its text is the same on every Python.
    return hashlib.sha256(ascii(content).encode()).hexdigest()
