"""How does a lab look before its script runs?"""

from __future__ import annotations

from html import escape

from labkit.lab import Lab
from labkit.rendering.console import render_console
from labkit.rendering.markup import code_lines, data_script, element_id, prose

NO_SCRIPT = (
    '<noscript><p class="mlp-lab__noscript">Running and checking need JavaScript; the task, '
    "the code, the hints and a solution are all here without it.</p></noscript>"
)

PANES = (
    '<div class="mlp-panes" role="group" aria-label="Show">'
    '<button type="button" class="mlp-button" value="task">Task</button>'
    '<button type="button" class="mlp-button" value="code">Code</button></div>'
)


def render_lab(lab: Lab) -> str:
    """HTML of the lab: task, code, checks, hints and a solution."""
    name = element_id("lab", lab.id)
    code = code_lines(lab.starter)
    return f"""\
<mlplat-lab class="mlp-lab" data-lab="{escape(lab.id)}" data-state="static" id="{name}" \
role="region" aria-labelledby="{name}-title">
<header class="mlp-lab__bar"><span class="mlp-lab__number">{lab.number}</span>\
<h3 class="mlp-lab__title" id="{name}-title">{escape(lab.title)}</h3>\
<span class="mlp-lab__minutes">{lab.minutes} min</span>\
<span class="mlp-lab__state" role="status"></span></header>
<div class="mlp-lab__split">
{PANES}
<div class="mlp-lab__task">{prose(lab.text)}</div>
<div class="mlp-lab__work">
<div class="mlp-editor"><pre class="mlp-editor__static highlight" tabindex="0" role="textbox" \
aria-multiline="true" aria-readonly="true" aria-label="Code editor"><code>{code}</code></pre></div>
<p class="mlp-editor__keys"></p>
{_tools(len(lab.hints))}
{NO_SCRIPT}
<div class="mlp-lab__output" role="log" aria-label="Output"></div>
</div>
</div>
{_checks(lab, name)}
{render_console(lab.console, name)}
<div class="mlp-help"></div>
{_static_help(lab)}
{data_script("mlp-lab__data", _data(lab))}
</mlplat-lab>"""


def _tools(hints: int) -> str:
    # What is hidden from assistive technology keeps each button's name to the word alone.
    shortcut = '<kbd aria-hidden="true">Ctrl ↵</kbd>'
    count = f'<span aria-hidden="true" class="mlp-button__count"> 1 of {hints}</span>'
    buttons = (
        _button("run", f"Run{shortcut}"),
        _button("check", "Check", "main"),
        _button("stop", "Stop"),
        '<span class="mlp-lab__gap"></span>',
        _button("hint", f"Hint{count}", "quiet"),
        _button("solution", "Solution", "quiet"),
        _button("reset", "Reset", "quiet"),
        _button("share", "Share", "quiet"),
        _button("download", "Download", "quiet"),
    )
    return (
        '<div class="mlp-lab__tools" role="group" aria-label="Lab controls">\n'
        + "\n".join(buttons)
        + "\n</div>"
    )


def _button(action: str, content: str, variant: str = "") -> str:
    css = f"mlp-button mlp-button--{variant}" if variant else "mlp-button"
    return f'<button type="button" class="{css}" data-action="{action}" disabled>{content}</button>'


def _checks(lab: Lab, name: str) -> str:
    # A lesson may link to the check that holds what it says.
    items = "".join(
        f'<li id="{name}-{task.id}" data-check="{task.id}" data-result="not-run">'
        '<span class="mlp-checks__mark" aria-hidden="true">·</span>'
        f'<span class="mlp-checks__title">{escape(task.title)}</span>'
        '<span class="mlp-visually-hidden mlp-checks__word">not run</span></li>'
        for task in lab.tasks
    )
    return (
        '<div class="mlp-checks" role="group" aria-label="Checks">'
        f'<p class="mlp-checks__summary" role="status">{len(lab.tasks)} checks</p>'
        f'<ol class="mlp-checks__list">{items}</ol></div>'
    )


def _static_help(lab: Lab) -> str:
    hints = "".join(f"<li>{escape(hint)}</li>" for hint in lab.hints)
    return (
        '<details class="mlp-lab__static-help"><summary>Hints and a solution</summary>'
        f'<ol>{hints}</ol><pre class="highlight"><code>{code_lines(lab.solution)}</code></pre>'
        "</details>"
    )


def _data(lab: Lab) -> dict[str, object]:
    return {
        "id": lab.id,
        "starter": lab.starter,
        "checks": lab.checks,
        "solution": lab.solution,
        "hints": list(lab.hints),
        "timeBudgetS": lab.time_budget_s,
        "packages": list(lab.packages),
    }
