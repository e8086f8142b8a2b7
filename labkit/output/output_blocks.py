"""How do the blocks look that programs show: folded parts, JSON, logs, files?

Rendered here once, like the blocks of simulators, for the page and for tests. Standard library
only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

OPEN_ENTRIES = 12
"""A list or dictionary with more entries starts folded."""
NOT_IN_A_LINK = str.maketrans({each: f"%{ord(each):02X}" for each in '%# \t\n\r"<>'})
"""What a `data:` address drops or ends at; what Python has for it is not in the first download."""
LEVELS = {"ERROR": "bad", "CRITICAL": "bad", "WARNING": "warn", "DEBUG": "soft"}


def fold(block: Mapping[str, Any], render: Callable[[Any], str]) -> str:
    """Blocks behind a summary that opens them.

    Args:
        block: Keys `summary` and `blocks`.
        render: Renders one block.
    """
    inside = "".join(map(render, block["blocks"]))
    return (
        '<details class="mlp-block mlp-fold"><summary>'
        f"{escape(block['summary'])}</summary>{inside}</details>"
    )


def json_tree(block: Mapping[str, Any]) -> str:
    """A JSON value; lists and dictionaries fold.

    Args:
        block: Keys `value`, which is JSON data, and `title`.
    """
    title = escape(block["title"])
    head = f'<p class="mlp-shown__title">{title}</p>' if title else ""
    return f'<div class="mlp-block mlp-json">{head}{_value(block["value"], "", 0)}</div>'


def log(block: Mapping[str, Any]) -> str:
    """Lines of a log, each with its level in words as well as in colour.

    Args:
        block: Keys `title` and `lines`, each with `time`, `level` and `text`.
    """
    lines = "".join(map(_log_line, block["lines"]))
    title = escape(block["title"])
    return (
        f'<div class="mlp-block mlp-log" tabindex="0" role="group" aria-label="{title}">'
        f'<p class="mlp-shown__title">{title}</p><ol>{lines}</ol></div>'
    )


def file(block: Mapping[str, Any]) -> str:
    """A text to take along: a link that saves it, also where no script runs.

    Args:
        block: Keys `name`, which the file gets, `text`, and `label`, which begins with "Download".
    """
    name, label = escape(block["name"]), escape(block["label"])
    address = escape("data:text/plain;charset=utf-8," + block["text"].translate(NOT_IN_A_LINK))
    return (
        f'<p class="mlp-block mlp-file"><a class="mlp-button" download="{name}" '
        f'href="{address}">{label}</a></p>'
    )


def _log_line(line: Mapping[str, str]) -> str:
    tone = LEVELS.get(line["level"], "")
    mark = f' data-tone="{tone}"' if tone else ""
    time = f"<time>{escape(line['time'])}</time> " if line["time"] else ""
    return f"<li{mark}>{time}<b>{escape(line['level'])}</b> {escape(line['text'])}</li>"


def _value(value: object, key: str, depth: int) -> str:
    label = f'<span class="mlp-json__key">{escape(key)}: </span>' if key else ""
    if isinstance(value, dict):
        entries = [_value(each, name, depth + 1) for name, each in value.items()]
        return _branch(label, "{", "}", entries, depth)
    if isinstance(value, list):
        entries = [_value(each, "", depth + 1) for each in value]
        return _branch(label, "[", "]", entries, depth)
    return f'<div class="mlp-json__leaf">{label}{_leaf(value)}</div>'


def _leaf(value: object) -> str:
    if isinstance(value, str):
        return f'<span class="mlp-json__text">"{escape(value)}"</span>'
    words = {None: "null", True: "true", False: "false"}
    word = words[value] if value is None or isinstance(value, bool) else str(value)
    return f"<span>{escape(word)}</span>"


def _branch(label: str, start: str, end: str, entries: list[str], depth: int) -> str:
    if not entries:
        return f'<div class="mlp-json__leaf">{label}{start}{end}</div>'
    is_open = " open" if depth < 2 and len(entries) <= OPEN_ENTRIES else ""
    count = f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}"
    return (
        f'<details class="mlp-json__branch"{is_open}>'
        f"<summary>{label}{start} {count} {end}</summary>"
        f'<div class="mlp-json__inside">{"".join(entries)}</div></details>'
    )
