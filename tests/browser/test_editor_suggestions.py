"""The editor suggests names and tells how functions are called, and never gets in the way."""

from __future__ import annotations

import pytest
from editor_page import note, option, suggested, write
from lab_page import PATH, START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_names_come_from_the_running_python(lab: LabPage) -> None:
    """After a dot the platform's public names open by themselves; arrow and Enter take one."""
    write(lab, "import mlplat_core\n")

    lab.page.keyboard.type("mlplat_core.point")
    expect(option(lab, "point_in_time_join")).to_be_visible(timeout=START_MS)
    lab.page.keyboard.press("ArrowDown")
    expect(option(lab, "point_in_time_join")).to_have_attribute("aria-selected", "true")
    lab.page.keyboard.press("Enter")

    assert "import mlplat_core\nmlplat_core.point_in_time_join" == lab.code()
    expect(suggested(lab)).to_have_count(0)


def test_a_list_nobody_chose_from_takes_no_key(lab: LabPage) -> None:
    """Enter still breaks the line, and Escape closes the list without a trace."""
    write(lab, "rows = []\nrows.")
    lab.page.keyboard.press("ControlOrMeta+Space")
    expect(option(lab, "append")).to_be_visible(timeout=START_MS)
    lab.page.keyboard.press("Enter")
    expect(suggested(lab)).to_have_count(0)
    assert "rows = []\nrows.\n    " == lab.code()

    lab.page.keyboard.press("ControlOrMeta+Space")
    expect(option(lab, "rows")).to_be_visible()
    lab.page.keyboard.press("Escape")

    expect(suggested(lab)).to_have_count(0)
    assert "rows = []\nrows.\n    " == lab.code()
    expect(lab.lab.get_by_text("Tab now leaves the editor")).to_have_count(0)


def test_asking_runs_nothing_and_does_not_hold_up_a_run(lab: LabPage) -> None:
    """The program prints once, when it is run, also when Run comes in the middle of a question."""
    write(lab, "print('once')\n")
    lab.page.keyboard.type("print(sorted([3, 1]).")
    expect(option(lab, "append")).to_be_visible(timeout=START_MS)
    expect(lab.lab.locator(".mlp-lab__output")).to_be_empty()

    lab.page.keyboard.type("copy(")
    lab.page.keyboard.type("))")
    lab.page.keyboard.press("ControlOrMeta+Enter")

    lab.expect_state("ready")
    expect(lab.output).to_have_text("once\n[1, 3]\n", use_inner_text=True)


def test_signature_is_told_while_a_call_is_written(lab: LabPage) -> None:
    """Parameters, the one at hand, and the first sentence of the docstring; gone after the call."""
    write(lab, "from mlplat_core import Entity\n")

    lab.page.keyboard.type("Entity('user', ")

    expect(note(lab)).to_contain_text("Entity(name, join_keys", timeout=START_MS)
    expect(note(lab).locator(".mlp-editor__here")).to_have_text("join_keys")
    lab.page.keyboard.type("['id'])")
    expect(note(lab)).to_be_empty()


def test_words_are_suggested_without_python(page: Page, site: PagesServer) -> None:
    """When Python cannot be had, the program's own words and the keywords still complete."""
    page.goto(site.url + PATH)
    lab = LabPage(page)
    runtime = lab.page.locator('meta[name="mlplat-runtime"]').get_attribute("content") or ""
    wasm = runtime.replace("../", "") + "pyodide.asm.wasm"
    site.replaced[wasm] = (404, b"Not found")
    lab.type_program("weighted = 1\nw")
    expect(lab.lab).to_have_attribute("data-state", "error", timeout=START_MS)

    lab.page.keyboard.press("ControlOrMeta+Space")

    expect(option(lab, "weighted")).to_be_visible()
    expect(option(lab, "while")).to_be_visible()


def test_suggesting_never_starts_python(lab: LabPage) -> None:
    """With a program running, words are suggested and the program goes on."""
    write(lab, "waiting = 1\nwhile True:\n    pass\nw")
    lab.button("Run").click()
    lab.expect_state("running")
    lab.editor.focus()

    lab.page.keyboard.type("a")
    lab.page.keyboard.press("ControlOrMeta+Space")

    expect(option(lab, "waiting")).to_be_visible()
    expect(option(lab, "waiting")).to_contain_text("word")
    expect(lab.lab).to_have_attribute("data-state", "running")
    lab.button("Stop").click()


def test_tab_takes_a_chosen_name_after_a_click(lab: LabPage) -> None:
    """Who came by mouse may take the chosen name with Tab."""
    write(lab, "rows = []\nrows.app")
    lab.page.keyboard.press("ControlOrMeta+Space")
    expect(option(lab, "append")).to_be_visible(timeout=START_MS)

    lab.page.keyboard.press("ArrowDown")
    lab.page.keyboard.press("Tab")

    assert "rows = []\nrows.append" == lab.code()


def test_tab_still_leaves_for_whoever_came_by_keyboard(lab: LabPage) -> None:
    """Even with a name chosen: the one rule that must never change its meaning."""
    write(lab, "rows = []\nrows.app")
    lab.button("Run").focus()
    lab.page.keyboard.press("Shift+Tab")
    expect(lab.editor).to_be_focused()
    lab.page.keyboard.press("ControlOrMeta+Space")
    expect(option(lab, "append")).to_be_visible(timeout=START_MS)

    lab.page.keyboard.press("ArrowDown")
    lab.page.keyboard.press("Tab")

    expect(lab.editor).not_to_be_focused()
    assert "rows = []\nrows.app" == lab.code()
