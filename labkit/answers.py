"""Is an answer the wanted one, and how does a message write it?

Runs in CPython and in Pyodide. Standard library only.
"""

from __future__ import annotations

LONGEST_LIST = 8
"""Entries of a list that a message shows."""
LONGEST_TEXT = 40
"""Characters of a text that a message still shows."""
LARGEST_NUMBER = 10**12
"""Whole numbers from this one on are named and not shown."""


def same(yours: object, wanted: object) -> bool:
    """True for equal plain values, and for lists of them; None, 0 and False all differ."""
    if isinstance(wanted, list):
        if not isinstance(yours, list) or len(yours) != len(wanted):
            return False
        return all(map(same, yours, wanted))
    numbers = (int, float)
    alike = numbers if type(wanted) in numbers else (type(wanted),)
    # An object of the learner's own class never gets as far as ==, which it may define oddly.
    return type(yours) in alike and yours == wanted


def source(data: object) -> str:
    """Our own data as Python text, ready to be pasted into the editor."""
    return repr(data).replace("'", '"')


def brief(answer: object) -> str:
    """Whatever came back, as text that is short and never fails."""
    if type(answer) is not list:
        return _brief_item(answer)
    shown = [_brief_item(item) for item in answer[:LONGEST_LIST]]
    if len(answer) > LONGEST_LIST:
        shown.append("...")
    return f"[{', '.join(shown)}]"


def _brief_item(item: object) -> str:
    if item is None or type(item) in (bool, float):
        return repr(item)
    if type(item) is int and abs(item) < LARGEST_NUMBER:
        return repr(item)
    if type(item) is str and len(item) <= LONGEST_TEXT:
        return source(item)
    # The repr of anything else may be long, change from run to run, or raise.
    name = type(item).__name__
    return f"{'an' if name.startswith(tuple('aeiouAEIOU')) else 'a'} {name}"
