"""What do the parts that authors write as elements need besides what the author wrote?"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

from labkit.rendering.markup import element_id

NEED_JAVASCRIPT = {
    "mlplat-record": "Keeping what you write needs JavaScript; paper does without.",
}
IDS = {
    "mlplat-record": ("record", "data-entry"),
    "mlplat-checklist": ("checklist", "data-checklist"),
}


class PartFrames(Treeprocessor):
    """Gives each part the id that links point to, and says what it cannot do without a script."""

    def run(self, root: Element) -> None:
        """Change the page's tree in place."""
        for tag, (kind, attribute) in IDS.items():
            for element in root.iter(tag):
                element.set("id", element_id(kind, element.get(attribute, "")))
                if tag in NEED_JAVASCRIPT:
                    note = SubElement(element, "p", {"class": "mlp-without-script"})
                    note.text = NEED_JAVASCRIPT[tag]
