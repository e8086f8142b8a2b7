"""What does a model file say about where its model comes from and how good it was?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeAlias

from mlplat_core.errors import DefinitionError
from mlplat_core.models.fields import number, shown

Parameter: TypeAlias = str | int | float | bool | None
"""What a parameter of a training can be."""


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Where a model comes from: enough to make it again, and to know what it was made for.

    Attributes:
        description: what it is, in a sentence.
        dataset: the data it learned from, by name of what identifies it, such as seed and sha256.
        feature_views: the fingerprint of each feature view's definition, by the view's name.
        code: fingerprint of the code that made data, features and model.
        parameters: of the training.
        metrics: measured values by name.
        slices: the same per part of the evaluation set: slice -> metric -> value.
        evaluation_set: fingerprint of the rows and labels that the metrics were measured on.

    Raises:
        DefinitionError: a value is of another kind, or a number is not finite.

    Example:
        >>> card = ModelCard("a first try", metrics={"auc": 0.73})
        >>> card.metrics["auc"], card.slices
        (0.73, {})
    """

    description: str
    dataset: Mapping[str, Parameter] = field(default_factory=dict)
    feature_views: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    slices: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    evaluation_set: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.description, str) or not self.description.strip():
            raise DefinitionError(f"card: description is {shown(self.description)}; say what it is")
        for name in ("code", "evaluation_set"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                raise DefinitionError(f"card: {name} is {shown(value)}; it must be text or null")
        for name in ("dataset", "parameters"):
            self._set(name, {key: _parameter(each, key) for key, each in self._items(name)})
        self._set(
            "feature_views", {key: _text(each, key) for key, each in self._items("feature_views")}
        )
        self._set("metrics", _metrics(self.metrics, "metrics"))
        self._set("slices", {key: _metrics(each, key) for key, each in self._items("slices")})

    def _items(self, name: str) -> list[tuple[str, Any]]:
        return list(_object(getattr(self, name), name).items())

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


def to_content(card: ModelCard) -> dict[str, Any]:
    """The card as what JSON can hold."""
    return asdict(card)


def from_content(content: object) -> ModelCard:
    """The card that the content describes.

    Raises:
        DefinitionError: a key is unknown or missing, or a value cannot be one of a card.
    """
    known = {each.name for each in fields(ModelCard)}
    found = _object(content, "card")
    if found.keys() != known:
        names = ", ".join(map(shown, sorted(found.keys() ^ known)))
        raise DefinitionError(f"card: {names} must not be missing or added")
    return ModelCard(**found)


def _object(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise DefinitionError(f"card: {what} is {shown(value)}; it must be an object")
    return value


def _metrics(value: object, what: str) -> dict[str, float]:
    return {key: number(each, f"card: {key}") for key, each in _object(value, what).items()}


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise DefinitionError(f"card: {what} is {shown(value)}; it must be text")
    return value


def _parameter(value: object, what: str) -> Parameter:
    if value is None or isinstance(value, str | bool | int):
        return value
    return number(value, f"card: {what}")
