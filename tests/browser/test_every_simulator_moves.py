"""Every control of every simulator, moved on its page: the page shows what CPython shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lab_page import START_MS
from pages_server import PagesServer
from playwright.sync_api import Locator, Page, expect

from labkit.blocks import for_page
from labkit.course import read_course
from labkit.simulation import advance
from labkit.simulator import Control, Simulator

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SIMULATORS = read_course(ROOT / "labs").simulators
PLACED = re.compile(r"<!-- sim: ([\w/-]+) -->")
PAGES = {
    simulator: f"{page.relative_to(ROOT / 'docs').with_suffix('').as_posix()}/"
    for pattern in ("*.md", "*.ipynb")
    for page in sorted((ROOT / "docs").rglob(pattern))
    for simulator in PLACED.findall(page.read_text("utf-8"))
}
# Whether the view consists of these blocks: a chart's words change when it has been drawn anew.
SHOWS = """([sim, blocks]) => {
  const wordsOf = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.textContent;
  };
  const shown = [...sim.querySelector(".mlp-sim__view").children];
  if (sim.dataset.state !== "ready" || shown.length !== blocks.length) return false;
  return blocks.every((block, place) => {
    if (block.type !== "chart") return shown[place].textContent === wordsOf(block.html);
    const picture = shown[place].querySelector(".mlp-chart__picture");
    return picture.getAttribute("aria-label") === block.alt && picture.querySelector("svg");
  });
}"""


class Twin:
    """The same simulator in CPython, moved the same way."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.params: dict[str, Any] = simulator.defaults()
        self.state: object = None
        self.act(None)

    def act(self, action: dict[str, str] | None) -> list[dict[str, Any]]:
        """What the page should show after it."""
        self.state, blocks = advance(
            self.simulator.source, self.params, self.state, action, self.simulator.modules
        )
        return [for_page(block) for block in blocks]

    def move(self, control: Control, value: object) -> list[dict[str, Any]]:
        """The same, after the control got a value."""
        self.params[control.id] = value
        return self.act({"type": "set", "control": control.id})

    def press(self, control: Control) -> list[dict[str, Any]]:
        """The same, after a button was pressed."""
        if control.kind == "reset":
            self.params = self.simulator.defaults()
        return self.act({"type": "press", "control": control.id})


def expect_blocks(sim: Locator, blocks: list[dict[str, Any]]) -> None:
    """Wait until the page shows them."""
    sim.page.wait_for_function(SHOWS, arg=[sim.element_handle(), blocks], timeout=START_MS)


def last_value(control: Control) -> object:
    """Where the control is moved to."""
    if control.kind == "slider":
        return int(control.max) if float(control.max).is_integer() else control.max
    if control.kind == "stops":
        return control.stops[-1]
    return control.options[-1] if control.kind == "select" else not control.default


def move_on_page(element: Locator, control: Control) -> None:
    """The same as a learner does it."""
    if control.kind in ("slider", "stops"):
        element.press("End")
    elif control.kind == "select":
        element.select_option(control.options[-1])
    else:
        element.press("Space")


@pytest.mark.parametrize("simulator", SIMULATORS.values(), ids=lambda simulator: simulator.id)
def test_every_control_does_what_it_does_in_cpython(
    simulator: Simulator, site: PagesServer, known_page: Page
) -> None:
    """To its last value by keyboard, one control after the other, each button once in between."""
    known_page.goto(site.url + PAGES[simulator.id])
    sim = known_page.locator(f'mlplat-sim[data-sim="{simulator.id}"]')
    twin = Twin(simulator)

    for control in simulator.controls:
        element = sim.locator(f'[name="{control.id}"]')
        if control.kind in ("button", "reset"):
            element.press("Enter")
            wanted = twin.press(control)
        else:
            if last_value(control) == twin.params[control.id]:
                continue
            move_on_page(element, control)
            wanted = twin.move(control, last_value(control))

        expect_blocks(sim, wanted)
    expect(sim).to_have_attribute("data-state", "ready")
