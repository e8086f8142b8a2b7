"""What is known about the value of an expression without computing it?

Only classes and the dictionaries of plain modules are looked into; no property, `__getattr__` or
`__dir__` of any object is ever called.
"""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType, MethodDescriptorType, ModuleType

from labkit.completion.known_modules import (
    is_own,
    is_plain,
    is_trusted_function,
    known_module,
    member_of_module,
)
from labkit.completion.program_scopes import (
    Annotated,
    Assigned,
    Binding,
    ElementOf,
    FunctionNode,
    Imported,
    Names,
    SelfOf,
    class_names,
)

MAX_STEPS = 30
_LITERALS: dict[type[ast.expr], type] = {
    ast.JoinedStr: str,
    ast.List: list,
    ast.ListComp: list,
    ast.Dict: dict,
    ast.DictComp: dict,
    ast.Set: set,
    ast.SetComp: set,
    ast.Tuple: tuple,
    ast.Compare: bool,
}
# Functions written in C do not say what they return.
_RETURNS: dict[str, type] = {
    **dict.fromkeys(["bin", "chr", "format", "hex", "input", "repr"], str),
    **dict.fromkeys(["join", "lower", "replace", "strip", "title", "upper"], str),
    **dict.fromkeys(["hash", "id", "len", "ord"], int),
    **dict.fromkeys(["dir", "rsplit", "sorted", "split", "splitlines"], list),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A module, class, function or constant of the library or of `mlplat_core`."""

    value: object


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """Some object of a class that exists."""

    of: type


@dataclass(frozen=True, slots=True)
class Defined:
    """A class or function of the program, or with `instance` some object of that class."""

    node: FunctionNode | ast.ClassDef
    instance: bool = False


Value = Known | InstanceOf | Defined | None


class StaticValues:
    """Values of expressions, as far as the names in sight tell.

    Args:
        names: What each name in sight is bound to.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._steps = 0

    def of_text(self, expression: str) -> Value:
        """What is known about the value of an expression's text."""
        try:
            return self.of(ast.parse(expression, mode="eval").body)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    def of(self, node: ast.expr) -> Value:
        """What is known about the value of an expression."""
        self._steps += 1
        if self._steps > MAX_STEPS:  # x = x.y in a program would lead in circles
            return None
        if isinstance(node, ast.Constant):
            return InstanceOf(type(node.value))
        if type(node) in _LITERALS:
            return InstanceOf(_LITERALS[type(node)])
        if isinstance(node, ast.Name):
            return self._of_name(node.id)
        if isinstance(node, ast.Attribute):
            return self._member(self.of(node.value), node.attr)
        if isinstance(node, ast.Call):
            return self._result(self.of(node.func))
        return None

    def _of_name(self, name: str) -> Value:
        if name in self._names:
            return self._of_binding(self._names[name])
        found = vars(builtins).get(name)
        return _known(found)

    def _of_binding(self, bound: Binding) -> Value:
        if isinstance(bound, Assigned):
            return self.of(bound.value)
        if isinstance(bound, ElementOf):
            return self._element(bound.iterable)
        if isinstance(bound, Annotated):
            return self._instance(bound.annotation)
        if isinstance(bound, Imported):
            return _imported(bound)
        if isinstance(bound, SelfOf):
            return Defined(bound.node, instance=True)
        if isinstance(bound, FunctionNode | ast.ClassDef):
            return Defined(bound)
        return None

    def _element(self, iterable: ast.expr) -> Value:
        if isinstance(iterable, ast.Name):
            bound = self._names.get(iterable.id)
            iterable = bound.value if isinstance(bound, Assigned) else iterable
        if isinstance(iterable, ast.List | ast.Tuple | ast.Set) and iterable.elts:
            return self.of(iterable.elts[0])
        is_range = isinstance(iterable, ast.Call) and self.of(iterable) == InstanceOf(range)
        return InstanceOf(int) if is_range else None

    def _instance(self, annotation: ast.expr) -> Value:
        """Some object of the class that an annotation in the program names."""
        if isinstance(annotation, ast.Subscript):
            annotation = annotation.value
        found = self.of(annotation)
        if isinstance(found, Known) and isinstance(found.value, type):
            return InstanceOf(found.value)
        is_class = isinstance(found, Defined) and isinstance(found.node, ast.ClassDef)
        return (
            Defined(found.node, instance=True) if is_class and isinstance(found, Defined) else None
        )

    def _member(self, owner: Value, name: str) -> Value:
        if isinstance(owner, Defined) and isinstance(owner.node, ast.ClassDef):
            bound = class_names(owner.node).get(name)
            return None if bound is None else self._of_binding(bound)
        if isinstance(owner, Known) and type(owner.value) is ModuleType:
            try:
                return _known(member_of_module(owner.value, name))
            except KeyError:
                return known_import(f"{owner.value.__name__}.{name}")
        if isinstance(owner, Known) and isinstance(owner.value, type):
            found = static_member(owner.value, name)
            return _known(_unwrapped(found))
        of = class_of(owner)
        return None if of is None else _instance_member(of, name)

    def _result(self, called: Value) -> Value:
        if isinstance(called, Defined):
            if isinstance(called.node, ast.ClassDef):
                return None if called.instance else Defined(called.node, instance=True)
            return None if called.node.returns is None else self._instance(called.node.returns)
        if not isinstance(called, Known):
            return None
        if isinstance(called.value, type):
            return InstanceOf(called.value)
        if is_trusted_function(called.value) and isinstance(called.value, FunctionType):
            return _returned(called.value)
        if not isinstance(called.value, BuiltinFunctionType | MethodDescriptorType):
            return None
        of = _RETURNS.get(called.value.__name__)
        return InstanceOf(of) if of else None


def class_of(value: Value) -> type | None:
    """The class of an object that exists, or of which the class is known."""
    if isinstance(value, InstanceOf):
        return value.of
    return type(value.value) if isinstance(value, Known) else None


def static_member(of: type, name: str) -> object:
    """What the class or one of its bases holds under that name, unbound; None if nothing."""
    for base in type.__dict__["__mro__"].__get__(of):
        members = type.__dict__["__dict__"].__get__(base)
        if name in members:
            return members[name]
    return None


def known_import(name: str) -> Value:
    """The module of that name, if it may be looked into."""
    module = known_module(name)
    return None if module is None else Known(module)


def _imported(bound: Imported) -> Value:
    module = known_module(bound.module)
    if module is None or bound.name is None:
        return None if module is None else Known(module)
    try:
        return _known(member_of_module(module, bound.name))
    except KeyError:
        return known_import(f"{bound.module}.{bound.name}")


def _instance_member(of: type, name: str) -> Value:
    found = static_member(of, name)
    field = (static_member(of, "__dataclass_fields__") or {}) if is_own(of.__module__) else {}
    if isinstance(field, dict) and name in field:
        module = known_module(of.__module__)
        return None if module is None else _annotated(field[name].type, vars(module))
    if isinstance(found, property):
        getter = found.fget
        return _returned(getter) if isinstance(getter, FunctionType) else None
    return _known(_unwrapped(found))


def _known(value: object) -> Value:
    return Known(value) if value is not None and is_plain(value) else None


def _unwrapped(member: object) -> object:
    return member.__func__ if isinstance(member, staticmethod | classmethod) else member


def _returned(function: FunctionType) -> Value:
    if not is_trusted_function(function):
        return None
    return _annotated(function.__annotations__.get("return"), function.__globals__)


def _annotated(annotation: object, found_in: dict[str, object]) -> Value:
    """Some object of the class that a library's annotation names."""
    if isinstance(annotation, type):
        return None if annotation is type(None) else InstanceOf(annotation)
    if not isinstance(annotation, str):
        return None
    try:
        node = ast.parse(annotation, mode="eval").body
    except SyntaxError:
        return None
    while isinstance(node, ast.Subscript):
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    found = found_in.get(node.id, vars(builtins).get(node.id))
    return InstanceOf(found) if isinstance(found, type) else None
