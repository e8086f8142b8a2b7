"""How is a function called, in one line?"""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from inspect import Parameter
from types import FunctionType

from labkit.completion.program_scopes import FunctionNode
from labkit.completion.static_values import Defined, Known, Value

LONGEST_DEFAULT = 20


@dataclass(frozen=True, slots=True)
class Signature:
    """What the editor shows about a call.

    Attributes:
        parameters: As they are written, such as `key=None`, `*args` or a lone `*`.
        doc: The first sentence of the docstring, or "".
        positional: How many of `parameters` can be filled by position, from the first.
        named: Those that can be written as `name=`.
    """

    parameters: tuple[str, ...]
    doc: str
    positional: int
    named: tuple[str, ...]

    def active(self, position: int, keyword: str | None) -> int | None:
        """Which parameter an argument fills, or None."""
        names = [parameter.split("=")[0] for parameter in self.parameters]
        if keyword is not None:
            return names.index(keyword) if keyword in names else None
        if position < self.positional:
            return position
        rest = [at for at, name in enumerate(names) if name.startswith("*") and name.strip("*")]
        return rest[0] if rest and not names[rest[0]].startswith("**") else None


def signature_of(value: Value, *, of_instance: bool) -> Signature | None:
    """The signature of what is called, or None when it is not known.

    Args:
        value: What is called.
        of_instance: Whether it is reached through an object, which then is its first argument.
    """
    if isinstance(value, Defined):
        return None if value.instance else _of_program(value.node, of_instance)
    if not isinstance(value, Known) or not callable(value.value):
        return None
    called = value.value
    text = doc_line(called)
    try:
        found = list(inspect.signature(called).parameters.values())
    except (ValueError, TypeError, NameError):
        return _from_doc(called)
    if of_instance and found and found[0].kind is not Parameter.VAR_POSITIONAL:
        found = found[1:] if not isinstance(called, type) else found
    elif isinstance(called, FunctionType) and _is_class_method(found):
        found = found[1:]
    return _written([(one.name, one.kind, _default(one)) for one in found], text)


def doc_line(value: object) -> str:
    """The first sentence of a docstring; "" where there is none of its own."""
    if isinstance(value, type):
        text = type.__dict__["__dict__"].__get__(value).get("__doc__")
        if isinstance(text, str) and text.startswith(f"{value.__name__}("):
            text = None  # made up by dataclasses, or a signature
    else:
        text = getattr(value, "__doc__", None)
    return _first_sentence(text)


def _first_sentence(text: object) -> str:
    paragraph = text.strip().partition("\n\n")[0] if isinstance(text, str) else ""
    sentence, dot, _ = " ".join(paragraph.split()).partition(". ")
    return sentence + dot.strip()


def _is_class_method(parameters: list[Parameter]) -> bool:
    return bool(parameters) and parameters[0].name == "cls"


def _default(parameter: Parameter) -> str | None:
    if parameter.default is Parameter.empty:
        return None
    if parameter.default is None or type(parameter.default) in (bool, int, float, str):
        text = repr(parameter.default)
        return text if len(text) <= LONGEST_DEFAULT else "…"
    return "…"


_Parameter = tuple[str, inspect._ParameterKind, str | None]
_STARS: dict[inspect._ParameterKind, str] = {
    Parameter.VAR_POSITIONAL: "*",
    Parameter.VAR_KEYWORD: "**",
}
_POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)


def _written(parameters: list[_Parameter], doc: str) -> Signature:
    shown: list[str] = []
    named: list[str] = []
    positional = 0
    for name, kind, default in parameters:
        if kind is Parameter.KEYWORD_ONLY and not any(one.startswith("*") for one in shown):
            shown.append("*")
        stars = _STARS.get(kind, "")
        shown.append(f"{stars}{name}" + ("" if default is None else f"={default}"))
        positional += kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
        if kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY):
            named.append(name)
    return Signature(tuple(shown), doc, positional, tuple(named))


def _from_doc(called: object) -> Signature | None:
    """Some functions written in C tell their parameters only in the docstring's first lines."""
    name, doc = getattr(called, "__name__", ""), getattr(called, "__doc__", None)
    if not isinstance(doc, str) or not doc.startswith(f"{name}("):
        return None
    heading, _, rest = doc.partition("\n\n")
    inside = heading.split("\n")[0].partition("(")[2].partition(")")[0]
    inside = inside.replace("[", "").replace("]", "")
    parameters = tuple(part.strip() for part in inside.split(",") if part.strip())
    positional = [part for part in parameters if "*" not in part and "=" not in part]
    return Signature(parameters, _first_sentence(rest), len(positional), ())


def _of_program(node: FunctionNode | ast.ClassDef, of_instance: bool) -> Signature | None:
    doc = _first_sentence(ast.get_docstring(node))
    if isinstance(node, ast.ClassDef):
        made = next((part for part in node.body if _is_init(part)), None)
        if isinstance(made, FunctionNode):
            return _written(_arguments(made.args)[1:], doc)
        return _written(_fields(node), doc)
    plain = _arguments(node.args)
    return _written(plain[1:] if of_instance else plain, doc)


def _is_init(node: ast.stmt) -> bool:
    return isinstance(node, FunctionNode) and node.name == "__init__"


def _fields(node: ast.ClassDef) -> list[_Parameter]:
    """The parameters of a dataclass."""
    if not any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list):
        return []
    return [
        (part.target.id, Parameter.POSITIONAL_OR_KEYWORD, _text(part.value))
        for part in node.body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    ]


def _arguments(arguments: ast.arguments) -> list[_Parameter]:
    positional = [*arguments.posonlyargs, *arguments.args]
    missing: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    only = len(arguments.posonlyargs)
    found: list[_Parameter] = [
        (one.arg, _POSITIONAL[index >= only], _text(default))
        for index, (one, default) in enumerate(
            zip(positional, [*missing, *arguments.defaults], strict=True)
        )
    ]
    if arguments.vararg:
        found.append((arguments.vararg.arg, Parameter.VAR_POSITIONAL, None))
    for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        found.append((one.arg, Parameter.KEYWORD_ONLY, _text(default)))
    if arguments.kwarg:
        found.append((arguments.kwarg.arg, Parameter.VAR_KEYWORD, None))
    return found


def _text(default: ast.expr | None) -> str | None:
    if default is None:
        return None
    text = ast.unparse(default)
    return text if len(text) <= LONGEST_DEFAULT else "…"
