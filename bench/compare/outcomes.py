"""How is what a system did said in a few words, the same for every system?

The part before a colon says what happened, the part after it how: "raises: ValueError". Two
outcomes differ if the first part does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Found = dict[int, tuple[Any, ...]]
"""The features of each entity row by its number, in the order in which the rows came back."""


def attempt(act: Callable[[], str]) -> str:
    """What the act says, or the class of what it raises."""
    try:
        return act()
    except Exception as error:  # what a system raises is what is to be observed
        return f"raises: {type(error).__name__}"


def say(values: Iterable[Any]) -> str:
    """The values, with null for None."""
    return ", ".join("null" if value is None else f"{value}" for value in values)


def say_rows(found: Found, asked: int) -> str:
    """The values of all rows that came back, or which rows are missing or moved.

    Args:
        found: what came back.
        asked: how many entity rows were asked about.
    """
    if len(found) < asked:
        return f"rows lost: {asked} in, {len(found)} out"
    if list(found) != sorted(found):
        return f"rows moved: {say(number + 1 for number in found)}"
    return say(value for row in found.values() for value in row)


def say_read(read: Sequence[tuple[Any, str]]) -> str:
    """The value and status of one read, or the values of several."""
    if not read:
        return "an empty answer"
    return say(read[0]) if len(read) == 1 else say(value for value, _ in read)
