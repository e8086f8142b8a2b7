"""Which views must be read for some features, and in which column does each value go?

Planning costs more than reading one row, so a plan is made once and kept: nothing in it depends on
rows or on the moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mlplat_core.errors import DefinitionError, RequestError
from mlplat_core.feature_store.answers import column_names
from mlplat_core.feature_store.catalog import Catalog
from mlplat_core.feature_store.definitions import FeatureReference, FeatureView, Field
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView, RecordedTransform
from mlplat_core.feature_store.windows.totals import ViewWindows


@dataclass(frozen=True, slots=True)
class ViewRead:
    """What one view contributes to the answer.

    Attributes:
        view: the view.
        features: those of its features that were asked for; none if only an on-demand view needs
            the view.
        columns: what their columns are called, in the same order.
        windows: those of the view if its features are aggregations of events, else None.
    """

    view: FeatureView
    features: tuple[str, ...]
    columns: tuple[str, ...]
    windows: ViewWindows | None


@dataclass(frozen=True, slots=True)
class Computation:
    """What one on-demand view contributes to the answer.

    Attributes:
        view: the on-demand view.
        features: those of its features that were asked for.
        columns: what their columns are called, in the same order.
    """

    view: OnDemandFeatureView
    features: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """How some features are read, on either side.

    Attributes:
        columns: the names of all feature columns, in the order asked for; all different.
        fields: the same features, by the names they have in their views, with their types.
        reads: one for each view that is asked for, or that an on-demand view needs.
        computations: one for each on-demand view, to be done after all reads.
        contributions: all of these, in this order.
        request: what on-demand views take from the entity rows, each column once.
        blank: None for every column; to be copied, not changed.
    """

    columns: tuple[str, ...]
    fields: tuple[Field, ...]
    reads: tuple[ViewRead, ...]
    computations: tuple[Computation, ...]
    contributions: tuple[ViewRead | Computation, ...]
    request: tuple[Field, ...]
    blank: dict[str, None]


def make_plan(
    catalog: Catalog, references: Sequence[FeatureReference], *, full_feature_names: bool
) -> ReadPlan:
    """How the features are read.

    Args:
        catalog: knows every feature that is referred to.
        references: which features, in the order of the output columns.
        full_feature_names: whether feature columns are called `view__feature`.

    Raises:
        DefinitionError: this process does not have the function of an on-demand view.
        RequestError: two columns would share a name, or two on-demand views want one column of the
            request as different types.
    """
    columns = column_names(references, (), full_feature_names=full_feature_names)
    wanted: dict[str, dict[str, str]] = {ref.view: {} for ref in references}
    for ref, column in zip(references, columns, strict=True):
        wanted[ref.view][ref.feature] = column
    computed = [catalog.on_demand_views[name] for name in wanted if name not in catalog.views]
    for source in (ref for view in computed for ref in view.references):
        wanted.setdefault(source.view, {})
    reads = tuple(
        _read(catalog.views[name], found) for name, found in wanted.items() if name in catalog.views
    )
    computations = tuple(_computation(view, wanted[view.name]) for view in computed)
    return ReadPlan(
        tuple(columns),
        tuple(_field(catalog, ref) for ref in references),
        reads,
        computations,
        (*reads, *computations),
        _merge_requests(computed),
        dict.fromkeys(columns),
    )


def _field(catalog: Catalog, ref: FeatureReference) -> Field:
    view = catalog.views.get(ref.view) or catalog.on_demand_views[ref.view]
    return next(each for each in view.fields if each.name == ref.feature)


def _read(view: FeatureView, found: dict[str, str]) -> ViewRead:
    windows = ViewWindows(view) if view.aggregations else None
    return ViewRead(view, tuple(found), tuple(found.values()), windows)


def _computation(view: OnDemandFeatureView, found: dict[str, str]) -> Computation:
    if isinstance(view.transform, RecordedTransform):
        raise DefinitionError(
            f"This process does not have the function of on-demand feature view {view.name!r}: the "
            f"file keeps only its fingerprint, {view.transform_hash[:12]}. Apply the view, with "
            "the same function, in every process that reads its features."
        )
    return Computation(view, tuple(found), tuple(found.values()))


def _merge_requests(views: Sequence[OnDemandFeatureView]) -> tuple[Field, ...]:
    merged: dict[str, Field] = {}
    for view in views:
        for field in view.request:
            if merged.setdefault(field.name, field) != field:
                raise RequestError(
                    f"Column {field.name!r} of the request is of type {field.dtype} for on-demand "
                    f"feature view {view.name!r} and {merged[field.name].dtype} for another; "
                    "rename one of the fields, or ask for the views apart.",
                    column=field.name,
                )
    return tuple(merged.values())
