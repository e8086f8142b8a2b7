"""How does the request console look before its script runs?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from html import escape

from labkit.console import Example
from labkit.rendering.markup import data_script


def render_console(examples: Sequence[Example], name: str) -> str:
    """HTML of the requests that the lab suggests; nothing if it suggests none.

    Args:
        examples: What `lab.toml` has under `[console]`.
        name: The id of the lab's element.
    """
    if not examples:
        return ""
    rows = "".join(
        f"<tr><td>{escape(example.title)}</td><td><code>{example.method}</code></td>"
        f"<td><code>{escape(example.path)}</code></td><td>{_code(example.body)}</td></tr>"
        for example in examples
    )
    return f"""\
<section class="mlp-console" aria-labelledby="{name}-console {name}-title">
<h4 class="mlp-console__title" id="{name}-console">Ask your app</h4>
<div class="mlp-console__examples"><table>
<thead><tr><th>Request</th><th>Method</th><th>Path</th><th>Body</th></tr></thead>
<tbody>{rows}</tbody></table></div>
<button type="button" class="mlp-button" data-action="console" hidden>Open the console</button>
{data_script("mlp-console__data", {"examples": [asdict(example) for example in examples]})}
</section>"""


def _code(body: str) -> str:
    return f"<code>{escape(body)}</code>" if body else "none"
