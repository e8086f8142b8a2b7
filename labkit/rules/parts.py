"""Do the parts that authors write in a page's Markdown look as their scripts want them to?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from labkit.errors import LabError
from labkit.page_parts import PageParts

PART_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*")
FEWEST = 2  # cards in a stepper, items in a checklist


def part_problems(parts: PageParts, page: object) -> list[LabError]:
    """Every rule that the parts of one page break.

    Args:
        parts: What the page has.
        page: How the messages name it.
    """
    return [*_steps(parts, page), *_entries(parts, page), *_checklists(parts, page)]


def repeated_ids(pages: Mapping[Path, PageParts]) -> Iterator[LabError]:
    """What a learner writes or ticks is kept by its id, so an id stands in one place only."""
    seen: dict[tuple[str, str], Path] = {}
    for page, parts in pages.items():
        kept = [("data-entry", each.id) for each in parts.entries]
        kept += [("data-checklist", each.id) for each in parts.checklists]
        for attribute, item_id in kept:
            first = seen.setdefault((attribute, item_id), page)
            if first is not page or kept.count((attribute, item_id)) > 1:
                yield LabError(
                    f'{attribute}="{item_id}" stands on {first} already',
                    "give each its own id, or what is kept under it would be shared",
                    page,
                )


def _steps(parts: PageParts, page: object) -> Iterator[LabError]:
    for number, cards in enumerate(parts.steps, 1):
        if len(cards) < FEWEST:
            yield LabError(
                f"stepper {number} has {len(cards)} cards",
                f'put at least {FEWEST} <section markdown="1"> into <mlplat-steps markdown="1">',
                page,
            )
        for position, tag in enumerate(cards, 1):
            if tag != "h3":
                found = f"begins with <{tag}>" if tag else "is no <section>, or an empty one"
                yield LabError(
                    f"card {position} of stepper {number} {found}",
                    "begin a <section markdown=\"1\"> with a '###' heading, its date first",
                    page,
                )


def _entries(parts: PageParts, page: object) -> Iterator[LabError]:
    for entry in parts.entries:
        yield from _id(entry.id, "mlplat-record", "data-entry", page)
        if not entry.prompt:
            yield LabError(
                f"the record '{entry.id}' asks nothing",
                'write what to answer as its paragraph, and markdown="1" into its tag',
                page,
            )


def _checklists(parts: PageParts, page: object) -> Iterator[LabError]:
    for checklist in parts.checklists:
        yield from _id(checklist.id, "mlplat-checklist", "data-checklist", page)
        if len(checklist.items) < FEWEST:
            yield LabError(
                f"the checklist '{checklist.id}' has {len(checklist.items)} items",
                'put one Markdown list into it, and markdown="1" into its tag',
                page,
            )
        if len(set(checklist.items)) < len(checklist.items):
            yield LabError(
                f"two items of the checklist '{checklist.id}' read the same",
                "word them differently: a tick is kept by its item's text",
                page,
            )


def _id(found: str, tag: str, attribute: str, page: object) -> Iterator[LabError]:
    if not PART_ID.fullmatch(found):
        yield LabError(
            f'<{tag}> has {attribute}="{found}"',
            f'write {attribute}="module/name" in small letters, such as "architecture/cuts"',
            page,
        )
