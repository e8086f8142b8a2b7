"""HTML of simulator blocks."""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from urllib.parse import unquote

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


def test_steps_say_their_state_in_words() -> None:
    """An ordered list, whose current step assistive technology can find."""
    html = render_block(
        {
            "type": "steps",
            "label": "Two <steps>",
            "items": [
                {"text": "read", "state": "left out", "tone": "bad"},
                {"text": "write & log", "state": "", "current": True},
            ],
        }
    )

    assert (
        '<ol class="mlp-block mlp-stages" aria-label="Two &lt;steps&gt;">'
        '<li data-tone="bad"><span>read</span> <small>left out</small></li>'
        '<li aria-current="step"><span>write &amp; log</span></li></ol>'
    ) == html


def test_code_is_shown_as_written() -> None:
    """What looks like HTML in a program stays a program; long lines can be scrolled by key."""
    html = render_block({"type": "code", "title": "The line", "text": "a < b"})

    assert "<figcaption>The line</figcaption>" in html
    assert '<pre tabindex="0"><code>a &lt; b</code></pre>' in html


def test_file_is_a_link_that_holds_the_text() -> None:
    """Whatever the text has in it comes out of the address again, and none of it is markup."""
    text = '{"share": "5 %41", "hash": "#1"}\n\t<b>&amp; "ja"</b> "größer"\r\n'
    block = {"type": "file", "name": 'a "b".jsonl', "text": text, "label": "Download <it>"}

    html = render_block(block)

    found = re.fullmatch(
        r'<p class="mlp-block mlp-file"><a class="mlp-button" '
        r'download="a &quot;b&quot;.jsonl" href="data:text/plain;charset=utf-8,([^"]*)">'
        r"Download &lt;it&gt;</a></p>",
        html,
    )
    assert found
    assert not re.search(r"[\s#<>]", found[1])
    assert unquote(unescape(found[1])) == text


def test_simulator_imports_its_modules() -> None:
    """Files beside `sim.py` are modules, each for those after it, in the page's entry too."""
    source = "from limits import HIGHEST\n" + SOURCE.replace("params['speed']", "HIGHEST")
    modules = [["words", "TEN = 10"], ["limits", "from words import TEN\nHIGHEST = TEN + 1"]]
    asked = {"source": source, "params": {}, "state": None, "action": None, "modules": modules}

    answer = json.loads(step(json.dumps(asked)))

    assert "at 11" in answer["blocks"][0]["html"]
    assert not {"words", "limits"} & sys.modules.keys()


def test_other_modules_of_the_same_name_are_another_simulator() -> None:
    """Two simulators of a page may both have a module of one name."""
    source = "from limits import HIGHEST\n" + SOURCE.replace("params['speed']", "HIGHEST")

    views = [
        advance(source, {}, None, None, (("limits", f"HIGHEST = {highest}"),))[1]
        for highest in (1, 2, 1)
    ]

    assert ["at 1", "at 2", "at 1"] == [blocks[0]["text"][-4:] for blocks in views]


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
