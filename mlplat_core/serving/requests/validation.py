"""Does a request bring what the features need, of the right types and nothing else?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mlplat_core.feature_store.dtypes import Value
from mlplat_core.serving.requests.json_values import read_integer, read_text, read_value
from mlplat_core.serving.requests.problems import Misfit, Problem, path_to, refuse, show
from mlplat_core.serving.requests.request import PredictRequest, read_parts

KeyType = Literal["string", "integer", "string or integer"]
"""What a join key may be in a request."""


@dataclass(frozen=True, slots=True)
class RequestSchema:
    """What a request must and may hold.

    Attributes:
        entity: the type of each join key; "string or integer" if only the store's rows decide.
        features: the type of everything that `features` may hold, by name.
        required: the names among them that must be given.

    Example:
        >>> schema = RequestSchema({"user_id": "string"}, {"amount": "float64"}, ("amount",))
        >>> schema.read({"entity": {"user_id": "u1"}, "features": {"amount": 12}}).features
        {'amount': 12.0}
        >>> schema.read({"entity": {"user_id": 7}, "features": {"amount": "12"}, "nwo": 1})
        Traceback (most recent call last):
        mlplat_core.errors.serving.InvalidRequestError: The request does not fit. nwo: is unknown; \
use entity, features, id, idempotency_key, explain; entity.user_id: is 7, not a text; \
features.amount: is '12', not a number
    """

    entity: Mapping[str, KeyType]
    features: Mapping[str, str]
    required: tuple[str, ...] = ()
    _entity: _Part = field(init=False, repr=False, compare=False)
    _features: _Part = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        entity = _Part("entity", self.entity, tuple(self.entity), _read_key)
        object.__setattr__(self, "_entity", entity)
        features = _Part("features", self.features, self.required, read_value)
        object.__setattr__(self, "_features", features)

    def read(self, document: object) -> PredictRequest:
        """The request that a document spells.

        Args:
            document: what JSON makes of it: a dict.

        Raises:
            InvalidRequestError: with everything that is wrong.
        """
        if not isinstance(document, Mapping):
            refuse([Problem("", f"is {show(document)}, not an object", "wrong_type")])
        problems: list[Problem] = []
        parts = read_parts(document, problems)  # type: ignore[arg-type]  # refused above
        if "entity" in parts:
            parts["entity"] = self._entity.values(parts["entity"], problems)
        # Absent, they may still be required; of the wrong kind, they were refused already.
        if "features" in parts or "features" not in document:  # type: ignore[operator]
            parts["features"] = self._features.values(parts.get("features", {}), problems)
        refuse(problems)
        return PredictRequest(**parts)

    def check(self, request: PredictRequest) -> tuple[dict[str, str | int], dict[str, Any]]:
        """Entity and features of a request, as the store keeps such values.

        Raises:
            InvalidRequestError: with everything that is wrong.
        """
        problems: list[Problem] = []
        entity = self._entity.values(request.entity, problems)
        features = self._features.values(request.features, problems)
        if problems:
            refuse(problems)
        return entity, features


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the two objects in a request, `entity` or `features`."""

    name: str
    types: Mapping[str, str]
    required: Collection[str]
    read: Callable[[str, object], Value]

    def values(self, given: Mapping[str, object], problems: list[Problem]) -> dict[str, Any]:
        """The values that fit; what does not is added to the problems."""
        values: dict[str, Any] = {}
        for name in given:
            if name not in self.types:
                known = ", ".join(self.types) or "nothing"
                message = f"is unknown; {self.name} may hold: {known}"
                problems.append(Problem(path_to(self.name, name), message, "unknown_field"))
                continue
            try:
                values[name] = self.read(self.types[name], given[name])
            except Misfit as misfit:
                problems.append(Problem(path_to(self.name, name), str(misfit), misfit.code))
        for name in self.required:
            if name not in given:
                message = f"is missing; give a value of type {self.types[name]}"
                problems.append(Problem(path_to(self.name, name), message, "missing_field"))
        return values


def _read_key(kind: str, value: object) -> str | int:
    if isinstance(value, str) and "string" in kind:
        return read_text(value)
    if "integer" in kind and isinstance(value, (int, float)) and not isinstance(value, bool):
        return read_integer(value)
    raise Misfit(f"is {show(value)}, not {_KEYS[kind]}", "wrong_type")


_KEYS = {
    "integer": "a whole number",
    "string": "a text",
    "string or integer": "a text or a whole number",
}
