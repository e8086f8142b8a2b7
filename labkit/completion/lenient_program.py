"""What does an unfinished program say, and what stands before the cursor?

Nothing here runs the program: its text is cut into tokens and parsed. A line that does not parse
is left out, so that one half-written line does not hide the rest.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from keyword import iskeyword

CURSOR_NAME = "cursor_is_here"
PARSE_ATTEMPTS = 60

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    | (?P<string>(?i:[rbuft]{0,2})(?:
          \"{3}(?:\\.|(?!\"{3}).)*(?:\"{3}|\Z) | '{3}(?:\\.|(?!'{3}).)*(?:'{3}|\Z)
        | "(?:\\.|[^"\\\n])*(?:"|(?=\n)|\Z) | '(?:\\.|[^'\\\n])*(?:'|(?=\n)|\Z)))
    | (?P<name>[^\W\d]\w*) | (?P<number>\d[\w.]*) | (?P<newline>\n)
    | (?P<space>[^\S\n]+|\\\n) | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_CLOSERS = {")": "(", "]": "[", "}": "{"}
# A line that starts with one of these begins a statement, whatever was left open above it.
_STATEMENTS = {"assert", "class", "def", "import", "raise", "return", "try", "while", "with"}
_FROM_IMPORT = re.compile(
    r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import\b[ \t]*(?:\([\w\s,]*|[\w \t,]*)\Z", re.MULTILINE
)
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+|import[ \t]+(?:[\w.]+[ \t]*,[ \t]*)*)\w*\Z", re.MULTILINE
)
_EXPECTED_BLOCK = re.compile(r"expected an indented block after .* on line (\d+)")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a program's text; `start` and `end` count characters from 0."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CallAtCursor:
    """The innermost call whose parentheses the cursor is in.

    Attributes:
        function: The text of what is called.
        position: How many arguments are complete, from 0.
        keyword: The keyword of the argument the cursor is in, or None.
    """

    function: str
    position: int
    keyword: str | None


@dataclass(frozen=True, slots=True)
class CursorPlace:
    """What stands before the cursor.

    Attributes:
        prefix: The part of a name that is already there.
        owner: The expression before the dot, or None where no dot precedes the prefix.
        imports_from: The module of `from module import ...`, or None.
        imports: Whether a module's name is wanted.
        call: The call around the cursor, or None.
    """

    prefix: str
    owner: str | None
    imports_from: str | None
    imports: bool
    call: CallAtCursor | None


def cursor_place(before: str) -> CursorPlace | None:
    """What stands at the end of `before`; None inside a comment.

    Inside a string or a number the owner is "", of which nothing is known.
    """
    tokens = list(_tokens(before))
    if tokens and tokens[-1].kind == "comment":
        return None
    if tokens and (tokens[-1].kind == "number" or _is_open_string(tokens[-1])):
        return _place_in_literal(before, tokens)
    name = tokens[-1] if tokens and tokens[-1].kind == "name" else None
    prefix = name.text if name and name.end == len(before) else ""
    shown = [token for token in tokens if token.kind not in ("space", "comment")]
    if prefix:
        shown.pop()
    owner = None
    if shown and shown[-1].text == ".":
        owner = _primary(before, shown, len(shown) - 2)
    found = _FROM_IMPORT.search(before)
    imports = owner is None and _IMPORT.search(before) is not None
    return CursorPlace(prefix, owner, found and found[1], imports, _call(before, shown))


def _place_in_literal(before: str, tokens: list[Token]) -> CursorPlace | None:
    """The call around a string or number, or what stands in the braces of an f-string."""
    string = tokens[-1]
    letters = re.match(r"\w*", string.text)
    opened = string.text.rfind("{")
    if letters and "f" in letters[0].lower() and opened > string.text.rfind("}"):
        return cursor_place(string.text[opened + 1 :])
    shown = [token for token in tokens[:-1] if token.kind not in ("space", "comment")]
    return CursorPlace("", "", None, False, _call(before, shown))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        yield Token(str(match.lastgroup), match[0], match.start(), match.end())


def _is_open_string(token: Token) -> bool:
    if token.kind != "string":
        return False
    body = token.text.lstrip("rbuftRBUFT")
    quote = body[:3] if body[:3] in ('"""', "'''") else body[:1]
    inner = body[len(quote) :]
    return not inner.endswith(quote) or len(re.sub(r"\\.", "", body, flags=re.DOTALL)) < 2 * len(
        quote
    )


