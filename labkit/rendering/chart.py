"""A chart's picture, drawn at build time so that it shows without JavaScript."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from labkit.chart_style import styled

VEGA_LITE_VERSION = "6.4"


def chart_svg(spec: Mapping[str, Any], cache: Path | None = None) -> str:
    """SVG of a Vega-Lite spec.

    Args:
        spec: Vega-Lite with inline data and the theme's CSS variables as colours.
        cache: Folder that keeps drawn charts between builds, or None to draw anew.
    """
    svg = _drawn(json.dumps(styled(spec), sort_keys=True), cache)
    # The frame around the picture says in words what it shows.
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)


def _drawn(spec: str, cache: Path | None) -> str:
    import vl_convert  # loads a JavaScript engine; builds without a chart do without it

    key = hashlib.sha256(f"{version('vl-convert-python')} {spec}".encode()).hexdigest()[:16]
    kept = cache / f"{key}.svg" if cache is not None else None
    if kept is not None and kept.exists():
        return kept.read_text(encoding="utf-8")
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE_VERSION)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(svg, encoding="utf-8")
    return svg
