"""Where do the components of a design stand in its picture, and which way do the lines run?

Units are those of the picture's own coordinates. A cell of the grid holds one component.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from labkit.explorer import Component

COLUMN_WIDTH = 200
ROW_HEIGHT = 132
NODE_WIDTH = 172
PERSON_WIDTH = 132
NODE_HEIGHT = 84
MARGIN = 14
LONGEST_LINE = 15  # characters of a name that fit side by side, on a phone too
# A line that passes this close to a component looks as if it belonged to it.
CLEARANCE = 3

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A dependency as it is drawn, from the border of one component to that of the other."""

    source: Component
    target: Component
    start: Point
    end: Point
    required: bool


def size(components: Sequence[Component]) -> tuple[int, int]:
    """Width and height of the picture."""
    columns = max(component.column for component in components)
    rows = max(component.row for component in components)
    return columns * COLUMN_WIDTH, rows * ROW_HEIGHT - (ROW_HEIGHT - NODE_HEIGHT) + 3 * MARGIN


def centre(component: Component) -> Point:
    """The middle of the component's cell."""
    x = (component.column - 0.5) * COLUMN_WIDTH
    return x, MARGIN + NODE_HEIGHT / 2 + (component.row - 1) * ROW_HEIGHT


def name_lines(name: str) -> list[str]:
    """The name in lines that fit into a component."""
    return wrap(name, LONGEST_LINE, break_long_words=False)


def lines(components: Sequence[Component]) -> Iterator[Line]:
    """Every dependency between components that are there, required ones first."""
    by_id = {component.id: component for component in components}
    for required in (True, False):
        for source in components:
            for wanted in source.needs if required else source.uses:
                target = by_id.get(wanted)
                if target is not None and target is not source:
                    start = _border(source, centre(target))
                    end = _border(target, centre(source))
                    yield Line(source, target, start, end, required)


def crossed(line: Line, components: Sequence[Component]) -> list[Component]:
    """Components that the line runs through although it has nothing to do with them."""
    others = (each for each in components if each.id not in (line.source.id, line.target.id))
    return [each for each in others if _meets(line, centre(each))]


def _border(component: Component, outside: Point) -> Point:
    """Where the straight line from the component's centre to a point outside leaves it."""
    x, y = centre(component)
    width = PERSON_WIDTH if component.shape == "person" else NODE_WIDTH
    across, along = outside[0] - x, outside[1] - y
    shares = [1.0]
    if across:
        shares.append(width / 2 / abs(across))
    if along:
        shares.append(NODE_HEIGHT / 2 / abs(along))
    share = min(shares)
    return x + across * share, y + along * share


def _meets(line: Line, middle: Point) -> bool:
    """Whether the line comes into the box around `middle` (Liang-Barsky clipping)."""
    (x, y), (end_x, end_y) = line.start, line.end
    across, along = end_x - x, end_y - y
    half_width, half_height = NODE_WIDTH / 2 + CLEARANCE, NODE_HEIGHT / 2 + CLEARANCE
    enter, leave = 0.0, 1.0
    for step, distance, half in (
        (across, x - middle[0], half_width),
        (along, y - middle[1], half_height),
    ):
        if step == 0:
            if abs(distance) > half:
                return False
            continue
        first, last = sorted(((-half - distance) / step, (half - distance) / step))
        enter, leave = max(enter, first), min(leave, last)
    return enter <= leave
