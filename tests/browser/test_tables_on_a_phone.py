"""A table that is wider than a phone is moved sideways, and its caption stays in sight."""

from __future__ import annotations

import pytest
from pages_server import PagesServer
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PATH = "1-architecture/three-shapes/"
# Of each table that is wider than its frame, moved to its right end: whether the caption begins and
# ends within the frame.
MOVED = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const wide = [...document.querySelectorAll(".mlp-table")].filter(
    (frame) => frame.scrollWidth > frame.clientWidth && frame.querySelector("caption")
  );
  return wide.map((frame) => {
    const seen = () => {
      const outer = frame.getBoundingClientRect();
      const inner = frame.querySelector("caption").getBoundingClientRect();
      return inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
    };
    const before = seen();
    frame.scrollLeft = frame.scrollWidth;
    return [before, frame.scrollLeft > 0, seen()];
  });
}"""


def test_captions_of_wide_tables_stay_in_sight(browser: Browser, site_server: PagesServer) -> None:
    """At both ends of each table: here that of all components, once it is unfolded."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site_server.url + PATH)

    found = page.evaluate(MOVED)

    context.close()
    assert found
    assert found == [[True, True, True]] * len(found)
