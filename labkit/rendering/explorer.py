"""How does an explorer look before its script runs? All designs, each as picture and table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from labkit.blast_radius import Effect, blast_radius
from labkit.explorer import FACTS, SHAPES, Component, Explorer, Tab
from labkit.rendering.diagram import render_diagram, shape_icon, shared_processes
from labkit.rendering.markup import data_script, element_id, inline


def render_explorer(explorer: Explorer) -> str:
    """HTML of the explorer, with the blast radius of every component."""
    name = element_id("explorer", explorer.id)
    tabs = "\n".join(_tab(tab, name) for tab in explorer.tabs)
    radius = {tab.id: _radius(tab) for tab in explorer.tabs}
    return f"""\
<mlplat-explorer class="mlp-explorer" data-explorer="{escape(explorer.id)}" data-state="static" \
id="{name}" role="region" aria-labelledby="{name}-title">
<header class="mlp-explorer__bar"><h3 class="mlp-explorer__title" id="{name}-title">\
{escape(explorer.title)}</h3><p class="mlp-explorer__task">{inline(explorer.task)}</p></header>
{tabs}
{data_script("mlp-explorer__data", radius)}
</mlplat-explorer>"""


def _tab(tab: Tab, name: str) -> str:
    return f"""\
<section class="mlp-explorer__tab" data-tab="{escape(tab.id)}" data-label="{escape(tab.label)}" \
id="{name}-{escape(tab.id)}">
<h4 class="mlp-explorer__label">{escape(tab.label)}</h4>
<p class="mlp-explorer__summary">{inline(tab.summary)}</p>
<div class="mlp-explorer__picture">{render_diagram(tab, name)}
{_legend(tab)}</div>
{_table(tab)}
</section>"""


def _legend(tab: Tab) -> str:
    used = {component.shape for component in tab.components}
    shapes = "".join(f"<li>{shape_icon(shape)}{shape}</li>" for shape in SHAPES if shape in used)
    shared = (
        '<li class="mlp-legend__shared">one process, one fate</li>'
        if shared_processes(tab.components)
        else ""
    )
    return (
        f'<ul class="mlp-legend">{shapes}{shared}<li class="mlp-legend__needs">needs</li>'
        '<li class="mlp-legend__uses">can do without</li></ul>'
    )


def _table(tab: Tab) -> str:
    components = [each for each in tab.components if each.facts]
    shown = [key for key in FACTS if any(key in each.facts for each in components)]
    head = "".join(f'<th scope="col">{FACTS[key]}</th>' for key in shown)
    rows = "".join(_row(each, shown, tab) for each in components)
    caption = f"{escape(tab.label)}: every component"
    return (
        '<details class="mlp-explorer__all" open><summary>All components as a table</summary>'
        f'<div class="mlp-table" tabindex="0" role="group" aria-label="{caption}"><table>'
        f'<caption>{caption}</caption><thead><tr><th scope="col">Component</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _row(component: Component, shown: Sequence[str], tab: Tab) -> str:
    cells = "".join(_cell(component, key, tab) for key in shown)
    return (
        f'<tr data-component="{escape(component.id)}"><th scope="row">{escape(component.name)}</th>'
        f"{cells}</tr>"
    )


def _cell(component: Component, key: str, tab: Tab) -> str:
    text = inline(component.facts.get(key, ""))
    if key == "fails":
        radius = _in_words(tab.components, blast_radius(tab.components, component.id))
        text = f'{text} <span class="mlp-explorer__radius">{escape(radius)}</span>'
    return f"<td>{text}</td>"


def _in_words(components: Sequence[Component], effects: Sequence[Effect]) -> str:
    """The whole blast radius in one or two sentences."""
    names = {component.id: component.name for component in components}
    said = []
    for state, verb in (("down", "Stops with it"), ("degraded", "Goes on with less")):
        affected = [names[each.component] for each in effects if each.state == state]
        if affected:
            said.append(f"{verb}: {', '.join(affected)}.")
    return " ".join(said) or "Nothing else stops."


def _radius(tab: Tab) -> dict[str, Any]:
    """For the script: of each component that can fail, a summary and what happens to the others."""
    names = {component.id: component for component in tab.components}
    radius = {}
    for component in tab.components:
        if not component.facts:
            continue
        effects = blast_radius(tab.components, component.id)
        radius[component.id] = {
            "summary": _summary(component, effects, len(tab.components) - 1),
            "effects": [[each.component, each.state, _sentence(each, names)] for each in effects],
        }
    return radius


def _summary(failed: Component, effects: Sequence[Effect], others: int) -> str:
    down = sum(each.state == "down" for each in effects)
    less = len(effects) - down
    rest = others - down - less
    counted = (
        (down, f"{_of(down, others)} {'stops' if down == 1 else 'stop'} with it"),
        (less, f"{less} {'goes' if less == 1 else 'go'} on with less"),
        (rest, f"{rest} {'notices' if rest == 1 else 'notice'} nothing"),
    )
    if not effects:
        return f"{failed.name} fails: none of the {others} others notices at once."
    return f"{failed.name} fails: {', '.join(said for number, said in counted if number)}."


def _of(number: int, others: int) -> str:
    return f"all {others} others" if number == others else f"{number} of {others} others"


def _sentence(effect: Effect, components: dict[str, Component]) -> str:
    affected, cause = components[effect.component], components[effect.cause]
    if effect.state == "degraded":
        return f"{affected.name}: {affected.uses[effect.cause]}."
    if affected.shape == "person":
        return f"{affected.name}: get no answer."
    if effect.through == "process":
        return f"{affected.name}: stops, since it runs in the same process as {cause.name}."
    return f"{affected.name}: stops, since it needs {cause.name}."
