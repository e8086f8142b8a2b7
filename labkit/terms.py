"""Which words of a page does the glossary explain, and how?

Lessons link a term to its entry in the glossary. The build puts the entry's text on the page as
well, tied to the link, so that a script can show it beside the word; see decision 0040.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from labkit.html_tree import parse_html

# What an entry consists of; plugins put scripts and styles behind the last one.
PROSE = ("p", "ul", "ol", "dl")
LINK = re.compile(r'<a (?P<attributes>[^>]*href="[^"#]*reference/glossary/#(?P<id>[\w-]+)"[^>]*)>')


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the glossary.

    Attributes:
        id: As in the link, such as `point-in-time-join`.
        name: As its heading writes it.
        text: The whole entry as plain text.
    """

    id: str
    name: str
    text: str


def read_terms(html: str) -> dict[str, Term]:
    """Every entry by its id.

    Args:
        html: The content of the glossary's page: a second-level heading for each entry.
    """
    entries: dict[str, tuple[str, list[str]]] = {}
    paragraphs: list[str] = []
    for element in parse_html(html).elements():
        if element.tag == "h2":
            paragraphs = []
            entries[element.attributes["id"]] = (element.text(), paragraphs)
        elif element.tag in PROSE:
            paragraphs.append(element.text())
    return {
        term_id: Term(term_id, name, " ".join(text)) for term_id, (name, text) in entries.items()
    }


def with_described_terms(html: str, terms: Mapping[str, Term]) -> tuple[str, list[Term]]:
    """The page with each link to a term described by the term, and the terms it links.

    Args:
        html: A page's content.
        terms: The glossary; a link to what it does not have is left as it is.
    """
    used: dict[str, Term] = {}

    def describe(found: re.Match[str]) -> str:
        term = terms.get(found["id"])
        if term is None:
            return found.group()
        used[term.id] = term
        return f'<a {found["attributes"]} aria-describedby="{element_id_of(term)}">'

    return LINK.sub(describe, html), list(used.values())


def element_id_of(term: Term) -> str:
    """Id of the element that holds the term's text; the template uses the same."""
    return f"term-{term.id}"
