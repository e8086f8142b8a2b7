"""By which short text can two processes tell that they mean the same function?

The text stands for what the function does: its syntax without comments, layout, annotations and
docstring, and every value that it takes from outside. Where the source is not to be had, or is not
what runs any more, bytecode takes the place of the syntax; it differs between versions of Python.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, time, timedelta, timezone
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from types import BuiltinFunctionType, FunctionType, ModuleType

from mlplat_core.errors import DefinitionError
from mlplat_core.feature_store.on_demand.function_code import global_names, read_code

_SUSPENDABLE = CO_ASYNC_GENERATOR | CO_COROUTINE | CO_GENERATOR
_CONSTANTS = (type(None), bool, int, float, complex, str, bytes, date, time, timedelta, timezone)


def hash_transform(function: object, what: str) -> str:
    """The SHA-256 of what the function does, as 64 hexadecimal digits.

    What it takes from outside, as globals, defaults or variables of a function around it, counts
    with the value it has now: constants and tuples or frozensets of them by value, functions by
    what they do, modules, classes and built-in functions by name.

    Args:
        function: a plain Python function.
        what: what it belongs to, for messages.

    Raises:
        DefinitionError: it is no plain function, or takes from outside what may change unnoticed.

    Example:
        >>> def share(row):
        ...     return {"share": row["amount"] / 100}  # of a hundred
        >>> def part(row):
        ...     return {'share': (row['amount']
        ...                       / 100)}
        >>> hash_transform(share, "here") == hash_transform(part, "here")
        True
    """
    if not isinstance(function, FunctionType) or function.__code__.co_flags & _SUSPENDABLE:
        raise DefinitionError(
            f"{what} has the transform {function!r}; pass a plain function, written with def or "
            "lambda."
        )
    try:
        content = _describe(function, ())
    except DefinitionError as error:
        raise DefinitionError(f"{what}: {error}") from None
    return hashlib.sha256(ascii(content).encode()).hexdigest()


def _describe(function: FunctionType, around: tuple[FunctionType, ...]) -> object:
    if function in around:  # it calls itself, and its code is being described already
        return "itself", around.index(function)
    outside = []
    for name, value in _outside(function):
        place = f"{function.__name__} uses {name!r} from outside"
        outside.append((name, _describe_value(value, place, (*around, function))))
    return read_code(function), outside


def _outside(function: FunctionType) -> Iterator[tuple[str, object]]:
    """What the function reads and did not make, by name: defaults, variables around it, globals."""
    code, defaults = function.__code__, function.__defaults__ or ()
    arguments = code.co_varnames[: code.co_argcount]
    yield from zip(arguments[len(arguments) - len(defaults) :], defaults, strict=True)
    yield from (function.__kwdefaults__ or {}).items()
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
        try:
            yield name, cell.cell_contents
        except ValueError:
            raise DefinitionError(
                f"{function.__name__} uses {name!r} from outside, which has no value yet; "
                "define it before the view."
            ) from None
    for name in global_names(code):
        if name in function.__globals__:  # the others are built in, or will be missing
            yield name, function.__globals__[name]


def _describe_value(value: object, place: str, around: tuple[FunctionType, ...]) -> object:
    if type(value) is tuple:
        return "tuple", [_describe_value(each, place, around) for each in value]
    if type(value) is frozenset:
        return "frozenset", sorted(ascii(_describe_value(each, place, around)) for each in value)
    if isinstance(value, _CONSTANTS):
        return repr(value)
    if isinstance(value, FunctionType):
        return _describe(value, around)
    if isinstance(value, ModuleType):
        return "module", value.__name__
    if isinstance(value, type):
        return "class", value.__module__, value.__qualname__
    if isinstance(value, BuiltinFunctionType) and isinstance(value.__self__, ModuleType):
        return "built in", value.__module__, value.__qualname__
    raise DefinitionError(
        f"{place}, which is the {type(value).__name__} {value!r}. It could change while the "
        "definition stays the same; use a constant (None, a bool, a number, a text, bytes, a time, "
        "or a tuple of these), or make it a source or a request field."
    )
