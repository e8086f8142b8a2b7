"""The editor searches, takes back, tells errors at their line, and costs readers nothing."""

from __future__ import annotations

import pytest
from axe_page import in_light, violations_in_both_schemes
from editor_page import note, option, write
from lab_page import PATH, START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TELL_FIRST_OUTPUT = """(log) => new MutationObserver((_, observer) => {
  if (!log.textContent.trim()) return;
  observer.disconnect();
  window.tellOutput();
}).observe(log, { subtree: true, childList: true, characterData: true })"""


def test_search_belongs_to_the_code_that_has_the_focus(lab: LabPage) -> None:
    """Ctrl-F in the code searches and replaces there; Escape leads back."""
    lab.type_program("first = 1\nprint(first)")
    lab.page.keyboard.press("ControlOrMeta+f")
    field = lab.lab.get_by_role("textbox", name="Find")
    expect(field).to_be_focused()

    field.fill("first")
    lab.lab.get_by_role("textbox", name="Replace with").fill("second")
    lab.button("Replace all").click()
    field.press("Escape")

    assert "second = 1\nprint(second)" == lab.code()
    expect(field).to_have_count(0)
    expect(lab.editor).to_be_focused()


def test_a_press_on_run_gets_its_output_before_the_editor(lab: LabPage) -> None:
    """The editor comes by itself, but only when nobody waits for Python any more."""
    seen: list[str] = []
    lab.page.expose_function("tellOutput", lambda: seen.append("output"))
    lab.page.on("request", lambda request: seen.append(request.url.rpartition("/")[2]))
    lab.lab.locator("[role=log]").evaluate(TELL_FIRST_OUTPUT)

    lab.button("Run").click()

    expect(lab.editor).to_have_attribute("contenteditable", "true", timeout=START_MS)
    assert seen.index("output") < seen.index("editor-view.js")


def test_undo_takes_back_a_reset_and_a_taken_name_each_at_once(lab: LabPage) -> None:
    """What was typed just before stays."""
    write(lab, "import math\n")
    lab.page.keyboard.type("math.flo")
    expect(option(lab, "floor")).to_be_visible(timeout=START_MS)
    lab.page.keyboard.press("ArrowDown")
    lab.page.keyboard.press("Enter")
    assert lab.code().endswith("math.floor")
    lab.button("Reset").click()
    expect(lab.editor).to_contain_text("pit_join")

    lab.editor.focus()
    lab.page.keyboard.press("ControlOrMeta+z")
    assert "import math\nmath.floor" == lab.code()

    lab.page.keyboard.press("ControlOrMeta+z")
    assert "import math\nmath.flo" == lab.code()


def test_error_is_told_at_its_line_until_the_next_edit(lab: LabPage) -> None:
    """The message stands below the line and is tied to the editor; any edit takes it away."""
    write(lab, "rows = {}\nprint(rows['vlaue'])\n")
    lab.button("Run").click()
    lab.expect_state("error")

    message = lab.editor.locator(".mlp-editor__error")
    expect(message).to_contain_text("KeyError: 'vlaue'")
    expect(lab.editor).to_have_attribute("aria-invalid", "true")
    described_by = lab.editor.get_attribute("aria-describedby") or ""
    assert message.get_attribute("id") in described_by.split()

    lab.editor.focus()
    lab.page.keyboard.press("ControlOrMeta+End")
    lab.page.keyboard.type("x")

    expect(message).to_have_count(0)
    expect(lab.editor).not_to_have_attribute("aria-invalid", "true")
    expect(lab.editor.locator(".mlp-line--error")).to_have_count(1)


def test_reading_loads_no_part_of_the_editor(lab: LabPage, site: PagesServer) -> None:
    """Neither its code nor its styles."""
    lab.page.keyboard.press("End")
    lab.page.wait_for_load_state("networkidle")
    loaded = lab.page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")

    assert [] == [name for name in loaded if "codemirror" in name or "editor-tools" in name]


def test_helpers_have_no_violation(site: PagesServer, known_page: Page) -> None:
    """Axe agrees with search, a list, a signature and an error that are open at once."""
    page = in_light(known_page)
    page.goto(site.url + PATH)
    lab = LabPage(page)
    write(lab, "rows = {}\nprint(rows['vlaue'], rows.")
    page.keyboard.press("ControlOrMeta+Enter")
    lab.expect_state("error")
    page.keyboard.press("ControlOrMeta+f")
    lab.editor.focus()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.press("ControlOrMeta+Space")
    expect(option(lab, "clear")).to_be_visible(timeout=START_MS)
    page.keyboard.press("ArrowDown")
    expect(note(lab)).to_contain_text("print(", timeout=START_MS)

    assert [] == violations_in_both_schemes(page)
    expect(option(lab, "clear")).to_be_visible()
    expect(note(lab)).to_be_visible()
