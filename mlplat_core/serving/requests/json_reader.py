"""Which value does a JSON text spell, if it is read without any leniency?"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from mlplat_core.errors import InvalidRequestError
from mlplat_core.serving.requests.problems import Problem, ProblemCode, path_to

if TYPE_CHECKING:
    from json import JSONDecoder

_MOST_NESTING = 16
_MOST_DIGITS = 40
# A string is one match even if its end is missing, so that the scan never starts over.
_TOKENS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|([\[{])|[\]}]', re.DOTALL)


def read_json(text: str | bytes) -> object:
    """The value of a JSON text in UTF-8, without byte order mark, duplicate keys or deep nesting.

    `NaN` and `1e999` come back as floats that are not finite, and an integer of absurd length as
    another one beyond 64 bits: whoever checks the values refuses them with the path of the field.

    Args:
        text: nested at most 16 deep; a request needs 4.

    Raises:
        InvalidRequestError: it is not such a text; there is one problem.

    Example:
        >>> read_json('{"amount": 12.5}')
        {'amount': 12.5}
        >>> read_json('{"n": 12.5, "n": 99}')
        Traceback (most recent call last):
        mlplat_core.errors.serving.InvalidRequestError: The request does not fit. n: is given twice
    """
    source = _decode(text) if isinstance(text, bytes) else text
    if source.startswith("\ufeff"):
        raise _malformed("starts with a byte order mark; leave it out")
    _check_nesting(source)
    # Imported here because a page that only scores should not load it.
    from json import JSONDecodeError

    try:
        return _decoder().decode(source)
    except JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _malformed(f"is no JSON: {error.msg.lower()} ({place})") from None


def _decode(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _malformed(f"is not UTF-8: byte {error.start} begins no character") from None


def _check_nesting(source: str) -> None:
    # A recursive parser would answer with a RecursionError or, in a browser, with a dead page.
    if source.count("[") + source.count("{") <= _MOST_NESTING:
        return
    depth = 0
    for token in _TOKENS.finditer(source):
        if token[1]:
            depth += 1
            if depth > _MOST_NESTING:
                raise _malformed(f"is nested more than {_MOST_NESTING} deep", code="too_deep")
        elif token[0][0] != '"':
            depth -= 1


@cache
def _decoder() -> JSONDecoder:
    from json import JSONDecoder

    return JSONDecoder(object_pairs_hook=_object, parse_int=_integer)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for number, name in enumerate(names) if name in names[:number])
        raise InvalidRequestError([Problem(path_to("", twice), "is given twice", "duplicate_key")])
    return found


def _integer(digits: str) -> int:
    # Cut short, it is still beyond 64 bits, and converting it does not take quadratic time.
    return int(digits[:_MOST_DIGITS])


def _malformed(message: str, code: ProblemCode = "malformed_json") -> InvalidRequestError:
    return InvalidRequestError([Problem("", message, code)])
