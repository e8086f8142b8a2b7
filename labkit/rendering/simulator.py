"""How does a simulator look before its script runs?"""

from __future__ import annotations

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
    if control.kind == "slider":
        unit = escape(control.unit)
        return (
            f'{head}{label}<output for="{name}">{value_with_unit(control.default, control.unit)}'
            f'</output><input type="range" {common} min="{control.min:g}" max="{control.max:g}" '
            f'step="{control.step:g}" value="{control.default:g}" data-unit="{unit}" '
            f'aria-valuetext="{value_with_unit(control.default, control.unit)}"></div>'
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


def value_with_unit(value: float, unit: str) -> str:
    """A slider's value as people read it, such as `4 weeks`; shortest digits, no-break space."""
    return escape(f"{value:g}\N{NO-BREAK SPACE}{unit}" if unit else f"{value:g}")
