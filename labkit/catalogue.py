"""Where in the course does each paragraph of the decision record and each checklist stand?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from labkit.page_parts import PageParts
from labkit.rendering.markup import element_id


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A page in its place.

    Attributes:
        address: Below the site's root, such as `1-architecture/where-to-cut/`.
    """

    title: str
    address: str
    parts: PageParts


def record_catalogue(pages: Iterable[CoursePage]) -> list[dict[str, Any]]:
    """Every paragraph of the decision record as the page's scripts take it.

    Args:
        pages: In the order in which learners meet them.
    """
    return [
        {
            "id": entry.id,
            "title": page.title,
            "address": f"{page.address}#{element_id('record', entry.id)}",
            "prompt": entry.prompt,
            "decision": page.parts.decision.name if page.parts.decision else None,
            "question": page.parts.decision.question if page.parts.decision else None,
        }
        for page in pages
        for entry in page.parts.entries
    ]


def checklist_catalogue(pages: Iterable[CoursePage]) -> dict[str, list[str]]:
    """Title and address of the page, by the checklist's id."""
    return {
        checklist.id: [page.title, f"{page.address}#{element_id('checklist', checklist.id)}"]
        for page in pages
        for checklist in page.parts.checklists
    }
