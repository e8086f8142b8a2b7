"""Plants a defect in the platform: one expression of one function says something else.

The planted function is compiled from the source of the real one, so it differs in exactly that
expression. If the expression is no longer there, planting fails: the rule has moved, and the test
has to follow it.
"""

from __future__ import annotations
import __future__

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class Defect:
    """A rule, and how it is broken.

    Attributes:
        rule: which rule of the contract, in words.
        owner: the module or class that holds the function.
        function: its name.
        right: the expression as it stands.
        wrong: what is put in its place.
    """

    rule: str
    owner: Any
    function: str
    right: str
    wrong: str

    def plant(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Break the rule until the test ends."""
        found = inspect.getattr_static(self.owner, self.function)
        if isinstance(found, property):
            assert found.fget is not None
            broken: Any = property(self._broken(found.fget))
        else:
            broken = self._broken(found)
        monkeypatch.setattr(self.owner, self.function, broken)

    def _broken(self, function: Callable[..., Any]) -> Callable[..., Any]:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        definition = tree.body[0]
        assert isinstance(definition, ast.FunctionDef)
        definition.decorator_list.clear()
        swap = _Swap(self.right, self.wrong)
        tree = ast.fix_missing_locations(swap.visit(tree))
        assert swap.count == 1, (
            f"`{self.right}` stands {swap.count} times in {function.__qualname__}, not once: "
            f"point the defect {self.rule!r} to where the rule is now"
        )
        namespace: dict[str, Any] = {}
        flags = __future__.annotations.compiler_flag
        code = compile(tree, f"<planted: {self.rule}>", "exec", flags, dont_inherit=True)
        exec(code, function.__globals__, namespace)
        return namespace[definition.name]


class _Swap(ast.NodeTransformer):
    """Replaces each occurrence of one expression and counts them."""

    def __init__(self, right: str, wrong: str) -> None:
        self.count = 0
        self._right = ast.dump(ast.parse(right, mode="eval").body)
        self._wrong = wrong

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Replace the node if it is the expression, else look inside."""
        if isinstance(node, ast.expr) and ast.dump(node) == self._right:
            self.count += 1
            return ast.parse(self._wrong, mode="eval").body
        return super().generic_visit(node)
