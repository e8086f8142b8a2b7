"""Is an answer the wanted one, and how does a message write it?

Runs in CPython and in Pyodide. Standard library only.
"""

from __future__ import annotations

import math

LONGEST_LIST = 8
"""Entries of a list, a tuple or a dictionary that a message shows."""
DEEPEST = 3
"""Lists inside lists that a message still opens; a list may contain itself."""
LONGEST_TEXT = 40
"""Characters of a text that a message still shows."""
LARGEST_NUMBER = 10**12
"""Whole numbers from this one on are named and not shown."""
DIGITS = 12
"""Significant digits of a fraction that a message shows."""
RELATIVE_ROUNDING = 1e-9
ABSOLUTE_ROUNDING = 1e-12
"""What two fractions may differ by and still be the same one, reached by another way."""


def same(yours: object, wanted: object) -> bool:
    """True for equal plain values, and for lists, tuples and dictionaries of them.

    None, 0 and False all differ; so do a list and a tuple. Fractions may differ by rounding.
    """
    if isinstance(wanted, list | tuple):
        kind = list if isinstance(wanted, list) else tuple
        if not isinstance(yours, kind) or len(yours) != len(wanted):
            return False
        return all(map(same, yours, wanted))
    if isinstance(wanted, dict):
        if not isinstance(yours, dict) or yours.keys() != wanted.keys():
            return False
        return all(same(yours[key], value) for key, value in wanted.items())
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return _same_number(yours, wanted)
    # An object of the learner's own class never gets as far as ==, which it may define oddly.
    return type(yours) is type(wanted) and yours == wanted


def _same_number(yours: object, wanted: int | float) -> bool:
    if isinstance(yours, bool) or not isinstance(yours, int | float):
        return False
    if isinstance(yours, int) and isinstance(wanted, int):
        return yours == wanted
    try:
        return math.isclose(yours, wanted, rel_tol=RELATIVE_ROUNDING, abs_tol=ABSOLUTE_ROUNDING)
    except OverflowError:  # a whole number beyond every fraction
        return False


def source(data: object) -> str:
    """Our own data as Python text, ready to be pasted into the editor."""
    return repr(data).replace("'", '"')


def brief(answer: object, depth: int = DEEPEST) -> str:
    """Whatever came back, as text that is short and never fails."""
    if depth and type(answer) is list:
        return f"[{_brief_items(answer, depth)}]"
    if depth and type(answer) is tuple:
        return f"({_brief_items(answer, depth)}{',' if len(answer) == 1 else ''})"
    if depth and type(answer) is dict:
        return f"{{{_brief_entries(answer, depth)}}}"
    return _brief_value(answer)


def _brief_items(items: list[object] | tuple[object, ...], depth: int) -> str:
    shown = [brief(item, depth - 1) for item in items[:LONGEST_LIST]]
    return ", ".join(shown + ["..."] * (len(items) > LONGEST_LIST))


def _brief_entries(entries: dict[object, object], depth: int) -> str:
    shown = [
        f"{brief(key, depth - 1)}: {brief(value, depth - 1)}"
        for key, value in list(entries.items())[:LONGEST_LIST]
    ]
    return ", ".join(shown + ["..."] * (len(entries) > LONGEST_LIST))


def _brief_value(item: object) -> str:
    if item is None or type(item) is bool:
        return repr(item)
    if type(item) is float:
        return repr(float(f"{item:.{DIGITS}g}"))
    if type(item) is int and abs(item) < LARGEST_NUMBER:
        return repr(item)
    if type(item) is str and len(item) <= LONGEST_TEXT:
        return source(item)
    # The repr of anything else may be long, change from run to run, or raise.
    name = type(item).__name__
    return f"{'an' if name.startswith(tuple('aeiouAEIOU')) else 'a'} {name}"
