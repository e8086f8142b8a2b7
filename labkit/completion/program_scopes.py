"""Which names can a program's line see, and what is each bound to?"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from labkit.completion.lenient_program import CURSOR_NAME

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
InnerScope = FunctionNode | ast.ClassDef | ast.Lambda
ScopeNode = ast.Module | InnerScope


@dataclass(frozen=True, slots=True)
class Assigned:
    """A name that was given the value of an expression."""

    value: ast.expr


@dataclass(frozen=True, slots=True)
class ElementOf:
    """A name that takes the values of an iterable in turn."""

    iterable: ast.expr


@dataclass(frozen=True, slots=True)
class Annotated:
    """A name with an annotation that says what it holds."""

    annotation: ast.expr


@dataclass(frozen=True, slots=True)
class Imported:
    """A module, or with `name` something of it."""

    module: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class SelfOf:
    """The first parameter of a method."""

    node: ast.ClassDef


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name of which only its existence is known."""


Binding = (
    Assigned | ElementOf | Annotated | Imported | SelfOf | Unknown | FunctionNode | ast.ClassDef
)
Names = dict[str, Binding]


def visible_names(tree: ast.Module, line: int) -> Names:
    """The names that line (from 1) can see, without builtins; inner scopes win."""
    names: Names = {}
    scopes = _scopes_around(tree, line)
    for index, (scope, owner) in enumerate(scopes):
        # Names of a class body are not seen from the functions in it.
        if not isinstance(scope, ast.ClassDef) or index == len(scopes) - 1:
            names |= _names_of(scope, owner, line)
    return {name: bound for name, bound in names.items() if CURSOR_NAME not in name}


def class_names(node: ast.ClassDef) -> Names:
    """The names in a class's body, and what its methods put on `self`."""
    names = _names_of(node, None, node.end_lineno or node.lineno)
    for method in node.body:
        if not isinstance(method, FunctionNode) or not method.args.args:
            continue
        own = method.args.args[0].arg
        for inner in ast.walk(method):
            if not isinstance(inner, ast.Attribute) or not isinstance(inner.ctx, ast.Store):
                continue
            if isinstance(inner.value, ast.Name) and inner.value.id == own:
                names.setdefault(inner.attr, Unknown())
    return {name: bound for name, bound in names.items() if CURSOR_NAME not in name}


def _scopes_around(tree: ast.Module, line: int) -> list[tuple[ScopeNode, ast.ClassDef | None]]:
    """The scopes a line is in, from the module inwards, each with the class it stands in."""
    found: list[tuple[ScopeNode, ast.ClassDef | None]] = [(tree, None)]
    for node in ast.walk(tree):  # outer nodes come before inner ones
        if isinstance(node, InnerScope) and node.lineno <= line <= (node.end_lineno or 0):
            around = found[-1][0]
            found.append((node, around if isinstance(around, ast.ClassDef) else None))
    return found


def _names_of(scope: ScopeNode, owner: ast.ClassDef | None, line: int) -> Names:
    binder = _Binder(line)
    if isinstance(scope, FunctionNode | ast.Lambda):
        binder.bind_parameters(scope.args, owner)
    for statement in [scope.body] if isinstance(scope, ast.Lambda) else scope.body:
        binder.visit(statement)
    return binder.names


class _Binder(ast.NodeVisitor):
    """Collects what one scope binds, without going into the scopes inside it."""

    def __init__(self, line: int) -> None:
        self.names: Names = {}
        self._line = line

    def bind_parameters(self, arguments: ast.arguments, owner: ast.ClassDef | None) -> None:
        rest = [arguments.vararg, arguments.kwarg]
        positional = [*arguments.posonlyargs, *arguments.args]
        for argument in [*positional, *arguments.kwonlyargs, *filter(None, rest)]:
            note = argument.annotation
            self.names[argument.arg] = Annotated(note) if note else Unknown()
        if owner and positional:
            self.names[positional[0].arg] = SelfOf(owner)

    def _bind(self, name: str, bound: Binding, line: int) -> None:
        """The last binding above the cursor counts, but what is known is not forgotten."""
        known = self.names.get(name)
        if known is None or isinstance(known, Unknown):
            self.names[name] = bound
        elif line <= self._line and not isinstance(bound, Unknown):
            self.names[name] = bound

    def visit_FunctionDef(self, node: FunctionNode) -> None:
        self._bind(node.name, node, node.lineno)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._bind(node.name, node, node.lineno)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Its parameters are its own."""

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._bind(target.id, Assigned(node.value), node.lineno)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name):
            self._bind(node.target.id, Annotated(node.annotation), node.lineno)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._bind(node.target.id, Assigned(node.value), node.lineno)
        self.generic_visit(node)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        if isinstance(node.target, ast.Name):
            self._bind(node.target.id, ElementOf(node.iter), node.lineno)
        self.generic_visit(node)

    visit_AsyncFor = visit_For

    def _visit_comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
    ) -> None:
        if not node.lineno <= self._line <= (node.end_lineno or node.lineno):
            return
        for part in node.generators:
            if isinstance(part.target, ast.Name):
                self._bind(part.target.id, ElementOf(part.iter), node.lineno)
        self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _visit_comprehension

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            module = alias.name if alias.asname else alias.name.partition(".")[0]
            self._bind(alias.asname or module, Imported(module), node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if node.module and not node.level and alias.name != "*":
                bound = Imported(node.module, alias.name)
                self._bind(alias.asname or alias.name, bound, node.lineno)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self._bind(node.name, Unknown(), node.lineno)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.name:
            self._bind(node.name, Unknown(), node.lineno)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self._bind(node.id, Unknown(), node.lineno)
