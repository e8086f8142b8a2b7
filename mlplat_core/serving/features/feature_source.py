"""Which features can a request be given, and what does it have to bring along for that?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from mlplat_core.errors import DefinitionError
from mlplat_core.feature_store.definitions import FeatureService, Field
from mlplat_core.feature_store.timestamps import EPOCH
from mlplat_core.serving.features.served import Served, VectorPlan
from mlplat_core.serving.requests.json_values import NUMERIC, read_value
from mlplat_core.serving.requests.problems import Misfit
from mlplat_core.serving.requests.validation import KeyType, RequestSchema
from mlplat_core.serving.versions.canary import EntityKey

if TYPE_CHECKING:
    from mlplat_core.feature_store.online import OnlineResult
    from mlplat_core.feature_store.requirements import FeatureRequirements

Features: TypeAlias = Sequence[str] | FeatureService
"""`view:feature` references, or a service."""
UNAVAILABLE = "UNAVAILABLE"
"""The status of a feature whose store did not answer."""

_KEY_TYPES: dict[type, KeyType] = {str: "string", int: "integer"}
_SAMPLE_KEYS: dict[KeyType, tuple[str | int, ...]] = {
    "string": ("self-test",),
    "integer": (0,),
    "string or integer": ("self-test", 0),
}
_ZEROS: dict[str, Any] = {
    "bool": False,
    "bytes": b"",
    "float32": 0.0,
    "float64": 0.0,
    "int32": 0,
    "int64": 0,
    "string": "",
    "unix_timestamp": EPOCH,
}


class OnlineFeatures(Protocol):
    """What serving asks of a feature store; `FeatureStore` is one."""

    def requirements(self, features: Features) -> FeatureRequirements:
        """What a read of these features must bring along, and which columns it returns."""

    def get_online_features(
        self,
        features: Features,
        entity_rows: Iterable[Mapping[str, Any]],
        *,
        now: datetime | None = None,
    ) -> OnlineResult:
        """The values to serve."""


@dataclass(frozen=True, slots=True)
class FeatureOptions:
    """What a handler adds to the features of the store.

    Attributes:
        defaults: the value that stands in for a feature, or for a column of the request, that has
            none; by name.
        request_features: features that only the caller knows and no on-demand view asks for.
        key_types: `str` or `int` by join key; without it, the rows that the store has decide.

    Example:
        >>> FeatureOptions(defaults={"txn_count_7d": 0}).request_features
        ()
    """

    defaults: Mapping[str, Any]
    request_features: tuple[Field, ...] = ()
    key_types: Mapping[str, type] | None = None


class FeatureSource:
    """The features of one handler: planned once, read at once for any number of requests.

    Args:
        store: where they are.
        features: which, in any order.
        options: what is added to them.

    Attributes:
        schema: what a request must and may hold.

    Raises:
        NotFoundError: a feature does not exist.
        DefinitionError: an option names what is not there, or has another type.
    """

    def __init__(self, store: OnlineFeatures, features: Features, options: FeatureOptions) -> None:
        self._store, self._features = store, features
        needs = store.requirements(features)
        self._columns = {field.name: str(field.dtype) for field in needs.columns}
        self._shown = frozenset(field.name for field in needs.request)
        asked = {f.name: str(f.dtype) for f in (*needs.request, *options.request_features)}
        self._types = self._columns | asked
        _check_names(needs, options)
        self._defaults = _read_values(self._types, options.defaults, "defaults")
        self._optional = tuple(name for name in asked if name in self._defaults)
        required = tuple(name for name in asked if name not in self._defaults)
        key_types = _read_key_types(needs.join_keys, options.key_types or {})
        self.schema = RequestSchema(key_types, self._types, required)

    def key(self, entity: Mapping[str, str | int]) -> EntityKey:
        """The entity as a tuple, in the order of the join keys."""
        return tuple([entity[name] for name in self.schema.entity])

    def plan(self, names: Sequence[str]) -> VectorPlan | list[str]:
        """How a model's features are put together; or those that cannot be, or are no numbers."""
        unknown = [name for name in names if self._types.get(name) not in NUMERIC]
        if unknown:
            return unknown
        return VectorPlan(
            names, columns=self._columns, defaults=self._defaults, optional=self._optional
        )

    def read(
        self, asked: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], now: datetime
    ) -> list[Served]:
        """What the store has for each entity, in one read.

        Args:
            asked: entity and given features of each request.
            now: the moment.

        Raises:
            RequestError: with the `row` that has a key of another type than the store's.
        """
        rows = [self._row(entity, given) for entity, given in asked]
        found = self._store.get_online_features(self._features, rows, now=now)
        answers = zip(found.rows, found.statuses, found.event_timestamps, strict=True)
        return [Served(*answer) for answer in answers]

    def sample(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A value for everything that a model could read or a request hold, for a trial.

        Args:
            row: the values that matter; for the others their default, or zero.

        Raises:
            DefinitionError: the row names what is not there, or has another type.
        """
        zeros = {name: _ZEROS[dtype] for name, dtype in self._types.items()}
        return {**zeros, **self._defaults, **_read_values(self._types, row, "self_test")}

    def sample_entities(self) -> Iterator[dict[str, str | int]]:
        """Entities that hardly exist, with keys of every type that may be meant."""
        choices = [_SAMPLE_KEYS[kind] for kind in self.schema.entity.values()]
        for values in product(*choices):
            yield dict(zip(self.schema.entity, values, strict=True))

    def nothing(self) -> Served:
        """What stands for the store's answer when it gives none."""
        return Served({}, dict.fromkeys(self._columns, UNAVAILABLE), {})

    def _row(self, entity: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
        if not self._shown:
            return entity
        known = {**self._defaults, **given}
        return {**entity, **{name: known[name] for name in self._shown}}


def _check_names(needs: FeatureRequirements, options: FeatureOptions) -> None:
    """Refuse features of the request that would hide a key, a column or each other."""
    taken = [*needs.join_keys, *(field.name for field in (*needs.columns, *needs.request))]
    for field in options.request_features:
        if field.name in taken:
            raise DefinitionError(
                f"request_features has {field.name!r}, which the feature store knows already; "
                "leave it out, or rename it."
            )
        taken.append(field.name)


def _read_values(types: Mapping[str, str], row: Mapping[str, Any], what: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in row.items():
        if name not in types:
            raise DefinitionError(
                f"{what} has {name!r}, but there is no such feature; there is: {', '.join(types)}."
            )
        try:
            values[name] = read_value(types[name], value)
        except Misfit as misfit:
            raise DefinitionError(f"{what}: {name!r} {misfit}.") from None
    return values


def _read_key_types(join_keys: Sequence[str], key_types: Mapping[str, type]) -> dict[str, KeyType]:
    for name, kind in key_types.items():
        if name not in join_keys or kind not in _KEY_TYPES:
            raise DefinitionError(
                f"key_types has {name!r}: {kind!r}; use str or int, for one of the join keys: "
                f"{', '.join(join_keys)}."
            )
    return {
        name: _KEY_TYPES[key_types[name]] if name in key_types else "string or integer"
        for name in join_keys
    }
