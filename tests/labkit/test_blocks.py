"""HTML of simulator blocks."""

from __future__ import annotations

import json

import pytest

from labkit.blocks import render_block
from labkit.errors import LabError
from labkit.simulation import advance, step

SOURCE = """
def initial(params):
    return {"moves": 0}

def act(state, action, params):
    return {"moves": state["moves"] + 1}

def view(state, params):
    return [
        {"type": "text", "text": f"**{state['moves']}** at {params['speed']}", "tone": "good"},
        {"type": "chart", "spec": {"mark": "line"}, "alt": "A line"},
    ]
"""


def test_text_escapes_everything_but_bold() -> None:
    """Bold is the only markup; what looks like HTML is shown as it is."""
    html = render_block({"type": "text", "text": "a < **b & c**", "tone": "bad"})

    assert '<p class="mlp-block mlp-text" data-tone="bad">a &lt; <b>b &amp; c</b></p>' == html


def test_table_marks_numbers_and_the_current_row() -> None:
    """Numbers line up, tones and the current row are marked, cells are escaped."""
    html = render_block(
        {
            "type": "table",
            "caption": "Saving",
            "columns": [{"label": "models"}, {"label": "saving", "align": "right"}],
            "rows": [["1", {"text": "-7", "tone": "bad"}], ["<2>", "0"]],
            "current": 1,
        }
    )

    assert "<caption>Saving</caption>" in html
    assert '<td class="mlp-num" data-tone="bad">-7</td>' in html
    assert '<tr aria-current="true"><td>&lt;2&gt;</td>' in html


def test_unknown_block_says_so() -> None:
    """A block of no known type names its type."""
    with pytest.raises(LabError, match="unknown block type 'hologram'"):
        render_block({"type": "hologram"})


def test_missing_key_says_which() -> None:
    """A block that lacks a key names the key."""
    with pytest.raises(LabError, match="a table block lacks the key 'caption'"):
        render_block({"type": "table", "columns": [], "rows": []})


def test_step_is_advance_with_html() -> None:
    """The page's entry gives the state and the HTML that the build would write."""
    request = {"source": SOURCE, "params": {"speed": 3}, "state": None, "action": {"type": "set"}}

    answer = json.loads(step(json.dumps(request)))

    state, blocks = advance(SOURCE, {"speed": 3}, None, {"type": "set"})
    assert {"moves": 1} == answer["state"] == state
    assert [render_block(block) for block in blocks] == [b["html"] for b in answer["blocks"]]
    assert "line" == answer["blocks"][1]["spec"]["mark"]
    assert "config" in answer["blocks"][1]["spec"]
