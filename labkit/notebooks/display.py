"""How does what a cell shows reach the notebook, and the notebooks of readers who took it home?

Stored is what was shown, as the blocks that the page renders in its own look. Beside it stands a
form that every viewer of notebooks knows: HTML of tables, and a chart's picture on white paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from labkit.blocks import Block, render_block

BLOCK_TYPE = "application/vnd.mlplat.block+json"
VARIABLE = re.compile(r"var\(--mlp-([\w-]+)\)")
# The theme's variables mean nothing outside of the site: its light colours, for white paper.
ON_PAPER = {
    "accent": "#0b7285",
    "bad": "#b3261e",
    "good": "#1e7040",
    "ink": "#1d2125",
    "line": "#dcdcd6",
    "note": "#7a5b00",
    "paper": "#ffffff",
    "soft": "#565d66",
    "tint": "#e4f1f3",
}


def display_blocks(blocks: Sequence[Block]) -> None:
    """Show blocks below the cell that runs."""
    from IPython.display import display

    for block in blocks:
        display(bundle(block), raw=True)  # type: ignore[no-untyped-call]


def bundle(block: Block) -> dict[str, Any]:
    """A block in the forms that viewers choose from, by their media types.

    Raises:
        LabError: The block's type is unknown, or one of its keys is missing.
    """
    forms = {BLOCK_TYPE: dict(block), "text/plain": _in_words(block)}
    if block["type"] == "chart":
        return forms | {"image/svg+xml": on_paper(block)}
    return forms | {"text/html": render_block(block)}


def on_paper(chart: Block) -> str:
    """SVG of a chart with the colours of white paper.

    Raises:
        KeyError: The chart uses a variable of the theme that has no colour on paper.
    """
    from labkit.rendering.chart import chart_svg

    return VARIABLE.sub(lambda found: ON_PAPER[found[1]], chart_svg(chart["spec"]))


def _in_words(block: Block) -> str:
    keys = ("alt", "caption", "summary", "title", "text")
    return next((str(block[key]) for key in keys if block.get(key)), "")
