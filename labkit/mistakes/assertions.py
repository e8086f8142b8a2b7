"""Which values made an assertion of the learner's false?

A bare `assert total == 3` gets a message with the value of `total`. The program is rewritten when
it is compiled, so that nothing is evaluated twice. Standard library only.
"""

from __future__ import annotations

import ast
import reprlib
from types import CodeType

EXPLAIN = "@explain"
"""What the rewritten program calls; no name of the learner's can be spelled like this."""
LONGEST_SOURCE = 60
SCOPES = ast.FunctionDef | ast.AsyncFunctionDef


def compile_program(program: str, file: str) -> CodeType:
    """The program's code; `EXPLAIN` must be among the builtins that it runs with.

    Args:
        program: The source text.
        file: What tracebacks call it.

    Raises:
        SyntaxError: The program cannot be read.
    """
    if "assert" not in program:
        return compile(program, file, "exec", dont_inherit=True)
    tree = _Rewriter(program).visit(ast.parse(program, file))
    return compile(ast.fix_missing_locations(tree), file, "exec", dont_inherit=True)


def explain(claim: str, *values: object) -> str:
    """The message of a false assertion.

    Args:
        claim: What was asserted, as it is written.
        values: In turn the source of a part and its value; `explain` itself stands for a part
            that was never evaluated.
    """
    known: dict[str, str] = {}
    for part, value in zip(values[::2], values[1::2], strict=True):
        if value is not explain and not callable(value):
            known.setdefault(str(part), _brief(value))
    shown = [f"{part} is {text}" for part, text in known.items() if part != text]
    return f"{claim} does not hold" + (f": {', '.join(shown)}" if shown else "")


class _Brief(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxlist = self.maxtuple = self.maxset = self.maxdict = 8
        self.maxstring = self.maxother = 80

    def repr_instance(self, value: object, level: int) -> str:
        text = super().repr_instance(value, level)
        # An address says nothing to a person and differs from run to run.
        return f"an object of class {type(value).__name__}" if " at 0x" in text else text


def _brief(value: object) -> str:
    # The repr of a learner's own object may raise.
    try:
        return _Brief().repr(value)
    except Exception:
        return f"an object of class {type(value).__name__}"


class _Rewriter(ast.NodeTransformer):
    """Turns each `assert a == b` into the following, with names that only this file can write.

    @0 = @1 = @explain
    try:
        assert (@0 := a) == (@1 := b), @explain("a == b", "a", @0, "b", @1)
    finally:
        del @0, @1
    """

    def __init__(self, program: str) -> None:
        self._program = program
        self._parts: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """Leaves the class's own level alone: a name bound there becomes an attribute."""
        for index, statement in enumerate(node.body):
            if isinstance(statement, SCOPES | ast.ClassDef):
                node.body[index] = self.visit(statement)
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        """The rewritten assertion; the same one if it has a message or nothing to show."""
        if node.msg is not None or isinstance(node.test, ast.Tuple):
            return node
        self._parts = []
        claim = self._source(node.test)
        node.test = self._recorded(node.test)
        if not self._parts:
            return node
        names = [f"@{number}" for number in range(len(self._parts))]
        shown: list[ast.expr] = [ast.Constant(claim)]
        for part, name in zip(self._parts, names, strict=True):
            shown += [ast.Constant(part), _read(name)]
        node.msg = ast.Call(_read(EXPLAIN), shown, [])
        unset = ast.Assign([_write(name) for name in names], _read(EXPLAIN))
        forget = ast.Delete([ast.Name(name, ast.Del()) for name in names])
        guarded = ast.Try([node], [], [], [forget])
        for statement in (node.msg, unset, forget, guarded):
            _place(statement, node)
        block = ast.If(ast.Constant(True), [unset, guarded], [])
        return ast.copy_location(block, node)

    def _recorded(self, test: ast.expr) -> ast.expr:
        """The test, which now also keeps the values of its parts."""
        if isinstance(test, ast.BoolOp):
            test.values = [self._recorded(value) for value in test.values]
        elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test.operand = self._recorded(test.operand)
        elif isinstance(test, ast.Compare):
            test.left = self._kept(test.left)
            test.comparators = [self._kept(value) for value in test.comparators]
        elif isinstance(test, ast.Call):
            test.args = [self._kept(value) for value in test.args]
            for keyword in test.keywords:
                if keyword.arg is not None:
                    keyword.value = self._kept(keyword.value)
            return self._kept(test)
        else:
            return self._kept(test)
        return test

    def _kept(self, part: ast.expr) -> ast.expr:
        if isinstance(part, ast.Constant | ast.Starred | ast.GeneratorExp | ast.Lambda):
            return part
        name = f"@{len(self._parts)}"
        self._parts.append(self._source(part))
        kept = ast.NamedExpr(_write(name), part)
        _place(kept, part)
        return kept

    def _source(self, node: ast.expr) -> str:
        text = " ".join((ast.get_source_segment(self._program, node) or "").split())
        return text if len(text) <= LONGEST_SOURCE else text[: LONGEST_SOURCE - 3] + "..."


def _read(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _write(name: str) -> ast.Name:
    return ast.Name(name, ast.Store())


def _place(new: ast.AST, old: ast.expr | ast.stmt) -> None:
    """Puts everything new on the line of the old, so that a traceback names that line."""
    for node in ast.walk(new):
        if isinstance(node, ast.expr | ast.stmt) and not hasattr(node, "lineno"):
            ast.copy_location(node, old)
