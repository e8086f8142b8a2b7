"""What does a caller who wants a prediction say?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mlplat_core.registry.values import FrozenDict
from mlplat_core.serving.requests.json_values import read_text
from mlplat_core.serving.requests.problems import Misfit, Problem, path_to, refuse, show

TOKEN = r"^[!-~]{1,128}$"
"""An id or a key travels in headers, too, so it is visible ASCII without spaces."""

_TOKEN = re.compile(TOKEN.rstrip("$") + r"\Z")


@dataclass(frozen=True, slots=True)
class PredictRequest:
    """One prediction that is asked for; it cannot say when, for the clock is the platform's.

    Attributes:
        entity: the value of each join key, text or whole number.
        features: values that the caller knows: the columns that on-demand views ask for, and any
            feature whose stored value is to be overruled in this one request.
        id: comes back with the answer; made up if None. Visible ASCII, 1 to 128 characters.
        idempotency_key: a repetition with the same key gets the same answer, not a new one.
            Visible ASCII, 1 to 128 characters.
        explain: whether the answer tells where each feature came from.

    Raises:
        InvalidRequestError: an attribute is of another kind.

    Example:
        >>> PredictRequest({"user_id": "u1"}, features={"amount": 120.0}, id="t-7").entity
        {'user_id': 'u1'}
    """

    entity: Mapping[str, str | int]
    features: Mapping[str, Any] = field(default_factory=dict)
    id: str | None = None
    idempotency_key: str | None = None
    explain: bool = False

    def __post_init__(self) -> None:
        given = {"entity": self.entity, "features": self.features, "explain": self.explain}
        optional = {"id": self.id, "idempotency_key": self.idempotency_key}
        given.update({name: value for name, value in optional.items() if value is not None})
        problems: list[Problem] = []
        read_parts(given, problems)
        refuse(problems)
        object.__setattr__(self, "entity", FrozenDict(self.entity))
        object.__setattr__(self, "features", FrozenDict(self.features))


def read_parts(document: Mapping[Any, object], problems: list[Problem]) -> dict[str, Any]:
    """The parts of a request that are of the right kind; what is wrong is added to the problems.

    What is inside `entity` and `features` is not looked at: that takes a `RequestSchema`.
    """
    parts: dict[str, Any] = {}
    for name, value in document.items():
        if name not in _READERS:
            known = ", ".join(_READERS)
            problems.append(Problem(path_to("", name), f"is unknown; use {known}", "unknown_field"))
            continue
        try:
            parts[name] = _READERS[name](value)
        except Misfit as misfit:
            problems.append(Problem(name, str(misfit), misfit.code))
    if "entity" not in document:
        problems.append(Problem("entity", "is missing; give the join keys", "missing_field"))
    return parts


def read_token(value: object) -> str:
    """The text, if it can stand in a header; Misfit if not."""
    if not _TOKEN.match(read_text(value)):
        raise Misfit(
            f"is {show(value)}; use 1 to 128 visible ASCII characters without spaces", "bad_format"
        )
    return str(value)


def _read_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Misfit(f"is {show(value)}, not true or false", "wrong_type")
    return value


def _read_object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise Misfit(f"is {show(value)}, not an object with names", "wrong_type")
    return value


_READERS: dict[str, Callable[[object], Any]] = {
    "entity": _read_object,
    "features": _read_object,
    "id": read_token,
    "idempotency_key": read_token,
    "explain": _read_flag,
}
