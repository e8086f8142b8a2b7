"""The editor works with a finger on a small screen, where task and code take turns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_page import violations_in_both_schemes
from editor_page import (
    PHONE,
    OpenContext,
    note,
    on_phone,
    option,
    show_code,
    suggested,
    wait_until_ready,
)
from known_browser import KnownBrowser
from lab_page import PATH, START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def known_phone(browser: Browser, site_server: PagesServer) -> Iterator[KnownBrowser]:
    """The browser of a phone that has run Python here before."""
    known = KnownBrowser(browser, site_server.url, **PHONE)
    yield known
    known.context.close()


@pytest.fixture
def phone(known_phone: KnownBrowser, site: PagesServer) -> Iterator[LabPage]:
    """The lesson's lab on that phone."""
    known_phone.forget_work()
    page = known_phone.context.new_page()
    page.goto(site.url + PATH)
    yield LabPage(page)
    known_phone.close_pages()
    assert known_phone.attempts == [], "requests to other hosts"


def test_phone_shows_task_or_code(phone: LabPage) -> None:
    """Two buttons switch; the one that is on says so, and the choice stays."""
    task = phone.lab.locator(".mlp-lab__task")
    expect(task).to_be_visible()
    expect(phone.editor).to_be_hidden()
    expect(phone.button("Task")).to_have_attribute("aria-pressed", "true")

    phone.button("Code").tap()

    expect(phone.editor).to_be_visible()
    expect(task).to_be_hidden()
    expect(phone.button("Code")).to_have_attribute("aria-pressed", "true")
    expect(phone.button("Task")).to_have_attribute("aria-pressed", "false")


def test_phone_comes_back_to_the_code_with_a_result(phone: LabPage) -> None:
    """Whoever read the task while the program ran sees what came of it."""
    show_code(phone)
    wait_until_ready(phone.page)
    phone.page.keyboard.press("ControlOrMeta+a")
    loop = "import time\nend = time.time() + 3\nwhile time.time() < end: pass\nprint('done')"
    phone.page.keyboard.insert_text(loop)
    phone.button("Run").tap()
    phone.expect_state("running")
    phone.button("Task").tap()
    expect(phone.output).to_be_hidden()

    phone.expect_state("ready")

    expect(phone.output).to_be_visible()
    expect(phone.output).to_be_in_viewport()
    expect(phone.output).to_have_text("done\n", use_inner_text=True)


def test_wide_window_print_and_no_script_show_both(
    page: Page, site: PagesServer, open_context: OpenContext
) -> None:
    """The switch is only where both have no room."""
    page.goto(site.url + PATH)
    lab = LabPage(page)
    expect(lab.lab.locator(".mlp-lab__task")).to_be_visible()
    expect(lab.editor).to_be_visible()
    expect(lab.button("Task")).to_be_hidden()

    printed = on_phone(site, open_context)
    printed.page.emulate_media(media="print")
    plain = on_phone(site, open_context, java_script_enabled=False)

    for page in (printed, plain):
        expect(page.lab.locator(".mlp-lab__task")).to_be_visible()
        expect(page.editor).to_be_visible()
        expect(page.lab.locator(".mlp-panes")).to_be_hidden()


def test_phone_wraps_code_and_nothing_moves_when_the_editor_comes(phone: LabPage) -> None:
    """No part scrolls sideways, and the lines stay where they were read."""
    places = """(lines) => {
      const tops = [...lines].map((line) => line.getBoundingClientRect().top);
      return tops.map((top) => top - tops[0]);
    }"""
    # In one step: pressing Code already loads the editor.
    before = phone.lab.evaluate(
        f"""(lab) => {{
          lab.querySelector(".mlp-panes [value=code]").click();
          return ({places})(lab.querySelectorAll(".mlp-editor__static .mlp-line"));
        }}"""
    )
    assert len(before) > 20

    show_code(phone)

    lines = phone.editor.locator(".cm-line")
    assert lines.evaluate_all(places) == pytest.approx(before, abs=1.5)
    wide = "(node) => node.scrollWidth - node.clientWidth"
    assert phone.page.evaluate(f"({wide})(document.documentElement)") <= 0
    assert phone.lab.locator(".cm-scroller").evaluate(wide) <= 0


def test_phone_has_the_keys_that_its_keyboard_hides(phone: LabPage) -> None:
    """Each writes and leaves the focus in the code; brackets come in pairs that typing closes."""
    show_code(phone)
    wait_until_ready(phone.page)
    phone.page.keyboard.press("ControlOrMeta+a")
    phone.page.keyboard.insert_text("rows")
    key = phone.lab.get_by_role("toolbar", name="Code keys").get_by_role

    for name in ("Underscore", "Equals sign", "Square brackets", "Quotes"):
        key("button", name=name).tap()
        expect(phone.editor).to_be_focused()
    assert 'rows_=[""]' == phone.code()
    phone.page.keyboard.type('a"]')
    assert 'rows_=["a"]' == phone.code()

    key("button", name="Indent").tap()
    assert '    rows_=["a"]' == phone.code()
    key("button", name="Dedent").tap()
    key("button", name="Parentheses").tap()
    key("button", name="Colon").tap()
    assert 'rows_=["a"](:)' == phone.code()
    key("button", name="Undo").tap()
    assert 'rows_=["a"](:)' != phone.code()


def test_phone_suggests_only_when_asked(phone: LabPage) -> None:
    """Nothing opens over the code by itself; the key opens a short list above the row of keys."""
    show_code(phone)
    wait_until_ready(phone.page)
    phone.page.keyboard.press("ControlOrMeta+End")
    phone.page.keyboard.type("\nprint(rows.")
    expect(note(phone)).to_contain_text("print(", timeout=START_MS)
    expect(suggested(phone)).to_have_count(0)

    row = phone.lab.get_by_role("toolbar", name="Code keys")
    row.get_by_role("button", name="Suggest names").tap()

    expect(option(phone, "append")).to_be_in_viewport()  # where it is once it has been measured
    shown, keys = suggested(phone).bounding_box(), row.bounding_box()
    last = phone.editor.locator(".cm-line").last.bounding_box()
    assert shown
    assert keys
    assert last
    assert shown["height"] <= 140
    assert shown["y"] > 0
    assert shown["y"] + shown["height"] <= last["y"] + 4
    assert last["y"] + last["height"] <= keys["y"] + 4

    option(phone, "append").tap()
    expect(phone.editor).to_contain_text("print(rows.append")


def test_keys_for_fingers_are_large_enough(phone: LabPage) -> None:
    """Every key of the row and of the switch is at least 44 pixels in both directions."""
    show_code(phone)
    row = phone.lab.get_by_role("toolbar", name="Code keys").get_by_role("button")

    for button in [*row.all(), phone.button("Task"), phone.button("Code")]:
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44


def test_phone_has_no_violation(site: PagesServer, open_context: OpenContext) -> None:
    """Nor with the switch and the row of keys."""
    phone = on_phone(site, open_context, color_scheme="light", reduced_motion="reduce")
    assert [] == violations_in_both_schemes(phone.page)

    show_code(phone)
    expect(phone.lab.get_by_role("toolbar", name="Code keys")).to_be_visible()

    assert [] == violations_in_both_schemes(phone.page)
