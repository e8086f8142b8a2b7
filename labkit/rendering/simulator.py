"""How does a simulator look before its script runs?"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from labkit.blocks import render_block
from labkit.errors import LabError
from labkit.rendering.chart import chart_svg
from labkit.rendering.markup import data_script, element_id, inline, prose
from labkit.simulation import advance
from labkit.simulator import Control, Simulator


def render_simulator(simulator: Simulator, chart_cache: Path | None = None) -> str:
    """HTML of the simulator with its first view, computed by the very code the page runs.

    Args:
        simulator: What to show.
        chart_cache: Folder that keeps drawn charts between builds, or None to draw anew.

    Raises:
        LabError: `sim.py` fails at the default values.
    """
    name = element_id("sim", simulator.id)
    badge = '<span class="mlp-badge">scenario figures</span>' if simulator.scenario else ""
    controls = "\n".join(_control(control, name) for control in simulator.controls)
    data = {
        "id": simulator.id,
        "source": simulator.source,
        "params": simulator.defaults(),
        "packages": simulator.packages,
        "modules": simulator.modules,
    }
    return f"""\
<mlplat-sim class="mlp-sim" data-sim="{escape(simulator.id)}" data-state="static" id="{name}" \
role="region" aria-labelledby="{name}-title">
<header class="mlp-sim__bar"><h3 class="mlp-sim__title" id="{name}-title">\
{escape(simulator.title)}</h3><p class="mlp-sim__task">{inline(simulator.task)}</p>{badge}\
<span class="mlp-sim__state" role="status"></span></header>
<form class="mlp-sim__controls" autocomplete="off">
{controls}
</form>
<div class="mlp-sim__view" aria-live="polite">
{_first_view(simulator, chart_cache)}
</div>
<details class="mlp-sim__formula"><summary>Formula, and what it leaves out</summary>
{prose(simulator.formula)}
</details>
{data_script("mlp-sim__data", data)}
</mlplat-sim>"""


def _first_view(simulator: Simulator, chart_cache: Path | None) -> str:
    try:
        _, blocks = advance(simulator.source, simulator.defaults(), None, None, simulator.modules)
        return "\n".join(
            render_block(
                block, chart_svg(block["spec"], chart_cache) if block["type"] == "chart" else ""
            )
            for block in blocks
        )
    except LabError:
        raise
    except Exception as problem:
        raise LabError(
            f"the first view fails with {type(problem).__name__}: {problem}",
            "make view() work at every control's default",
            simulator.folder / "sim.py",
        ) from problem


def _control(control: Control, prefix: str) -> str:
    name = f"{prefix}-{control.id}"
    label = f'<label for="{name}">{escape(control.label)}</label>'
    head = f'<div class="mlp-control" data-control="{control.id}" data-kind="{control.kind}">'
    common = f'id="{name}" name="{control.id}" disabled'
    if control.kind in ("slider", "stops"):
        shown = value_with_unit(control.default, control.unit)
        return (
            f'{head}{label}<output for="{name}">{shown}</output><input type="range" {common} '
            f'{_range(control)} data-unit="{escape(control.unit)}" aria-valuetext="{shown}"></div>'
        )
    if control.kind == "select":
        options = "".join(
            f"<option{' selected' if option == control.default else ''}>{escape(option)}</option>"
            for option in control.options
        )
        return f"{head}{label}<select {common}>{options}</select></div>"
    if control.kind == "switch":
        checked = " checked" if control.default else ""
        return f'{head}{label}<input type="checkbox" role="switch" {common}{checked}></div>'
    press = "reset" if control.kind == "reset" else "button"
    return (
        f'{head}<button type="{press}" class="mlp-button" {common}>{escape(control.label)}</button>'
        "</div>"
    )


def _range(control: Control) -> str:
    """Where the slider begins, ends and stands; one of stops counts them."""
    if control.kind == "slider":
        start, end, step, place = control.min, control.max, control.step, control.default
        return f'min="{start:g}" max="{end:g}" step="{step:g}" value="{place:g}"'
    place = control.stops.index(control.default)
    stops = escape(json.dumps(control.stops))
    return f'min="0" max="{len(control.stops) - 1}" step="1" value="{place}" data-stops="{stops}"'


def value_with_unit(value: float, unit: str) -> str:
    """A slider's value as people read it, such as `4 weeks`; shortest digits, no-break space."""
    digits = f"{int(value):,}" if float(value).is_integer() else f"{value:g}"
    return escape(f"{digits}\N{NO-BREAK SPACE}{unit}" if unit else digits)
