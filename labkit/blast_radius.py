"""Which components go down with one that fails, and which go on with less?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from labkit.explorer import Component


@dataclass(frozen=True, slots=True)
class Effect:
    """What a failure does to one other component.

    Attributes:
        component: The id of the one affected.
        state: `down` when it stops, `degraded` when it goes on with less.
        cause: The id of the component that passes the failure on, not always the first that failed.
        through: How: one `process`, a dependency it `needs`, or one that it `uses` and can miss.
    """

    component: str
    state: Literal["down", "degraded"]
    cause: str
    through: Literal["process", "needs", "uses"]


def blast_radius(components: Sequence[Component], failed: str) -> list[Effect]:
    """Every effect of one failure: first what stops, nearest first, then what goes on with less.

    A component stops when one that it needs has stopped, or one in its process. It goes on with
    less when one that it uses has stopped; as it still answers, the failure ends there.

    Args:
        components: All components of one design; ids in `needs` and `uses` that are not among them
            have no effect.
        failed: The id of the component that fails first.
    """
    by_id = {component.id: component for component in components}
    if failed not in by_id:
        raise KeyError(failed)
    down: dict[str, Effect] = {}
    front = [failed]
    while front:
        cause = by_id[front.pop(0)]
        for effect in _passed_on(components, cause):
            if effect.component != failed and effect.component not in down:
                down[effect.component] = effect
                front.append(effect.component)
    stopped = {failed, *down}
    return [*down.values(), *_degraded(components, stopped)]


def _passed_on(components: Sequence[Component], cause: Component) -> Iterator[Effect]:
    for each in components:
        if each is cause:
            continue
        if each.process == cause.process:
            yield Effect(each.id, "down", cause.id, "process")
        elif cause.id in each.needs:
            yield Effect(each.id, "down", cause.id, "needs")


def _degraded(components: Sequence[Component], stopped: set[str]) -> Iterator[Effect]:
    for each in components:
        missing = [used for used in each.uses if used in stopped]
        if each.id not in stopped and missing:
            yield Effect(each.id, "degraded", missing[0], "uses")
