"""What is there to do in the course, part by part?

The page of the score and the home page count what a learner has done against this, so that no
number of lessons, labs or questions is typed anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from labkit.lab import Lab
from labkit.page_parts import PageParts
from labkit.rendering.markup import element_id

# A hundred points, however many questions and labs there are: each kind shares its own. Those of
# the record are for the learner to judge; nothing here counts them.
POINTS = {"questions": 24, "labs": 60, "record": 16}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page that learners work through, in its place.

    Attributes:
        part: Number of the part of the course that it belongs to, 1 to 5.
        part_title: Such as "Architecture".
        address: Below the site's root, such as `1-architecture/where-to-cut/`.
        minutes: All activities of the page together.
    """

    part: int
    part_title: str
    title: str
    address: str
    minutes: int
    contents: PageParts


def course_map(lessons: Iterable[Lesson], labs: Mapping[str, Lab]) -> dict[str, Any]:
    """The course as the page's scripts take it.

    Args:
        lessons: In the order in which learners meet them.
        labs: Every lab that a lesson may place, by id.
    """
    parts: dict[int, dict[str, Any]] = {}
    for lesson in lessons:
        part = {"number": lesson.part, "title": lesson.part_title, "lessons": []}
        parts.setdefault(lesson.part, part)["lessons"].append(_lesson(lesson, labs))
    return {"points": POINTS, "parts": [parts[number] for number in sorted(parts)]}


def _lesson(lesson: Lesson, labs: Mapping[str, Lab]) -> dict[str, Any]:
    return {
        "title": lesson.title,
        "address": lesson.address,
        "minutes": lesson.minutes,
        "simulators": lesson.contents.simulators,
        "labs": [
            {
                "id": lab_id,
                "number": labs[lab_id].number,
                "title": labs[lab_id].title,
                "minutes": labs[lab_id].minutes,
                "address": f"{lesson.address}#{element_id('lab', lab_id)}",
            }
            for lab_id in lesson.contents.labs
        ],
        "questions": [
            {"id": each.id, "text": each.text, "address": f"{lesson.address}#{each.id}"}
            for each in lesson.contents.questions
        ],
    }
