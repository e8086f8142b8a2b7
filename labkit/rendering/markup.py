"""The small pieces of HTML that labs and simulators share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

import markdown
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

MARKDOWN_EXTENSIONS = ("tables", "fenced_code", "attr_list", "md_in_html")


def prose(text: str) -> str:
    """HTML of a lab's or simulator's own Markdown."""
    return markdown.markdown(text, extensions=list(MARKDOWN_EXTENSIONS))


def inline(text: str) -> str:
    """HTML of one paragraph of Markdown, without the paragraph."""
    return prose(text).removeprefix("<p>").removesuffix("</p>")


def code_lines(source: str) -> str:
    """Highlighted Python, one element per line."""
    html = highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    lines = html.rstrip("\n").split("\n")
    return "".join(f'<span class="mlp-line">{line}\n</span>' for line in lines)


def data_script(css_class: str, data: Mapping[str, Any]) -> str:
    """An inert JSON element that the page's script reads."""
    # "</script>" inside a string would end the element early
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/").replace("<!--", "\\u003c!--")
    return f'<script type="application/json" class="{css_class}">{text}</script>'


def element_id(kind: str, item_id: str) -> str:
    """The element's id, which links point to."""
    return escape(f"{kind}-{item_id.replace('/', '-')}")
