"""A simulator whose answer takes long says that it computes."""

from __future__ import annotations

import pytest
from pages_server import PagesServer
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PATH = "2-feature-store/travelling-in-time/"
START_MS = 120_000
# Keeps what the simulator's status says from now on.
LISTEN = """(sim) => {
  const status = sim.querySelector(".mlp-sim__state");
  window.said = [];
  const keep = () => said.push([sim.dataset.state, status.textContent]);
  new MutationObserver(keep).observe(status, { childList: true });
}"""


def test_an_answer_that_takes_long_is_announced(page: Page, site_server: PagesServer) -> None:
    """The first answer trains models, which takes a second even on a fast machine."""
    page.goto(site_server.url + PATH)
    sim = page.locator('mlplat-sim[data-sim="feature-store/leakage"]')
    sim.evaluate(LISTEN)

    sim.get_by_role("combobox").or_(sim.get_by_role("slider")).first.focus()

    page.wait_for_function("window.said.some(([, text]) => text === 'Computing')", timeout=START_MS)
    expect(sim).to_have_attribute("data-state", "ready", timeout=START_MS)
    expect(sim.locator(".mlp-sim__state")).to_have_text("")
    assert ["running", "Computing"] in page.evaluate("window.said")
