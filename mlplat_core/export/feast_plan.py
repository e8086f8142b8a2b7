"""Which definitions of a catalog go to Feast, and which have to stay?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mlplat_core.export.feast_view import ExportedView, KeyType, in_feast, notes_on, unfit
from mlplat_core.feature_store.definitions import Entity, FeatureService, FeatureView
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView
from mlplat_core.feature_store.storage.ports import Definition, Key

_NO_FUNCTION = (
    "it is computed on demand by a function, of which the file holds only a hash; write it again "
    "as an on_demand_feature_view"
)


@dataclass(frozen=True, slots=True)
class FeastPlan:
    """What goes into a Feast repository, and what there is to say about it.

    Attributes:
        entities: each with Feast's type of its join key.
        views: those that Feast can hold.
        services: those whose views are all there.
        left_out: one sentence for each definition that stays behind.
        notes: one sentence for each thing that works in another way there, or not everywhere.
    """

    entities: tuple[tuple[Entity, KeyType], ...]
    views: tuple[ExportedView, ...]
    services: tuple[FeatureService, ...]
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def plan_feast(definitions: Iterable[Definition], keys: Mapping[str, Key]) -> FeastPlan:
    """What of the definitions goes to Feast, each kind by name.

    Args:
        definitions: of a whole catalog, in any order.
        keys: one key of each view that has rows, by the view's name: here keys have types, in Feast
            entities have. Text is assumed where there are no rows.

    Example:
        >>> from mlplat_core import Field
        >>> view = FeatureView("user_stats", [Entity("user", ["user_id"])], [Field("age", int)])
        >>> plan = plan_feast([view], {"user_stats": (7,)})
        >>> plan.views[0].key_types, plan.left_out
        (('Int64',), ())
    """
    listed = sorted(definitions, key=lambda definition: definition.name)
    views = [each for each in listed if isinstance(each, FeatureView)]
    types = _entity_types(views, keys)
    plan = FeastPlan(
        tuple((e, types.get(e.name, "String")) for e in listed if isinstance(e, Entity)),
        tuple(
            in_feast(view, tuple(types.get(each.name, "String") for each in view.entities))
            for view in views
        ),
        tuple(each for each in listed if isinstance(each, FeatureService)),
    )
    problems = {view.name: _problem(view, views, types, keys) for view in views}
    on_demand = [each.name for each in listed if isinstance(each, OnDemandFeatureView)]
    problems.update(dict.fromkeys(on_demand, _NO_FUNCTION))
    kept = without(plan, {name: problem for name, problem in problems.items() if problem})
    notes = [note for exported in kept.views for note in notes_on(exported)]
    if any(exported.ttl for exported in kept.views):
        notes.append(
            "Feast looks at the ttl only for training sets and serves values of any age online "
            "(https://github.com/feast-dev/feast/issues/6821)"
        )
    return replace(kept, notes=tuple(notes))


def without(plan: FeastPlan, lost: Mapping[str, str]) -> FeastPlan:
    """The plan without some views and the services that need them.

    Args:
        plan: the plan.
        lost: why, by the view's name.
    """
    needed = {service: [n for n in _views_of(service) if n in lost] for service in plan.services}
    reasons = [f"feature view {name!r}: {reason}" for name, reason in lost.items()]
    reasons += [
        f"feature service {service.name!r}: it needs {', '.join(map(repr, names))}"
        for service, names in needed.items()
        if names
    ]
    return replace(
        plan,
        views=tuple(each for each in plan.views if each.view.name not in lost),
        services=tuple(service for service, names in needed.items() if not names),
        left_out=(*plan.left_out, *reasons),
    )


def _entity_types(views: Iterable[FeatureView], keys: Mapping[str, Key]) -> dict[str, KeyType]:
    """Feast's type of each entity: that of its keys in the first view that has any."""
    types: dict[str, KeyType] = {}
    for view in views:
        for entity, part in zip(view.entities, keys.get(view.name, ()), strict=False):
            types.setdefault(entity.name, _type_of(part))
    return types


def _problem(
    view: FeatureView,
    views: Sequence[FeatureView],
    types: Mapping[str, KeyType],
    keys: Mapping[str, Key],
) -> str | None:
    """Why the view cannot go to Feast, or None."""
    before = views[: views.index(view)]
    twin = next((v.name for v in before if v.name.casefold() == view.name.casefold()), None)
    if twin:
        return f"Feast cannot tell its name from {twin!r}, because case does not count there"
    for entity, part in zip(view.entities, keys.get(view.name, ()), strict=False):
        if _type_of(part) != types[entity.name]:
            return (
                f"its keys of entity {entity.name!r} are {_type_of(part)}, those of another view "
                f"{types[entity.name]}; in Feast an entity has one type"
            )
    return unfit(view)


def _type_of(part: str | int) -> KeyType:
    return "String" if isinstance(part, str) else "Int64"


def _views_of(service: FeatureService) -> list[str]:
    return list(dict.fromkeys(reference.view for reference in service.references))
