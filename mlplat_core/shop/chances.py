"""Which chances come out the same on every machine, in every Python and in every browser?

Only `random.Random.random` is drawn, whose generator and seeding are the same everywhere, and only
whole numbers are made of it. Nothing calls a logarithm or an exponential: those come from the C
library, and the one of Pyodide rounds some of them in another way.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

Draw: TypeAlias = Callable[[], float]
"""A function that returns the next chance, in [0, 1)."""

Item = TypeVar("Item")


def chances(*seeds: int) -> Draw:
    """The stream of chances of these seeds; other seeds have another stream.

    Args:
        seeds: whole numbers from 0 to 2**32 - 1.

    Example:
        >>> chances(7, 0)() == chances(7, 0)(), chances(7, 0)() == chances(7, 1)()
        (True, False)
    """
    seed = 0
    for each in seeds:
        seed = (seed << 32) + each + 1
    return random.Random(seed).random


def between(draw: Draw, least: int, most: int) -> int:
    """A whole number from `least` to `most`, each as likely as the others.

    Example:
        >>> between(lambda: 0.999, 1, 6)
        6
    """
    return least + int(draw() * (most - least + 1))


def one_of(draw: Draw, items: Sequence[Item]) -> Item:
    """One of the items; one that is there twice is twice as likely.

    Example:
        >>> one_of(lambda: 0.5, "abc")
        'b'
    """
    return items[int(draw() * len(items))]