def _call(text: str, tokens: list[Token]) -> CallAtCursor | None:
    opened: list[int] = []
    for index, token in enumerate(tokens):
        at_line_start = index > 0 and tokens[index - 1].kind == "newline"
        if token.text in ("(", "[", "{"):
            opened.append(index)
        elif opened and _CLOSERS.get(token.text) == tokens[opened[-1]].text:
            opened.pop()
        elif at_line_start and token.text in _STATEMENTS:
            opened.clear()
    while opened:
        index = opened.pop()
        if tokens[index].text == "(":
            function = _primary(text, tokens, index - 1)
            if function:
                return CallAtCursor(function, *_argument(tokens[index + 1 :]))
    return None


def _argument(tokens: list[Token]) -> tuple[int, str | None]:
    depth = position = 0
    keyword = None
    start = 0
    for index, token in enumerate(tokens):
        depth += (token.text in ("(", "[", "{")) - (token.text in _CLOSERS)
        if depth == 0 and token.text == ",":
            position, keyword, start = position + 1, None, index + 1
        elif depth == 0 and token.text == "=" and keyword is None:
            named = [one for one in tokens[start:index] if one.kind != "newline"]
            keyword = named[0].text if len(named) == 1 and named[0].kind == "name" else None
    return position, keyword


def _primary(text: str, tokens: list[Token], last: int) -> str:
    """The text of names, dots, calls and subscripts that ends with token `last`; or ""."""
    first = last + 1
    index = last
    while index >= 0:
        token = tokens[index]
        if token.text in _CLOSERS:
            index = _opener(tokens, index)
            first = index
            before = tokens[index - 1] if index > 0 else None
            if before is None or not (before.kind in ("name", "string") or before.text in ")]"):
                break
            index -= 1
            continue
        if token.kind not in ("name", "number", "string") or iskeyword(token.text):
            break
        first = index
        if token.kind != "name" or index < 2 or tokens[index - 1].text != ".":
            break
        index -= 2
    if first > last or first < 0:
        return ""
    if first > 0 and tokens[first - 1].text in ("def", "class"):
        return ""
    return text[tokens[first].start : tokens[last].end]


def _opener(tokens: list[Token], index: int) -> int:
    depth = 0
    while index >= 0:
        text = tokens[index].text
        depth += (text in _CLOSERS) - (text in ("(", "[", "{"))
        if depth == 0:
            return index
        index -= 1
    return index


def lenient_tree(before: str, after: str) -> ast.Module:
    """The program's tree, with `CURSOR_NAME` where the cursor is; broken lines are left out."""
    lines = f"{before}{CURSOR_NAME}{after}".split("\n")
    for _ in range(PARSE_ATTEMPTS):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse("\n".join(lines))
        except SyntaxError as problem:
            _leave_out(lines, problem)
        except (ValueError, RecursionError, MemoryError):
            break
    return ast.Module([], [])


def _leave_out(lines: list[str], problem: SyntaxError) -> None:
    """Make the line at fault harmless: an empty block gets a body, any other line goes."""
    block = _EXPECTED_BLOCK.match(problem.msg)
    if block and not lines[int(block[1]) - 1].endswith(" pass"):
        header = lines[int(block[1]) - 1]
        lines[int(block[1]) - 1] = header.split("#")[0].rstrip() + " pass"
        return
    at = min(max(problem.lineno or 1, 1), len(lines)) - 1
    while at > 0 and not lines[at].strip():
        at -= 1  # nothing is left of this line, so what is wrong began above it
    line = lines[at]
    standing = line[: len(line) - len(line.lstrip())] + "pass"
    is_indent = isinstance(problem, IndentationError)
    lines[at] = "" if is_indent or line == standing else standing
