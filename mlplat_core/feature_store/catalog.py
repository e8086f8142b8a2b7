"""Which definitions does the store know, and which changes of them would falsify stored rows?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mlplat_core.errors import DefinitionError, FeatureViewNotFoundError, RequestError
from mlplat_core.feature_store.answers import HasFeatures, find_references
from mlplat_core.feature_store.definitions import (
    Entity,
    FeatureReference,
    FeatureService,
    FeatureView,
)
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView
from mlplat_core.feature_store.storage.ports import Definition


@dataclass(frozen=True, slots=True)
class Catalog:
    """The definitions that were applied, by kind and name. A value: changes make a new one.

    Attributes:
        entities: by name.
        views: by name.
        on_demand_views: by name.
        services: by name.
    """

    entities: dict[str, Entity] = field(default_factory=dict)
    views: dict[str, FeatureView] = field(default_factory=dict)
    on_demand_views: dict[str, OnDemandFeatureView] = field(default_factory=dict)
    services: dict[str, FeatureService] = field(default_factory=dict)

    def view(self, name: str) -> FeatureView:
        """The view of this name, which has rows of its own.

        Raises:
            FeatureViewNotFoundError: there is none.
            RequestError: it is an on-demand view, which has no rows.
        """
        if name in self.on_demand_views:
            sources = ", ".join(self.on_demand_views[name].sources) or "the request alone"
            raise RequestError(
                f"{name!r} is an on-demand feature view: it has no rows, but computes its features "
                f"from {sources}. Name the view of a source instead."
            )
        if name not in self.views:
            raise FeatureViewNotFoundError(name, self.views)
        return self.views[name]

    def select_views(self, names: Sequence[str] | None) -> list[FeatureView]:
        """The views of these names, or all views if None.

        Raises:
            FeatureViewNotFoundError: there is no such view.
            RequestError: one is an on-demand view.
        """
        return [self.view(name) for name in (self.views if names is None else names)]

    def references(self, features: Sequence[str] | FeatureService) -> list[FeatureReference]:
        """The features that a list of references or a service asks for, each known to exist.

        Raises:
            DefinitionError: a reference is malformed, or one text was passed for a list.
            FeatureViewNotFoundError: there is no such view.
            FeatureNotFoundError: the view has no such feature.
        """
        if isinstance(features, str):
            raise DefinitionError(f"features is the text {features!r}; pass a list of references.")
        if isinstance(features, FeatureService):
            features = features.features
        known: dict[str, HasFeatures] = {**self.views, **self.on_demand_views}
        return find_references(features, known)


def read_catalog(definitions: Iterable[Definition]) -> Catalog:
    """The definitions as a catalog, without asking whether they agree."""
    catalog = Catalog()
    for definition in definitions:
        _shelf(catalog, definition)[definition.name] = definition
    return catalog


def changes(
    catalog: Catalog, definitions: Iterable[Definition], *, replacing: bool
) -> list[Definition]:
    """What has to be stored so that the catalog holds the definitions, too.

    The entities of a view come with it. Adding features to the end of a schema, or aggregations to
    the end of those there are, is always welcome: older rows have no value in a new column.

    Args:
        catalog: what is known.
        definitions: what was applied, in any order.
        replacing: whether a new ttl or allowed lateness, another on-demand view and new features of
            a service may take the place of the old.

    Raises:
        DefinitionError: something is no definition, or differs from what is known in a way that
            would silently change old answers.
        FeatureViewNotFoundError: a service or an on-demand view refers to an unknown view.
        FeatureNotFoundError: likewise to an unknown feature.
    """
    merged = read_catalog([*catalog.entities.values(), *catalog.views.values()])
    merged.on_demand_views.update(catalog.on_demand_views)
    merged.services.update(catalog.services)
    changed: list[Definition] = []
    for definition in _with_entities(definitions):
        shelf = _shelf(merged, definition)
        known = shelf.get(definition.name)
        if known == definition:
            continue
        if known is not None:
            _check_change(known, definition, replacing=replacing)
        shelf[definition.name] = definition
        changed.append(definition)
    _check_agreement(merged)
    return changed


def _check_agreement(catalog: Catalog) -> None:
    """Refuse a reference to what is not there, and one name for two kinds of views."""
    for view in catalog.on_demand_views.values():
        if view.name in catalog.views:
            raise DefinitionError(
                f"{view.name!r} names both a feature view and an on-demand feature view, "
                f"so '{view.name}:{view.feature_names[0]}' could mean either; rename one."
            )
        for ref in view.references:
            if ref.view in catalog.on_demand_views:
                raise DefinitionError(
                    f"On-demand feature view {view.name!r} has the source '{ref}', which is itself "
                    "computed on demand; name the sources of that view instead."
                )
        find_references(view.references, catalog.views)
    for service in catalog.services.values():
        catalog.references(service)


def _with_entities(definitions: Iterable[object]) -> list[Definition]:
    found: list[Definition] = []
    for definition in definitions:
        if isinstance(definition, FeatureView):
            found.extend(definition.entities)
        elif not isinstance(definition, (Entity, OnDemandFeatureView, FeatureService)):
            raise DefinitionError(
                f"{definition!r} is no definition; apply an Entity, FeatureView, "
                "OnDemandFeatureView or FeatureService."
            )
        found.append(definition)
    return found


def _shelf(catalog: Catalog, definition: Definition) -> dict[str, Definition]:
    shelves = {
        Entity: catalog.entities,
        FeatureView: catalog.views,
        OnDemandFeatureView: catalog.on_demand_views,
        FeatureService: catalog.services,
    }
    return shelves[type(definition)]  # type: ignore[return-value]


def _check_change(known: Definition, new: Definition, *, replacing: bool) -> None:
    """Refuse the change unless it is harmless, or was asked for and fits the stored rows."""
    if isinstance(known, FeatureView) and isinstance(new, FeatureView) and _extends(known, new):
        rules = known.ttl, known.allowed_lateness
        if rules != (new.ttl, new.allowed_lateness) and not replacing:
            raise _conflict(known, new, "pass replace=True if old answers may change with it")
    elif isinstance(new, (FeatureService, OnDemandFeatureView)):
        if not replacing:
            what = "its model was" if isinstance(new, FeatureService) else "models were"
            raise _conflict(known, new, f"pass replace=True if {what} trained on these")
    else:
        raise _conflict(known, new, "rows that were stored for one do not fit the other")


def _extends(known: FeatureView, new: FeatureView) -> bool:
    """Whether rows and features of the one mean the same in the other, which may add features."""
    return (
        (known.entities, known.boundary) == (new.entities, new.boundary)
        and bool(known.aggregations) == bool(new.aggregations)
        and known.schema == new.schema[: len(known.schema)]
        and known.aggregations == new.aggregations[: len(known.aggregations)]
    )


def _conflict(known: Definition, new: Definition, why: str) -> DefinitionError:
    return DefinitionError(
        f"The store already has another {known.name!r}. It is {known!r}, "
        f"which differs from {new!r}. Give the new one a new name, "
        f"such as {known.name + '_2'!r}; {why}."
    )
