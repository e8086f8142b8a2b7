"""Which name did the learner mean?

Python 3.14, in the page, offers names of its own and 3.11 does not; this file gives the same ones
everywhere, and also looks at parameters and at the keys of a dictionary. Standard library only.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import inspect
import linecache
import re
import sys
from collections.abc import Callable, Iterable
from itertools import islice
from types import FrameType, TracebackType

from labkit.mistakes import LEARNER_FILE

CLOSE = 0.7
"""How alike two names must be, from 0 to 1."""
SHOWN_KEYS = 8
PYTHONS_OWN = re.compile(r"\.? Did you mean:? '.*'\?$")


def suggestion(error: BaseException) -> str:
    """A question such as "Did you mean 'value'?", or nothing.

    Args:
        error: What the learner's program raised.
    """
    trace = _last(error.__traceback__)
    if trace is None:
        return ""
    for kind, suggest in SUGGESTERS:
        if isinstance(error, kind):
            # Looking at the learner's objects may run the learner's code, which may raise.
            try:
                return suggest(error, trace)
            except Exception:
                return ""
    return ""


def _name(error: BaseException, trace: TracebackType) -> str:
    wrong = getattr(error, "name", None)
    if not isinstance(wrong, str) or isinstance(error, UnboundLocalError):
        return ""
    scope = _scope(trace.tb_frame)
    if wrong in sys.stdlib_module_names:
        return f"Did you forget to write import {wrong}?"
    if hasattr(scope.get("self"), wrong):
        return f"Did you mean 'self.{wrong}'?"
    return _question(wrong, [*scope, *dir(builtins)])


def _attribute(error: BaseException, trace: TracebackType) -> str:
    wrong = getattr(error, "name", None)
    return _question(wrong, dir(error.obj)) if isinstance(error, AttributeError) and wrong else ""


def _module(error: BaseException, trace: TracebackType) -> str:
    known = [name for name in sys.stdlib_module_names if not name.startswith("_")]
    return _question(getattr(error, "name", None) or "", [*known, "mlplat_core"])


def _imported(error: BaseException, trace: TracebackType) -> str:
    wrong = re.match(r"cannot import name '(\w+)'", str(error))
    module = sys.modules.get(getattr(error, "name", None) or "")
    return _question(wrong[1], dir(module)) if wrong and module else ""


def _parameter(error: BaseException, trace: TracebackType) -> str:
    wrong = re.match(r"([\w.]+)\(\) got an unexpected keyword argument '(\w+)'", str(error))
    if not wrong:
        return ""
    called, *parts = wrong[1].split(".")
    function = _scope(trace.tb_frame)[called]
    for part in parts:
        function = getattr(function, part)
    assert callable(function)
    return _question(wrong[2], inspect.signature(function).parameters)


def _key(error: BaseException, trace: TracebackType) -> str:
    node = ast.parse(_failing_source(trace), mode="eval").body
    if not isinstance(node, ast.Subscript):
        return ""
    table = _value(node.value, _scope(trace.tb_frame))
    wrong = error.args[0]
    # A class of the learner's own could do anything when asked for its keys.
    if type(table) is not dict or not table or wrong in table:
        return ""
    question = _question(wrong, filter(_is_text, table)) if _is_text(wrong) else ""
    simple = all(type(key) in (str, int) for key in islice(table, SHOWN_KEYS))
    if question or not simple or len(table) > SHOWN_KEYS:
        return question
    return f"It has {', '.join(map(repr, table))}."


def _value(node: ast.expr, scope: dict[str, object]) -> object:
    """What a name, or a constant place in a plain list or dictionary, stands for."""
    if isinstance(node, ast.Name):
        return scope[node.id]
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        table = _value(node.value, scope)
        if type(table) is dict:
            return table[node.slice.value]
        if type(table) is list and isinstance(node.slice.value, int):
            return table[node.slice.value]
    return None


def _failing_source(trace: TracebackType) -> str:
    """The very expression of the learner that failed, when it stands on one line."""
    code = trace.tb_frame.f_code
    if code.co_filename != LEARNER_FILE:
        return ""  # the page has no other sources, and its reports are those of CPython
    line, last_line, start, end = list(code.co_positions())[trace.tb_lasti // 2]
    if line is None or line != last_line:
        return ""
    text = linecache.getline(code.co_filename, line).encode()
    return text[start:end].decode()


def _scope(frame: FrameType) -> dict[str, object]:
    return {**frame.f_globals, **frame.f_locals}


def _last(trace: TracebackType | None) -> TracebackType | None:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace


def _question(wrong: str, known: Iterable[str]) -> str:
    private = wrong.startswith("_")
    names = [name for name in known if name != wrong and name.startswith("_") <= private]
    close = difflib.get_close_matches(wrong, names, 1, CLOSE)
    return f"Did you mean {close[0]!r}?" if close else ""


def _is_text(value: object) -> bool:
    return type(value) is str


SUGGESTERS: tuple[
    tuple[type[BaseException], Callable[[BaseException, TracebackType], str]], ...
] = (
    (NameError, _name),
    (AttributeError, _attribute),
    (ModuleNotFoundError, _module),
    (ImportError, _imported),
    (TypeError, _parameter),
    (KeyError, _key),
)
