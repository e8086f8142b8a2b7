"""Which definitions does the store know, and which changes of them would falsify stored rows?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mlplat_core.errors import DefinitionError, FeatureViewNotFoundError
from mlplat_core.feature_store.answers import read_references
from mlplat_core.feature_store.definitions import (
    Entity,
    FeatureReference,
    FeatureService,
    FeatureView,
)
from mlplat_core.feature_store.storage.ports import Definition


@dataclass(frozen=True, slots=True)
class Catalog:
    """The definitions that were applied, by kind and name. A value: changes make a new one.

    Attributes:
        entities: by name.
        views: by name.
        services: by name.
    """

    entities: dict[str, Entity] = field(default_factory=dict)
    views: dict[str, FeatureView] = field(default_factory=dict)
    services: dict[str, FeatureService] = field(default_factory=dict)

    def view(self, name: str) -> FeatureView:
        """The view of this name.

        Raises:
            FeatureViewNotFoundError: there is none.
        """
        if name not in self.views:
            raise FeatureViewNotFoundError(name, self.views)
        return self.views[name]

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
        return read_references(features, self.views)


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

    The entities of a view come with it. Adding features to the end of a schema is always welcome:
    older rows have no value there.

    Args:
        catalog: what is known.
        definitions: what was applied, in any order.
        replacing: whether a new ttl, and new features of a service, may take the place of the old.

    Raises:
        DefinitionError: something is no definition, or differs from what is known in a way that
            would silently change old answers.
        FeatureViewNotFoundError: a service refers to an unknown view.
        FeatureNotFoundError: a service refers to an unknown feature.
    """
    merged = read_catalog([*catalog.entities.values(), *catalog.views.values()])
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
    for service in merged.services.values():
        read_references(service.references, merged.views)
    return changed


def _with_entities(definitions: Iterable[object]) -> list[Definition]:
    found: list[Definition] = []
    for definition in definitions:
        if isinstance(definition, FeatureView):
            found.extend(definition.entities)
        elif not isinstance(definition, (Entity, FeatureService)):
            raise DefinitionError(
                f"{definition!r} is no definition; apply an Entity, FeatureView or FeatureService."
            )
        found.append(definition)
    return found


def _shelf(catalog: Catalog, definition: Definition) -> dict[str, Definition]:
    shelves = {
        Entity: catalog.entities,
        FeatureView: catalog.views,
        FeatureService: catalog.services,
    }
    return shelves[type(definition)]  # type: ignore[return-value]


def _check_change(known: Definition, new: Definition, *, replacing: bool) -> None:
    """Refuse the change unless it is harmless, or was asked for and fits the stored rows."""
    if isinstance(known, FeatureView) and isinstance(new, FeatureView):
        if known.schema == new.schema[: len(known.schema)]:
            extended = replace(known, schema=new.schema)
            if new == extended or (replacing and replace(extended, ttl=new.ttl) == new):
                return
            if replace(extended, ttl=new.ttl) == new:
                raise _conflict(known, new, "pass replace=True if old answers may change with it")
        raise _conflict(known, new, "rows that were stored for one do not fit the other")
    if isinstance(new, FeatureService):
        if not replacing:
            raise _conflict(known, new, "pass replace=True if its model was trained on these")
        return
    raise _conflict(known, new, "rows that were stored for one do not fit the other")


def _conflict(known: Definition, new: Definition, why: str) -> DefinitionError:
    return DefinitionError(
        f"The store already has another {known.name!r}. It is {known!r}, "
        f"which differs from {new!r}. Give the new one a new name, "
        f"such as {known.name + '_2'!r}; {why}."
    )
