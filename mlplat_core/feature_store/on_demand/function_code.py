"""What does a function do, told apart from how it was written down?"""

from __future__ import annotations

import ast
import dis
import linecache
import sys
import warnings
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import TypeAlias

_SILENT = {"annotation", "kind", "returns", "type_comment", "type_params"}
_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def read_code(function: FunctionType) -> object:
    """The function's syntax as nested tuples, or its bytecode where there is no source for it."""
    code = function.__code__
    return _read_syntax(code, function.__globals__) or _read_bytecode(code)


def global_names(code: CodeType) -> list[str]:
    """The names that the code looks up outside of all functions, sorted, each once."""
    return sorted(
        {
            instruction.argval
            for each in _nested(code)
            for instruction in dis.get_instructions(each)
            if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME")
        }
    )


def _read_syntax(code: CodeType, module_globals: dict[str, object]) -> object | None:
    """The syntax, or None if it cannot be told for certain what was written."""
    linecache.checkcache(code.co_filename)
    source = "".join(linecache.getlines(code.co_filename, module_globals))
    try:
        with warnings.catch_warnings():  # the import has shown them already
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
            compiled = compile(tree, code.co_filename, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None
    if code not in _nested(compiled):  # the file has changed since it was imported
        return None
    found = [
        _to_tuple([node.args, _without_docstring(node)])
        for node in ast.walk(tree)
        if isinstance(node, _Function) and _could_be(node, code)
    ]
    # Of two lambdas that begin on one line, which is meant cannot be told unless they are equal.
    return found[0] if all(each == found[0] for each in found) else None


def _could_be(node: _Function, code: CodeType) -> bool:
    if isinstance(node, ast.Lambda):
        return (node.lineno, "<lambda>") == (code.co_firstlineno, code.co_name)
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return (first, node.name) == (code.co_firstlineno, code.co_name)


def _without_docstring(node: _Function) -> object:
    if isinstance(node, ast.Lambda):
        return node.body
    return node.body if ast.get_docstring(node) is None else node.body[1:]


def _to_tuple(node: object) -> object:
    """The syntax without positions and without what only people read."""
    if isinstance(node, list):
        return [_to_tuple(each) for each in node]
    if not isinstance(node, ast.AST):
        return node
    # What only newer versions of Python have is empty where it is not used.
    members = [
        (name, _to_tuple(value))
        for name, value in ast.iter_fields(node)
        if name not in _SILENT and value is not None and value != []
    ]
    return type(node).__name__, members


def _read_bytecode(code: CodeType) -> object:
    constants = [
        _read_bytecode(each)
        if isinstance(each, CodeType)
        else sorted(map(ascii, each))
        if isinstance(each, frozenset)
        else each
        for each in code.co_consts
    ]
    names = code.co_names, code.co_varnames, code.co_cellvars, code.co_freevars
    return sys.implementation.cache_tag, code.co_code, code.co_exceptiontable, constants, names


def _nested(code: CodeType) -> Iterator[CodeType]:
    """The code and all code that is written inside it."""
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _nested(each)
