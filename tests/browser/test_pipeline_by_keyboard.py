"""One payment through nine steps, without a mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab_page import START_MS
from pages_server import PagesServer
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

STORES_PATH = "2-feature-store/two-stores/"


@pytest.fixture(autouse=True)
def _journey(record_property: Callable[[str, object], None]) -> None:
    record_property("counts", "journey")


def test_a_payment_travels_by_keyboard(site: PagesServer, page: Page) -> None:
    """Step, back, leave one out and reset; the focus stays on what was pressed."""
    page.goto(site.url + STORES_PATH)
    simulator = page.locator('mlplat-sim[data-sim="feature-store/pipeline"]')
    sentence = simulator.locator(".mlp-text").first
    current = simulator.get_by_role("listitem").filter(has_text="you are here")
    following = simulator.get_by_role("button", name="Run next step")
    chosen = simulator.get_by_label("Leave out")

    following.focus()
    page.keyboard.press("Enter")
    expect(sentence).to_contain_text("Step 1 of 9, capture", timeout=START_MS)
    page.keyboard.press("Space")
    expect(sentence).to_contain_text("Step 2 of 9, ingest")
    expect(following).to_be_focused()
    expect(current).to_have_attribute("aria-current", "step")
    expect(current).to_contain_text("ingest")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(sentence).to_contain_text("Step 1 of 9, capture")
    expect(simulator.get_by_role("button", name="Back")).to_be_focused()

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(chosen).to_be_focused()
    page.keyboard.press("8")  # a select takes what is typed for the beginning of an option
    expect(sentence).to_contain_text("Without step 8, 2 results differ.")
    expect(sentence).to_contain_text("2 of 5 values differ")
    expect(simulator.get_by_role("row", name="served at 10:20: payments_7d 3 2")).to_be_visible()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(sentence).to_contain_text("Nothing has run yet.")
    expect(chosen).to_have_value("none")
    expect(simulator.get_by_role("button", name="Reset")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(sentence).to_contain_text("Step 9 of 9, serve and log")
