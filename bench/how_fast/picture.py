"""How do starts look as bars, readable on a phone and in both colour schemes?

Every place is reckoned here, in pixels, so that the picture is the same whatever fonts the machine
has that draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from bench.budgets import find
from bench.series import OURS, Series
from bench.start.conditions import CONDITIONS
from bench.start.contest import about
from bench.start.sides import LABELS
from labkit.rendering.chart import chart_svg

WIDTH, ROW, BETWEEN, BAR = 340, 21, 32, 13
BARS_FROM, BARS_TO = 126, 286
PIXELS = {"type": "quantitative", "scale": None, "axis": None}
CHANNELS = {"x": PIXELS, "y": PIXELS, "fill": {"type": "nominal", "scale": None}}
BLOCK = {"type": "rect"}
LINE = {"type": "rule", "color": "var(--mlp-ink)"}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bar:
    """One side's start in one condition; times in seconds, None where nothing was measured."""

    condition: str
    side: str
    median: float | None
    shortest: float = 0
    longest: float = 0

    @property
    def text(self) -> str:
        """The median as it stands beside the bar."""
        return "not measured" if self.median is None else f"{self.median:.1f} s"


def bars(moment: str, series: Iterable[Series]) -> list[Bar]:
    """A bar for every condition and side at one of `contest.MOMENTS`, in the page's order."""
    known = tuple(series)
    return [
        _bar(capital(condition.name), side, find(known, about(condition, moment), side))
        for condition in CONDITIONS
        for side in LABELS
    ]


def figure(title: str, shown: Sequence[Bar], axis_s: float) -> str:
    """HTML of one picture with its title above it and its words for those who do not see it.

    Args:
        title: what is shown.
        shown: as `bars` gives them.
        axis_s: the longest time that still fits; the same for pictures to be compared.
    """
    words = escape(f"{title}. {in_words(shown)}")
    return (
        f'<figure class="mlp-figure"><figcaption>{title}</figcaption>'
        f'<div role="img" aria-label="{words}">{chart_svg(_spec(shown, axis_s))}</div></figure>'
    )


def in_words(shown: Sequence[Bar]) -> str:
    """What the bars say: a sentence for every condition."""
    said = {bar.condition: list[str]() for bar in shown}
    for bar in shown:
        said[bar.condition].append(f"{LABELS[bar.side]} {bar.text}")
    return " ".join(f"{condition}: {'; '.join(each)}." for condition, each in said.items())


def capital(text: str) -> str:
    """The text as a sentence or a title begins."""
    return text[:1].upper() + text[1:]


def _bar(condition: str, side: str, series: Series | None) -> Bar:
    if series is None or not series.values:
        return Bar(condition, side, None)
    ends = min(series.values) / 1000, max(series.values) / 1000
    return Bar(condition, side, series.median / 1000, *ends)


def _spec(shown: Sequence[Bar], axis_s: float) -> dict[str, Any]:
    heads: list[Row] = []
    rows: list[Row] = []
    y = 0
    for bar in shown:
        if bar.condition not in [head["text"] for head in heads]:
            y += BETWEEN if heads else ROW // 2
            heads.append({"text": bar.condition, "x": 0, "y": y})
        y += ROW
        rows.append(_row(bar, y, axis_s))
    measured = [row for row in rows if row["median"] is not None]
    return {
        "width": WIDTH,
        "height": y + ROW // 2,
        "padding": 0,
        "autosize": "none",
        "layer": [
            _layer(heads, _text(fontWeight=600), x="x", text="text"),
            _layer(rows, _text(), x="x", text="label"),
            _layer(measured, BLOCK, x="from", x2="median", y="top", y2="bottom", fill="fill"),
            _layer(measured, LINE, x="shortest", x2="longest"),
            _layer(rows, _text(dx=6), x="longest", text="text"),
        ],
    }


def _row(bar: Bar, y: int, axis_s: float) -> Row:
    def x(seconds: float) -> float:
        return round(BARS_FROM + seconds / axis_s * (BARS_TO - BARS_FROM), 1)

    return {
        "label": LABELS[bar.side],
        "text": bar.text,
        "x": 0,
        "y": y,
        "from": BARS_FROM,
        "median": None if bar.median is None else x(bar.median),
        "shortest": x(bar.shortest),
        "longest": x(bar.longest),
        "top": y - BAR / 2,
        "bottom": y + BAR / 2,
        "fill": "var(--mlp-accent)" if bar.side == OURS else "var(--mlp-edge)",
    }


def _text(**more: object) -> dict[str, object]:
    return {"type": "text", "align": "left", "baseline": "middle", **more}


def _layer(rows: Sequence[Row], mark: Mapping[str, object], **fields: str) -> dict[str, Any]:
    encoding: dict[str, Any] = {
        channel: {"field": field, **CHANNELS.get(channel, {})}
        for channel, field in ({"y": "y"} | fields).items()
    }
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}
