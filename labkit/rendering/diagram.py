"""A design as a picture: one stroke weight, one shape for each kind of component, words as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from html import escape

from labkit.diagram_layout import (
    NODE_HEIGHT,
    NODE_WIDTH,
    PERSON_WIDTH,
    Line,
    Point,
    centre,
    lines,
    name_lines,
    size,
)
from labkit.explorer import Component, Tab
from labkit.rendering.markup import element_id

TEXT_BELOW_MIDDLE = {"person": 14, "store": 8}  # below the head, below the lid
ARROW = 9  # length of an arrow's head
HALF_WIDTH, HALF_HEIGHT = NODE_WIDTH / 2, NODE_HEIGHT / 2


def render_diagram(tab: Tab, name: str) -> str:
    """SVG of one design.

    Args:
        tab: The design.
        name: Id of the explorer's element, which the picture's own ids begin with.
    """
    width, height = size(tab.components)
    shared = shared_processes(tab.components)
    nodes = "".join(_node(each, f"{name}-{tab.id}", shared) for each in tab.components)
    return (
        f'<svg class="mlp-diagram" viewBox="0 0 {width} {height}" width="100%" role="img" '
        f'aria-label="{escape(tab.label)}: {_count(tab.components)}; the table below has it all.">'
        f'<g aria-hidden="true">{"".join(map(_line, lines(tab.components)))}</g>{nodes}</svg>'
    )


def shared_processes(components: Sequence[Component]) -> set[str]:
    """The processes in which more than one component runs."""
    counted = Counter(component.process for component in components)
    return {process for process, number in counted.items() if number > 1}


def shape_icon(shape: str) -> str:
    """A small picture of the shape, for the legend."""
    view = f"{-HALF_WIDTH - 4} {-HALF_HEIGHT - 4} {NODE_WIDTH + 8} {NODE_HEIGHT + 8}"
    return (
        f'<svg class="mlp-diagram__icon" viewBox="{view}" aria-hidden="true">'
        f'<g class="mlp-node">{_outline(shape)}</g></svg>'
    )


def _count(components: Sequence[Component]) -> str:
    number = sum(component.shape != "person" for component in components)
    return f"{number} components and what depends on what"


def _node(component: Component, prefix: str, shared: set[str]) -> str:
    x, y = centre(component)
    text = name_lines(component.name)
    # Lines are counted in em, so that a larger type on a phone keeps them in the middle.
    first = 0.35 - 0.6 * (len(text) - 1)
    words = "".join(
        f'<tspan x="0" dy="{first if number == 0 else 1.2:.3g}em">{escape(line)}</tspan>'
        for number, line in enumerate(text)
    )
    together = ' data-shared="true"' if component.process in shared else ""
    down = TEXT_BELOW_MIDDLE.get(component.shape, 0)
    return (
        f'<g class="mlp-node" id="{prefix}-{element_id("node", component.id)}" '
        f'data-component="{escape(component.id)}" data-row="{component.row}" '
        f'data-column="{component.column}"{together} transform="translate({x:g} {y:g})">'
        f"{_outline(component.shape)}"
        f'<text class="mlp-node__name" y="{down}" text-anchor="middle">{words}</text>'
        f'<text class="mlp-node__state" y="{HALF_HEIGHT + 20:g}" text-anchor="middle"></text></g>'
    )


def _outline(shape: str) -> str:
    return f'<path class="mlp-node__outline" d="{OUTLINES[shape]()}"/>'


def _service() -> str:
    return _rounded(-HALF_WIDTH, -HALF_HEIGHT, HALF_WIDTH, HALF_HEIGHT, 12)


def _store() -> str:
    """A cylinder that stands."""
    w, h, lid = HALF_WIDTH, HALF_HEIGHT, 9
    return (
        f"M{-w:g} {-h + lid:g}A{w:g} {lid} 0 0 1 {w:g} {-h + lid:g}V{h - lid:g}"
        f"A{w:g} {lid} 0 0 1 {-w:g} {h - lid:g}ZA{w:g} {lid} 0 0 0 {w:g} {-h + lid:g}"
    )


def _queue() -> str:
    """A cylinder that lies; what comes in last stands at its open end on the right."""
    w, h, lid = HALF_WIDTH, HALF_HEIGHT, 9
    return (
        f"M{w - lid:g} {-h:g}H{-w + lid:g}A{lid} {h:g} 0 0 0 {-w + lid:g} {h:g}H{w - lid:g}"
        f"A{lid} {h:g} 0 0 0 {w - lid:g} {-h:g}A{lid} {h:g} 0 0 0 {w - lid:g} {h:g}"
    )


def _model() -> str:
    """A hexagon."""
    w, h, cut = HALF_WIDTH, HALF_HEIGHT, 22
    return f"M{-w + cut:g} {-h:g}H{w - cut:g}L{w:g} 0L{w - cut:g} {h:g}H{-w + cut:g}L{-w:g} 0Z"


def _person() -> str:
    """A head above shoulders."""
    w, h, head = PERSON_WIDTH / 2, HALF_HEIGHT, 13
    top = -h + 2 * head + 3
    return (
        f"M0 {-h:g}A{head} {head} 0 0 1 0 {-h + 2 * head:g}A{head} {head} 0 0 1 0 {-h:g}Z"
        f"M{-w:g} {h:g}V{top + 26:g}Q{-w:g} {top:g} {-w + 30:g} {top:g}"
        f"H{w - 30:g}Q{w:g} {top:g} {w:g} {top + 26:g}V{h:g}Z"
    )


def _rounded(left: float, top: float, right: float, bottom: float, radius: float) -> str:
    arc = f"A{radius:g} {radius:g} 0 0 1"
    return (
        f"M{left + radius:g} {top:g}H{right - radius:g}{arc} {right:g} {top + radius:g}"
        f"V{bottom - radius:g}{arc} {right - radius:g} {bottom:g}H{left + radius:g}"
        f"{arc} {left:g} {bottom - radius:g}V{top + radius:g}{arc} {left + radius:g} {top:g}Z"
    )


OUTLINES: dict[str, Callable[[], str]] = {
    "service": _service,
    "store": _store,
    "queue": _queue,
    "model": _model,
    "person": _person,
}


def _line(line: Line) -> str:
    kind = "needs" if line.required else "uses"
    (x, y), (end_x, end_y) = line.start, line.end
    return (
        f'<g class="mlp-link" data-kind="{kind}" data-from="{escape(line.source.id)}" '
        f'data-to="{escape(line.target.id)}"><path d="M{x:.1f} {y:.1f}L{end_x:.1f} {end_y:.1f}"/>'
        f'<path class="mlp-link__head" d="{_head(line.start, line.end)}"/></g>'
    )


def _head(start: Point, end: Point) -> str:
    """An open arrow at the line's end."""
    across, along = end[0] - start[0], end[1] - start[1]
    length = (across**2 + along**2) ** 0.5
    back_x, back_y = -across / length * ARROW, -along / length * ARROW
    side_x, side_y = -back_y * 0.6, back_x * 0.6
    left = f"{end[0] + back_x + side_x:.1f} {end[1] + back_y + side_y:.1f}"
    right = f"{end[0] + back_x - side_x:.1f} {end[1] + back_y - side_y:.1f}"
    return f"M{left}L{end[0]:.1f} {end[1]:.1f}L{right}"
