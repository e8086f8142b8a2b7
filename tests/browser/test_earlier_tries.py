"""What was tried is kept: to look back at, to bring back, and never without end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab_page import LAB, LabPage
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FIRST = "def pit_join(labels, rows, ttl):\n    return []\n"
SECOND = "def pit_join(labels, rows, ttl):\n    return [None]\n"


@pytest.fixture(autouse=True)
def _journey(record_property: Callable[[str, object], None]) -> None:
    record_property("counts", "journey")


def test_tries_are_listed_compared_and_brought_back(lab: LabPage) -> None:
    """By keyboard: open the list, see what a try had, take it, and undo."""
    page = lab.page
    for program in (FIRST, SECOND):
        lab.type_program(program)
        lab.check()
    page.reload()
    lab.editor.click()
    summary = lab.lab.get_by_text("Earlier tries (2)")
    summary.focus()
    # Python has started, the pointer is near the buttons: both would show the list anew.
    lab.button("Check").hover()
    lab.expect_state("ready")
    page.keyboard.press("Enter")
    tries = lab.lab.get_by_role("list", name="Earlier tries, newest first").get_by_role("listitem")
    expect(tries).to_have_count(2)
    expect(tries.last).to_contain_text("Failed: Ignores values from the future.")

    compare = tries.last.get_by_role("button", name="Compare with the try of")
    compare.press("Enter")
    expect(compare).to_have_attribute("aria-expanded", "true")
    shown = tries.last.get_by_role("region", name="Earlier try")
    expect(shown.locator("del")).to_contain_text("return [None]")
    expect(shown.locator("ins")).to_contain_text("return []")
    tries.last.get_by_role("button", name="Bring back the try of").press("Enter")

    expect(lab.editor).to_be_focused()
    assert FIRST.strip() == lab.code().strip()
    lab.button("Bring mine back").click()
    assert SECOND.strip() == lab.code().strip()


def test_untouched_starter_is_no_try(lab: LabPage) -> None:
    """Reset brings the starter back; a list that holds it would only be longer."""
    lab.check()
    lab.type_program(FIRST)
    lab.check()

    expect(lab.lab.get_by_text("Earlier tries (1)")).to_be_visible()


@pytest.mark.parametrize(
    ("size", "kept"), [(10, 20), (30_000, 3)], ids=["many small ones", "large ones"]
)
def test_only_the_newest_are_kept(lab: LabPage, size: int, kept: int) -> None:
    """At most twenty programs and 100,000 characters, so that other work has room."""
    lab.page.evaluate(
        """([name, size]) => {
          const tries = Array.from({ length: 25 }, (_, number) => ({
            at: new Date(2026, 0, 1, 0, 0, 24 - number).toISOString(),
            code: `# ${24 - number} `.padEnd(size, "#"), why: "failed", check: "Some check",
          }));
          localStorage.setItem(name, JSON.stringify(tries));
        }""",
        [f"mlplat:1:/some-project/:tries:{LAB}", size],
    )

    lab.type_program(FIRST)
    lab.check()

    expect(lab.lab.get_by_text(f"Earlier tries ({kept + (size > 10)})")).to_be_visible()
    tries = lab.lab.get_by_role("list", name="Earlier tries, newest first", include_hidden=True)
    assert "1 Jan, 00:00:24" in (tries.text_content() or "")
