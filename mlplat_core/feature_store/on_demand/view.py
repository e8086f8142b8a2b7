"""Which features are computed only when they are asked for, and from what?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from mlplat_core.errors import DefinitionError
from mlplat_core.feature_store.definitions import FeatureReference, Field
from mlplat_core.feature_store.fingerprint import fingerprint
from mlplat_core.feature_store.names import as_tuple, check_distinct, check_name

Transform: TypeAlias = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""A function from the inputs of one row to its features."""


@dataclass(frozen=True, slots=True)
class RecordedTransform:
    """What a file keeps of a function: by which text to recognise it, but not how to call it.

    Attributes:
        transform_hash: the hash of the function.
    """

    transform_hash: str

    def __call__(self, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        """Not possible; planning a read refuses it before."""
        raise DefinitionError(f"The function {self.transform_hash} is not known to this process.")


@dataclass(frozen=True, slots=True)
class OnDemandFeatureView:
    """Features that a function computes from other features and from the request itself.

    The same function object works on both sides, on one row at a time: after the join for training,
    after the online read for serving. It gets None for every source that has no value, so it meets
    in training what it will meet in serving.

    Attributes:
        name: the view's name; no other feature view may have it.
        sources: the features it reads, as `view:feature` references, none twice; stored as a tuple.
        schema: the features it returns; at least one; stored as a tuple.
        transform: from the inputs of one row, by name, to a dict with exactly the features of the
            schema, each of its type or None. An input is called as its feature, or `view__feature`
            where another input has that name. The function must be written in Python and take
            nothing from outside but constants, functions, classes and modules.
        request: what it takes from the entity row, where every row must have it, if only as None;
            stored as a tuple. There is at least one source or one request field.
        references: the sources, parsed.
        transform_hash: a fingerprint of what the function does. Comments, layout, docstring, file
            and place do not matter; a changed constant or a call of something else does.

    Raises:
        DefinitionError: any of the above does not hold, or two columns share a name.

    Example:
        >>> def compare(row):
        ...     usual = row["avg_amount_30d"]
        ...     return {"amount_ratio": row["amount"] / usual if usual else None}
        >>> view = OnDemandFeatureView(
        ...     "amounts",
        ...     sources=["user_stats:avg_amount_30d"],
        ...     request=[Field("amount", float)],
        ...     schema=[Field("amount_ratio", float)],
        ...     transform=compare,
        ... )
        >>> view.transform({"avg_amount_30d": 40.0, "amount": 60.0})
        {'amount_ratio': 1.5}

    Source:
        https://docs.feast.dev/reference/beta-on-demand-feature-view; there the two sides may return
        different columns (feast-dev/feast#4479).
    """

    name: str
    sources: Sequence[str]
    schema: Sequence[Field]
    transform: Transform = field(compare=False, repr=False)
    request: Sequence[Field] = ()
    references: tuple[FeatureReference, ...] = field(init=False, repr=False, compare=False)
    transform_hash: str = field(init=False)

    def __post_init__(self) -> None:
        check_name(self.name, "an on-demand feature view")
        what = f"On-demand feature view {self.name!r}"
        if not self.sources and not self.request:
            raise DefinitionError(f"{what} computes from nothing; give it sources or a request.")
        for part, member in (("sources", str), ("schema", Field), ("request", Field)):
            value = getattr(self, part)
            empty = not value and part != "schema"
            value = () if empty else as_tuple(value, member, f"{what}: {part}")
            object.__setattr__(self, part, value)
        check_distinct(self.sources, what)
        check_distinct([each.name for each in (*self.request, *self.schema)], what)
        references = tuple(FeatureReference.parse(text) for text in self.sources)
        object.__setattr__(self, "references", references)
        object.__setattr__(self, "transform_hash", _hash_of(self.transform, what))

    @property
    def fields(self) -> tuple[Field, ...]:
        """The features it returns, with their types."""
        return tuple(self.schema)

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The names of the features it returns, in the order of the schema."""
        return tuple(feature.name for feature in self.schema)

    @property
    def source_names(self) -> tuple[str, ...]:
        """What the function's inputs are called that come from the sources, in their order."""
        names = Counter([ref.feature for ref in self.references])
        names.update(each.name for each in self.request)
        return tuple(
            ref.feature if names[ref.feature] == 1 else ref.full_name for ref in self.references
        )

    def definition_hash(self) -> str:
        """A fingerprint of all of the above, equal in every process that has the same function."""
        return fingerprint(
            "on_demand_feature_view",
            self.name,
            tuple(self.sources),
            tuple((each.name, str(each.dtype)) for each in self.schema),
            tuple((each.name, str(each.dtype)) for each in self.request),
            self.transform_hash,
        )


def _hash_of(transform: object, what: str) -> str:
    if isinstance(transform, RecordedTransform):
        return transform.transform_hash
    # Imported here, as it reads Python's syntax, which most programs never need.
    from mlplat_core.feature_store.on_demand.transform_hash import hash_transform

    return hash_transform(transform, what)
