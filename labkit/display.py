"""How does a program show more than text?

    from labkit.display import show

    show(rows, "What the store answered")

In the page the result stands in the Output, in order with what is printed; in a notebook below its
cell; elsewhere the same call prints text. Standard library only.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from labkit.output.captured import CapturedOutput
from labkit.output.text_tables import Table, as_table, table_text

ROWS = 20
"""Rows of a table that stand open; the others are folded."""
MOST_ROWS = 1000
"""Rows that are shown at all."""
CHART_KEYS = {"mark", "layer", "hconcat", "vconcat", "concat", "facet", "repeat"}
CHART_SIZE = {"width": 520, "height": 220}
"""Pixels of a chart that does not say its own."""
CHART_LOOK = {
    "mark": {"color": "var(--mlp-accent)"},
    "axisX": {"labelAngle": 0, "labelOverlap": True},
}
NOTEBOOK_OUTPUT = "ipykernel.iostream"
"""The module of standard output in a notebook's kernel, which is not imported to find out."""
KINDS = ("table", "chart", "json", "log", "text")

Block = dict[str, Any]


def show(value: object, title: str = "", kind: str = "") -> None:
    """Show a value: rows as a table, a Vega-Lite spec as a chart, log lines, JSON, or text.

    Args:
        value: A list of dictionaries or of rows, or an object whose `rows` is one; a Vega-Lite
            spec with its data inside; a list of log records or of dictionaries with `level` and
            `message`; any other JSON data; a text.
        title: What the reader sees above it.
        kind: `table`, `chart`, `json`, `log` or `text`, when the value alone leaves it open.

    Raises:
        ValueError: `kind` is none of these, or the value does not fit it.
    """
    if kind and kind not in KINDS:
        raise ValueError(f"there is no kind {kind!r}; the kinds are {', '.join(KINDS)}")
    blocks, text = SHOWN[kind or _kind_of(value)](value, title)
    output = sys.stdout
    if isinstance(output, CapturedOutput):
        output.show(blocks, text)
    elif type(output).__module__ == NOTEBOOK_OUTPUT:
        from labkit.notebooks.display import display_blocks

        display_blocks(blocks)
    else:
        output.write(text)


def _kind_of(value: object) -> str:
    if isinstance(value, str):
        return "text"
    if isinstance(value, Mapping):
        return "chart" if CHART_KEYS & value.keys() else "json"
    if isinstance(value, list | tuple) and value and all(map(_is_log_line, value)):
        return "log"
    return "json" if as_table(value) is None else "table"


def _text(value: object, title: str) -> tuple[list[Block], str]:
    text = str(value)
    lines = [{"type": "text", "text": line} for line in [title, *text.splitlines()] if line]
    return lines, "".join(f"{line['text']}\n" for line in lines)


def _table(value: object, title: str) -> tuple[list[Block], str]:
    table = as_table(value)
    if table is None:
        raise ValueError("a table is a list of dictionaries, or of rows of the same length")
    kept = Table(table.columns, table.rows[:MOST_ROWS])
    title = title or "Table"
    blocks = [_table_block(Table(kept.columns, kept.rows[:ROWS]), title)]
    if len(kept.rows) > ROWS:
        rest = _table_block(Table(kept.columns, kept.rows[ROWS:]), f"{title}, from row {ROWS + 1}")
        blocks.append(_folded(_more(len(table.rows) - ROWS), rest))
    left = len(table.rows) - len(kept.rows)
    note = f"{left:,} rows are not shown." if left else ""
    if note:
        blocks.append({"type": "text", "text": note})
    return blocks, f"{title}\n{table_text(kept)}" + (f"{note}\n" if note else "")


def _table_block(table: Table, title: str) -> Block:
    numeric = table.numeric_columns()
    columns = [
        {"label": label, "align": "right" if right else "left"}
        for label, right in zip(table.columns, numeric, strict=True)
    ]
    return {"type": "table", "caption": title, "columns": columns, "rows": table.texts()}


def _chart(value: object, title: str) -> tuple[list[Block], str]:
    if not isinstance(value, Mapping):
        raise ValueError("a chart is a Vega-Lite spec, a dictionary")
    spec = json.loads(json.dumps(value, default=str))
    data = spec.get("data")
    if not isinstance(data, dict) or as_table(data.get("values")) is None:
        raise ValueError("a chart needs its data inside: 'data': {'values': [rows]}")
    if "mark" in spec or "layer" in spec:
        spec = {**CHART_SIZE, **spec}
    spec["config"] = {**CHART_LOOK, **spec.get("config", {})}
    title = title or str(spec.get("description") or spec.get("title") or "Chart")
    numbers, text = _table(data["values"], title)
    chart = {"type": "chart", "spec": spec, "alt": title}
    return [chart, _folded("The numbers as a table", *numbers)], text


def _json(value: object, title: str) -> tuple[list[Block], str]:
    text = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    block = {"type": "json", "title": title, "value": json.loads(text)}
    return [block], "".join(f"{line}\n" for line in [title, text] if line)


def _log(value: object, title: str) -> tuple[list[Block], str]:
    if not isinstance(value, Sequence):
        raise ValueError("a log is a list of records, or of dictionaries with level and message")
    lines = [_log_line(each) for each in value]
    title = title or "Log"
    blocks: list[Block] = [{"type": "log", "title": title, "lines": lines[:ROWS]}]
    if len(lines) > ROWS:
        rest = {"type": "log", "title": f"{title}, continued", "lines": lines[ROWS:MOST_ROWS]}
        blocks.append(_folded(_more(len(lines) - ROWS, "lines"), rest))
    texts = [" ".join(filter(None, line.values())) for line in lines[:MOST_ROWS]]
    return blocks, "".join(f"{text}\n" for text in [title, *texts])


def _log_line(line: Any) -> dict[str, str]:  # noqa: ANN401  # a record, or a dictionary
    if isinstance(line, logging.LogRecord):
        return {"time": "", "level": line.levelname, "text": line.getMessage()}
    return {
        "time": str(line.get("time", "")),
        "level": str(line["level"]).upper(),
        "text": str(line["message"]),
    }


def _is_log_line(value: object) -> bool:
    if isinstance(value, Mapping):
        return {"level", "message"} <= value.keys() <= {"level", "message", "time"}
    return isinstance(value, logging.LogRecord)


def _folded(summary: str, *blocks: Block) -> Block:
    return {"type": "fold", "summary": summary, "blocks": list(blocks)}


def _more(count: int, what: str = "rows") -> str:
    return f"1 more {what[:-1]}" if count == 1 else f"{count:,} more {what}"


SHOWN: dict[str, Callable[[object, str], tuple[list[Block], str]]] = {
    "table": _table,
    "chart": _chart,
    "json": _json,
    "log": _log,
    "text": _text,
}
