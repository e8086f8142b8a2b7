"""What is a feature, which entity does it describe, and how long does it stay valid?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from mlplat_core.errors import DefinitionError
from mlplat_core.feature_store.fingerprint import fingerprint
from mlplat_core.feature_store.names import as_tuple, check_distinct, check_name, check_not_reserved
from mlplat_core.feature_store.timestamps import MICROSECOND
from mlplat_core.feature_store.windows.aggregations import (
    WindowAggregation,
    check_lateness,
    check_ttl,
    describe_windows,
)

DTYPES = ("bool", "bytes", "float32", "float64", "int32", "int64", "string", "unix_timestamp")
_PYTHON_DTYPES: dict[object, str] = {
    bool: "bool",
    bytes: "bytes",
    datetime: "unix_timestamp",
    float: "float64",
    int: "int64",
    str: "string",
}


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of thing that features describe, such as a user.

    Attributes:
        name: the entity's name.
        join_keys: the one column that identifies it, in a sequence of length 1; stored as a tuple.
            A pair such as (user, merchant) is two entities in one view, never two keys in one
            entity.

    Raises:
        DefinitionError: the name is no name, or there is not exactly one join key.

    Example:
        >>> Entity("user", join_keys=["user_id"])
        Entity(name='user', join_keys=('user_id',))

    Source:
        https://docs.feast.dev/getting-started/concepts/entity
    """

    name: str
    join_keys: Sequence[str]

    def __post_init__(self) -> None:
        check_name(self.name, "an entity")
        keys = as_tuple(self.join_keys, str, f"join_keys of entity {self.name!r}")
        object.__setattr__(self, "join_keys", keys)
        if len(self.join_keys) != 1 or not self.join_keys[0]:
            raise DefinitionError(
                f"Entity {self.name!r} has join_keys {self.join_keys!r}; give exactly one, and "
                "list several entities in the view when several columns identify a row."
            )
        check_not_reserved(self.join_keys[0], f"Entity {self.name!r}")


@dataclass(frozen=True, slots=True)
class Field:
    """One feature of a view: its name and the type of its values.

    Attributes:
        name: the feature's name; without two underscores in a row, which separate view and feature
            in full names.
        dtype: `bool bytes float32 float64 int32 int64 string unix_timestamp`, or the Python type
            `bool bytes float int str datetime`; stored as the former.

    Raises:
        DefinitionError: the name is no name or is reserved, or the type is unknown.

    Example:
        >>> Field("txn_count_7d", int)
        Field(name='txn_count_7d', dtype='int64')

    Source:
        https://docs.feast.dev/getting-started/concepts/feature-view
    """

    name: str
    dtype: str | type

    def __post_init__(self) -> None:
        check_name(self.name, "a field")
        check_not_reserved(self.name, "A field")
        dtype = self.dtype if isinstance(self.dtype, str) else _PYTHON_DTYPES.get(self.dtype)
        if dtype not in DTYPES:
            raise DefinitionError(
                f"Field {self.name!r} has dtype {self.dtype!r}; choose one of {', '.join(DTYPES)}."
            )
        object.__setattr__(self, "dtype", dtype)


