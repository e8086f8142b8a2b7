"""What do all charts of the course share?

Colours are the theme's CSS variables, so that one picture serves both colour schemes. Standard
library only: the build and the page use the same values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CHART_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": "Source Sans 3 Variable, Source Sans 3, system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--mlp-soft)",
        "labelFontSize": 13,
        "titleColor": "var(--mlp-soft)",
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "gridColor": "var(--mlp-line)",
        "domainColor": "var(--mlp-line)",
        "tickColor": "var(--mlp-line)",
    },
    "text": {"fontSize": 13, "color": "var(--mlp-ink)"},
    "line": {"strokeWidth": 2.5},
}


def styled(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The Vega-Lite spec with the course's look; what the spec says itself wins."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        **spec,
        "config": {**CHART_CONFIG, **spec.get("config", {})},
    }
