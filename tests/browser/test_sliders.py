"""Sliders that get what is no value at all, and sliders of stops."""

from __future__ import annotations

from pathlib import Path

import pytest
from lab_page import START_MS
from pages_server import PagesServer
from playwright.sync_api import Locator, Page, expect

from labkit.course import read_course
from labkit.simulation import load_simulator

pytestmark = pytest.mark.browser

PATH = "1-architecture/three-shapes/"
FOLDER = read_course(Path(__file__).parents[2] / "labs").simulators["architecture/lead-time"]
SLIDERS = [control for control in FOLDER.controls if control.kind == "slider"]
# A hand in the developer tools, or an extension that fills in forms.
SET = """(slider, value) => {
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def sentences(**changed: float) -> list[str]:
    """What the simulator says in CPython, with the defaults except for what is changed."""
    simulator = load_simulator(FOLDER.source, FOLDER.modules)
    params = FOLDER.defaults() | changed
    blocks = simulator.view(simulator.initial(params), params)
    return [block["text"].replace("*", "") for block in blocks if block["type"] == "text"]


def expect_sentences(sim: Locator, wanted: list[str]) -> None:
    """Wait until the page says the same."""
    for place, text in enumerate(wanted):
        expect(sim.locator(".mlp-text").nth(place)).to_have_text(text, timeout=START_MS)


@pytest.fixture
def simulator(site: PagesServer, known_page: Page) -> Locator:
    """The simulator of lead time, in a browser that has run Python before."""
    known_page.goto(site.url + PATH)
    return known_page.locator('mlplat-sim[data-sim="architecture/lead-time"]')


def test_a_value_that_is_none_leaves_the_simulator_calm(simulator: Locator) -> None:
    """Too much becomes the end, and words the middle, as the browser has it; nothing breaks."""
    control = SLIDERS[0]
    slider = simulator.locator(f'input[name="{control.id}"]')

    slider.evaluate(SET, "1e99")
    expect_sentences(simulator, sentences(**{control.id: control.max}))
    slider.evaluate(SET, "twelve")
    value = slider.evaluate("(slider) => slider.valueAsNumber")

    assert control.min <= value <= control.max
    expect_sentences(simulator, sentences(**{control.id: value}))
    expect(simulator).to_have_attribute("data-state", "ready")


def test_a_slider_of_stops_says_their_values(site: PagesServer, known_page: Page) -> None:
    """The second stop is 2 and the last a million, for the eye, for the ear and for Python."""
    known_page.goto(site.url + "4-serving/who-is-waiting/")
    simulator = known_page.locator('mlplat-sim[data-sim="serving/patterns"]')
    slider = simulator.get_by_role("slider", name="Requests at once")

    for key, value, said in [
        ("ArrowRight", "2", "2 requests"),
        ("End", "1,000,000", "1,000,000 requests"),
        ("Home", "1", "One request"),
    ]:
        slider.press(key)

        expect(slider).to_have_attribute("aria-valuetext", value)
        expect(simulator.locator('[data-control="requests"] output')).to_have_text(value)
        expect(simulator.locator(".mlp-text").first).to_contain_text(said, timeout=START_MS)
