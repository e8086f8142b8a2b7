"""How does a simulator's view look as HTML?

A view is a list of blocks, plain data; this renderer serves both the site build (first view) and
the page (every later one), so that the two cannot differ. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from labkit.chart_style import styled
from labkit.errors import LabError
from labkit.output import output_blocks

Block = Mapping[str, Any]

BOLD = re.compile(r"\*\*(.+?)\*\*")


def render_block(block: Block, picture: str = "") -> str:
    """HTML of one block.

    Args:
        block: `type` is `text`, `table`, `steps`, `code`, `chart`, `json`, `log`, `file` or
            `fold`; the other keys are those of that type.
        picture: For a chart, the SVG to put into its frame; empty in the page, which draws there.

    Raises:
        LabError: The block's type is unknown, or one of its keys is missing.
    """
    kind = block.get("type")
    try:
        if kind == "chart":
            return _chart(block, picture)
        return RENDERERS[str(kind)](block)
    except KeyError as missing:
        problem = (
            f"a {kind} block lacks the key {missing}"
            if kind in RENDERERS or kind == "chart"
            else f"unknown block type {kind!r}"
        )
        raise LabError(problem, "see 'Simulators' in CONTRIBUTING.md") from None


def for_page(block: Block) -> dict[str, Any]:
    """The block as the page takes it: its HTML, and for a chart what the page draws."""
    shown = {"type": block["type"], "html": render_block(block)}
    if block["type"] == "chart":
        shown |= {"spec": styled(block["spec"]), "alt": block["alt"]}
    return shown


def _text(block: Block) -> str:
    body = BOLD.sub(r"<b>\1</b>", escape(block["text"], quote=False))
    return f'<p class="mlp-block mlp-text"{_tone(block)}>{body}</p>'


def _table(block: Block) -> str:
    columns: Sequence[Mapping[str, str]] = block["columns"]
    numeric = [column.get("align") == "right" for column in columns]
    head = "".join(
        f'<th scope="col"{_number_class(right)}>' + escape(column["label"]) + "</th>"
        for column, right in zip(columns, numeric, strict=True)
    )
    body = "".join(
        _row(row, numeric, index == block.get("current")) for index, row in enumerate(block["rows"])
    )
    caption = escape(block["caption"])
    return (
        '<div class="mlp-block mlp-table" tabindex="0" role="group" '
        f'aria-label="{caption}"><table><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _steps(block: Block) -> str:
    label = escape(block["label"])
    items = "".join(map(_step, block["items"]))
    return f'<ol class="mlp-block mlp-stages" aria-label="{label}">{items}</ol>'


def _step(item: Block) -> str:
    """A step with its state in words, so that nobody needs a colour to tell them apart."""
    here = ' aria-current="step"' if item.get("current") else ""
    state = f" <small>{escape(item['state'])}</small>" if item["state"] else ""
    return f"<li{here}{_tone(item)}><span>{escape(item['text'])}</span>{state}</li>"


def _code(block: Block) -> str:
    return (
        f'<figure class="mlp-block mlp-code"><figcaption>{escape(block["title"])}</figcaption>'
        f'<pre tabindex="0"><code>{escape(block["text"])}</code></pre></figure>'
    )


def _row(row: Sequence[str | Block], numeric: Sequence[bool], current: bool) -> str:
    mark = ' aria-current="true"' if current else ""
    return f"<tr{mark}>{''.join(map(_cell, row, numeric))}</tr>"


def _chart(block: Block, picture: str) -> str:
    if not block["spec"]:
        raise KeyError("spec")
    alt = escape(block["alt"])
    return (
        '<figure class="mlp-block mlp-chart"><div class="mlp-chart__picture" role="img" '
        f'aria-label="{alt}">{picture}</div></figure>'
    )


def _cell(cell: str | Block, right: bool) -> str:
    content: Block = {"text": cell} if isinstance(cell, str) else cell
    text = escape(content["text"])
    return f"<td{_number_class(right)}{_tone(content)}>{text}</td>"


def _number_class(right: bool) -> str:
    return ' class="mlp-num"' if right else ""


def _tone(block: Block) -> str:
    tone = block.get("tone")
    return f' data-tone="{tone}"' if tone else ""


def _fold(block: Block) -> str:
    return output_blocks.fold(block, render_block)


RENDERERS: dict[str, Callable[[Block], str]] = {
    "text": _text,
    "table": _table,
    "steps": _steps,
    "code": _code,
    "json": output_blocks.json_tree,
    "log": output_blocks.log,
    "file": output_blocks.file,
    "fold": _fold,
}
