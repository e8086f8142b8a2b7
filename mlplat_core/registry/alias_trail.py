"""Which version did an alias point at before?

A trail is a stack: the targets that the alias has come through, oldest first, the present one last.
Going back takes the last one off, so that going back again goes further back, not to and fro.
"""

from __future__ import annotations

Trail = tuple[int, ...]
"""The targets that an alias has come through, oldest first, the present one last."""


def step(trail: Trail, version: int) -> Trail:
    """The trail after the alias was moved to a version; staying where it is adds nothing.

    Example:
        >>> step((1,), 2), step((1, 2), 2), step((1, 2), 1)
        ((1, 2), (1, 2), (1, 2, 1))
    """
    return trail if trail[-1:] == (version,) else (*trail, version)


def back(trail: Trail) -> int | None:
    """The target before the present one, None if there is none.

    Example:
        >>> back((1, 3)), back((1,)), back(())
        (1, None, None)
    """
    return trail[-2] if len(trail) > 1 else None