@dataclass(frozen=True, slots=True)
class FeatureView:
    """A group of features that share their entities, their history and their rules of time.

    Attributes:
        name: the view's name.
        entities: what the features describe; at least one, each with its own join key; stored as a
            tuple.
        schema: the features, without join keys and timestamps; at least one; stored as a tuple.
        ttl: how old a value may be at the moment asked about, more than zero; equal age is still
            valid. None means no limit.
        boundary: "inclusive" if a row that happened at the very moment asked about counts, as it
            should for snapshots that already reflect everything up to their stamp; "exclusive" if
            only earlier rows count, as they should for aggregates of the same events that are being
            scored.
        aggregations: if there are any, the rows are events, the schema lists their columns, and the
            features are the aggregations over them, one of a name; stored as a tuple. The boundary
            is then always "exclusive", and there is no ttl: each window says how long an event
            counts.
        allowed_lateness: for events only: how much older than the newest event so far one may be
            when it is pushed; what is later is dropped, and counted. None means no limit.

    Raises:
        DefinitionError: any of the above does not hold, or two columns share a name.

    Example:
        >>> user = Entity("user", join_keys=["user_id"])
        >>> view = FeatureView("user_stats", [user], [Field("age", int)], ttl=timedelta(days=7))
        >>> view.join_keys, view.feature_names
        (('user_id',), ('age',))

    Source:
        https://docs.feast.dev/getting-started/concepts/feature-view; in Feast "no limit" is
        `ttl=0`, which we refuse.
    """

    name: str
    entities: Sequence[Entity]
    schema: Sequence[Field]
    ttl: timedelta | None = None
    boundary: Literal["inclusive", "exclusive"] = "inclusive"
    aggregations: Sequence[WindowAggregation] = ()
    allowed_lateness: timedelta | None = None

    def __post_init__(self) -> None:
        check_name(self.name, "a feature view")
        what = f"Feature view {self.name!r}"
        object.__setattr__(self, "entities", as_tuple(self.entities, Entity, f"{what}: entities"))
        object.__setattr__(self, "schema", as_tuple(self.schema, Field, f"{what}: schema"))
        windows = (
            as_tuple(self.aggregations, WindowAggregation, f"{what}: aggregations")
            if self.aggregations
            else ()
        )
        object.__setattr__(self, "aggregations", windows)
        check_distinct((*self.join_keys, *(each.name for each in self.schema)), what)
        check_distinct((*self.join_keys, *self.feature_names), what)
        if self.aggregations:
            object.__setattr__(self, "boundary", "exclusive")
            _ = self.fields  # each aggregation must fit its column
        check_ttl(self.ttl, what, of_events=bool(self.aggregations))
        check_lateness(self.allowed_lateness, what, of_events=bool(self.aggregations))
        if self.boundary not in ("inclusive", "exclusive"):
            raise DefinitionError(
                f"{what} has boundary {self.boundary!r}; choose 'inclusive' or 'exclusive'."
            )

    @property
    def join_keys(self) -> tuple[str, ...]:
        """The columns that identify a row of this view, in the order of its entities."""
        return tuple(key for entity in self.entities for key in entity.join_keys)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The features with their types: the aggregations, or the schema if there are none."""
        if not self.aggregations:
            return tuple(self.schema)
        columns = {each.name: str(each.dtype) for each in self.schema}
        return tuple(Field(each.name, each.dtype(columns)) for each in self.aggregations)

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The names of the features, in the order of `fields`."""
        return tuple(each.name for each in self.aggregations or self.schema)

    def definition_hash(self) -> str:
        """A fingerprint of all of the above, equal in every process and on every machine.

        Example:
            >>> view = FeatureView("user_stats", [Entity("user", ["id"])], [Field("age", int)])
            >>> view.definition_hash()[:12]
            '7c9b68e5a9c8'
        """
        return fingerprint(
            "feature_view",
            self.name,
            tuple((entity.name, tuple(entity.join_keys)) for entity in self.entities),
            tuple((each.name, str(each.dtype)) for each in self.schema),
            None if self.ttl is None else self.ttl // MICROSECOND,
            self.boundary,
            *describe_windows(self.aggregations, self.allowed_lateness),
        )


@dataclass(frozen=True, slots=True)
class FeatureReference:
    """One feature of one view, written `view:feature`.

    Attributes:
        view: the view's name.
        feature: the feature's name.

    Example:
        >>> FeatureReference.parse("user_stats:age")
        FeatureReference(view='user_stats', feature='age')

    Source:
        https://docs.feast.dev/getting-started/concepts/feature-retrieval
    """

    view: str
    feature: str

    @classmethod
    def parse(cls, text: str) -> FeatureReference:
        """The reference that `view:feature` spells.

        Raises:
            DefinitionError: the text is not two names with one colon between them.
        """
        view, colon, feature = text.partition(":") if isinstance(text, str) else ("", "", "")
        if not (view and colon and feature) or ":" in feature:
            raise DefinitionError(
                f"{text!r} is no feature reference; write 'view:feature', such as 'user_stats:age'."
            )
        return cls(view, feature)

    @property
    def full_name(self) -> str:
        """The name that no other view can claim: `view__feature`."""
        return f"{self.view}__{self.feature}"

    def __str__(self) -> str:
        return f"{self.view}:{self.feature}"


@dataclass(frozen=True, slots=True)
class FeatureService:
    """The features that one model uses, under one name.

    Attributes:
        name: the service's name, usually the model's.
        features: `view:feature` references, at least one, none twice; stored as a tuple, in the
            order given.
        references: the same, parsed.

    Raises:
        DefinitionError: the name is no name, or a reference is malformed or given twice.

    Example:
        >>> FeatureService("churn", features=["user_stats:age"]).references[0].view
        'user_stats'

    Source:
        https://docs.feast.dev/getting-started/concepts/feature-retrieval
    """

    name: str
    features: Sequence[str]
    references: tuple[FeatureReference, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_name(self.name, "a feature service")
        what = f"Feature service {self.name!r}"
        object.__setattr__(self, "features", as_tuple(self.features, str, f"{what}: features"))
        check_distinct(self.features, what)
        parsed = tuple(FeatureReference.parse(text) for text in self.features)
        object.__setattr__(self, "references", parsed)
