"""What does the home page say about each part of the course before any script has run?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

# Written by an author as `<mlplat-part data-part="1"></mlplat-part>`.
ELEMENT = re.compile(r'<mlplat-part data-part="(\d+)"[^>]*>\s*</mlplat-part>')
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
NOTHING = '<p class="mlp-pillars__state">In preparation.</p>'


def with_part_states(html: str, course: Mapping[str, Any]) -> str:
    """The page with every empty `<mlplat-part>` saying what its part of the course has.

    Args:
        html: A page's content.
        course: What `labkit.course_map.course_map` returns.
    """
    parts = {part["number"]: part for part in course["parts"]}

    def fill(found: re.Match[str]) -> str:
        number = int(found.group(1))
        state = part_state(parts[number]["lessons"]) if number in parts else NOTHING
        return f'<mlplat-part data-part="{number}">{state}</mlplat-part>'

    return ELEMENT.sub(fill, html)


def part_state(lessons: list[dict[str, Any]]) -> str:
    """One sentence: how much there is, and where it begins.

    Args:
        lessons: At least one, as in the course map.
    """
    first = lessons[0]
    counted = [
        (len(lessons), "lesson"),
        (sum(len(lesson["labs"]) for lesson in lessons), "lab"),
        (sum(lesson["simulators"] for lesson in lessons), "simulator"),
        (sum(len(lesson["questions"]) for lesson in lessons), "question"),
    ]
    said = [amount(number, what) for number, what in counted if number]
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    link = f'<a href="{first["address"]}">{escape(first["title"])}</a>'
    return f'<p class="mlp-pillars__state">{listed.capitalize()}. {link} comes first.</p>'


def amount(number: int, what: str) -> str:
    """The number and what it counts, small numbers in words."""
    return f"{NUMBERS[number] if number < len(NUMBERS) else number} {what}{'s' * (number != 1)}"
