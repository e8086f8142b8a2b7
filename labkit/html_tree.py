"""What stands where in a piece of HTML? A small tree to ask finished pages about their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Element:
    """One element with its attributes and, in order, its texts and elements."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The names in `class`."""
        return self.attributes.get("class", "").split()

    def elements(self) -> list[Element]:
        """The child elements, without the texts between them."""
        return [child for child in self.children if isinstance(child, Element)]

    def find_all(self, tag: str) -> Iterator[Element]:
        """Every element of that name below this one, in the page's order."""
        for child in self.elements():
            if child.tag == tag:
                yield child
            yield from child.find_all(tag)

    def text(self) -> str:
        """What a reader reads, in one line; scripts, styles and link marks of headings are none."""
        return SPACE.sub(" ", "".join(self._texts())).strip()

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style") and "headerlink" not in child.classes:
                yield from child._texts()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        names = [element.tag for element in self.open]
        if tag in names[1:]:  # what was left open inside ends with it
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse_html(html: str) -> Element:
    """The tree of a page or of a part of one; its root has no name."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.open[0]
