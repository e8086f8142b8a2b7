"""What can the learner write here, and how is the function called that the cursor is in?

The editor asks while the learner types, so nothing of the program is run: names come from its
text, and what they can do from classes that exist. Standard library only; runs in the page.
"""

from __future__ import annotations

import ast
import builtins
import json
from dataclasses import asdict, dataclass
from keyword import kwlist
from types import ModuleType

from labkit.completion.known_modules import importable_names, known_module
from labkit.completion.lenient_program import CURSOR_NAME, CallAtCursor, cursor_place, lenient_tree
from labkit.completion.program_scopes import (
    FunctionNode,
    Imported,
    Names,
    class_names,
    visible_names,
)
from labkit.completion.signatures import Signature, signature_of
from labkit.completion.static_values import (
    Defined,
    InstanceOf,
    Known,
    StaticValues,
    Value,
    class_of,
)

_HIDDEN_BUILTINS = {"copyright", "credits", "exit", "license", "quit"}


@dataclass(frozen=True, slots=True)
class Option:
    """One name that can stand at the cursor.

    Attributes:
        label: The name; a keyword argument ends with "=".
        type: What kind of thing it is, in one word that the editor shows.
    """

    label: str
    type: str


def complete(request: str) -> str:
    """The names that can follow and the call around the cursor, as JSON.

    Args:
        request: JSON with `before` and `after`, the program's text on both sides of the cursor,
            and `given`, the lab's own starter, whose names a lab expects.

    Returns:
        `{"options": [{"label", "type"}], "call": null or {"name", "parameters", "doc", "active"}}`.
    """
    asked = json.loads(request)
    before, after = asked["before"], asked["after"]
    place = cursor_place(before)
    if place is None:
        return json.dumps({"options": [], "call": None})
    tree = lenient_tree(before, after)
    names = visible_names(tree, before.count("\n") + 1)
    signature = _signature(place.call, names) if place.call else None
    if place.imports_from is not None:
        module = known_module(place.imports_from)
        options = [] if module is None else _members(Known(module))
    elif place.imports:
        options = [Option(name, "module") for name in importable_names()]
    elif place.owner is not None:
        options = _after_dot(place.owner, names, tree)
    else:
        options = _arguments(signature) + _names(names, asked.get("given", ""))
    private = place.prefix.startswith("_")
    shown = [asdict(one) for one in options if one.label.startswith("_") == private]
    call = place.call and signature and _shown(place.call, signature)
    return json.dumps({"options": shown, "call": call}, ensure_ascii=False)


def _signature(call: CallAtCursor, names: Names) -> Signature | None:
    owner, dot, _ = call.function.rpartition(".")
    holder = StaticValues(names).of_text(owner) if dot else None
    of_instance = isinstance(holder, InstanceOf) or (
        isinstance(holder, Defined) and holder.instance
    )
    found = StaticValues(names).of_text(call.function)
    return signature_of(found, of_instance=of_instance)


def _shown(call: CallAtCursor, signature: Signature) -> dict[str, object]:
    return {
        "name": call.function.rpartition(".")[2],
        "parameters": signature.parameters,
        "doc": signature.doc,
        "active": signature.active(call.position, call.keyword),
    }


def _arguments(signature: Signature | None) -> list[Option]:
    return [Option(f"{name}=", "argument") for name in signature.named] if signature else []


def _names(names: Names, given: str) -> list[Option]:
    of_lab = visible_names(lenient_tree(given + "\n", ""), 0)
    seen = {name: _kind_of_binding(bound) for name, bound in (of_lab | names).items()}
    builtin = {
        name: _kind(value) for name, value in vars(builtins).items() if name not in _HIDDEN_BUILTINS
    }
    keywords = dict.fromkeys(kwlist, "keyword")
    return [Option(name, kind) for name, kind in (builtin | keywords | seen).items()]


def _after_dot(owner: str, names: Names, tree: ast.Module) -> list[Option]:
    found = StaticValues(names).of_text(owner) if owner else None
    options = _members(found)
    known = {option.label for option in options}
    # What the program itself uses of the same object is right more often than not.
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and owner and ast.unparse(node.value) == owner
    }
    used = {name for name in used - known if CURSOR_NAME not in name}
    return options + [Option(name, "attribute") for name in sorted(used)]


def _members(value: Value) -> list[Option]:
    if isinstance(value, Defined):
        if not isinstance(value.node, ast.ClassDef):
            return []
        inside = class_names(value.node)
        return [
            Option(name, "method" if isinstance(bound, FunctionNode) else "attribute")
            for name, bound in inside.items()
        ]
    if isinstance(value, Known) and type(value.value) is ModuleType:
        return _members_of_module(value.value)
    if isinstance(value, Known) and isinstance(value.value, type):
        return _members_of_class(value.value, of_instance=False)
    of = class_of(value)
    return [] if of in (None, type(None)) else _members_of_class(of, of_instance=True)


def _members_of_class(of: type, *, of_instance: bool) -> list[Option]:
    kinds: dict[str, str] = {}
    for base in reversed(type.__dict__["__mro__"].__get__(of)):
        members = type.__dict__["__dict__"].__get__(base)
        fields = members.get("__dataclass_fields__")
        kinds |= {name: "attribute" for name in fields or () if of_instance}
        kinds |= {name: _kind(member, "method") for name, member in members.items()}
    return [Option(name, kind) for name, kind in kinds.items()]


def _members_of_module(module: ModuleType) -> list[Option]:
    members = vars(module)
    public = members.get("__all__")
    listed = public if isinstance(public, list | tuple) else members
    return [Option(name, _kind_in(members, name)) for name in listed if isinstance(name, str)]


def _kind_in(members: dict[str, object], name: str) -> str:
    if name in members:
        return _kind(members[name])
    return "class" if name[:1].isupper() else "function"  # one of those loaded when first used


def _kind(value: object, function: str = "function") -> str:
    # Not isinstance, which asks an object for its __class__.
    if issubclass(type(value), type):
        return "class"
    if type(value) is ModuleType:
        return "module"
    return function if callable(value) or type(value) is classmethod else "attribute"


def _kind_of_binding(bound: object) -> str:
    if isinstance(bound, FunctionNode):
        return "function"
    if isinstance(bound, ast.ClassDef):
        return "class"
    is_module = isinstance(bound, Imported) and bound.name is None
    return "module" if is_module else "name"
