"""The editor helps with writing, by keyboard, by mouse and by finger, and never gets in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab_page import PATH, START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Locator, Page, expect
from test_accessibility import violations

pytestmark = pytest.mark.browser

OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def lab(site: PagesServer, page: Page) -> LabPage:
    """The lesson's lab on a first visit."""
    page.goto(site.url + PATH)
    return LabPage(page)


@pytest.fixture
def phone(site: PagesServer, open_context: OpenContext) -> LabPage:
    """The same lab on a phone."""
    return on_phone(site, open_context)


def on_phone(site: PagesServer, open_context: OpenContext, **options: object) -> LabPage:
    """The lab on a phone, opened with more options of a browser context."""
    size = {"width": 390, "height": 780}
    page = open_context(viewport=size, has_touch=True, is_mobile=True, **options).new_page()
    page.goto(site.url + PATH)
    return LabPage(page)


def write(lab: LabPage, program: str) -> None:
    """Replace the program, with Python ready and the cursor at the end."""
    lab.type_program(program)
    wait_until_ready(lab.page)
    lab.page.keyboard.press("ControlOrMeta+End")


def wait_until_ready(page: Page) -> None:
    """Wait for Python, which the editor's focus has started."""
    ready = "document.documentElement.dataset.mlplatRuntime === 'ready'"
    page.wait_for_function(ready, timeout=START_MS)


def suggested(lab: LabPage) -> Locator:
    """The list of suggested names."""
    return lab.page.get_by_role("listbox", name="Completions")


def option(lab: LabPage, name: str) -> Locator:
    """One suggested name."""
    return suggested(lab).get_by_role("option").filter(has_text=name)


def note(lab: LabPage) -> Locator:
    """The line under the code that tells how a function is called."""
    return lab.lab.locator(".mlp-editor__signature")


def show_code(phone: LabPage) -> None:
    """Switch to the code and put the cursor into it."""
    phone.button("Code").tap()
    phone.editor.tap()
    expect(phone.editor).to_have_attribute("contenteditable", "true")


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


def test_words_are_suggested_without_python(lab: LabPage, site: PagesServer) -> None:
    """When Python cannot be had, the program's own words and the keywords still complete."""
    runtime = lab.page.locator('meta[name="mlplat-runtime"]').get_attribute("content") or ""
    wasm = runtime.replace("../", "") + "pyodide.asm.wasm"
    site.replaced[wasm] = (404, b"Not found")
    try:
        lab.type_program("weighted = 1\nw")
        expect(lab.lab).to_have_attribute("data-state", "error", timeout=START_MS)
    finally:
        del site.replaced[wasm]

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
    lab: LabPage, site: PagesServer, open_context: OpenContext
) -> None:
    """The switch is only where both have no room."""
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

    expect(option(phone, "append")).to_be_visible()
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_helpers_have_no_violation(
    site: PagesServer, open_context: OpenContext, scheme: str
) -> None:
    """Axe agrees with search, a list, a signature and an error that are open at once."""
    page = open_context(color_scheme=scheme, reduced_motion="reduce").new_page()
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

    assert [] == violations(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_has_no_violation(site: PagesServer, open_context: OpenContext, scheme: str) -> None:
    """Nor with the switch and the row of keys."""
    phone = on_phone(site, open_context, color_scheme=scheme, reduced_motion="reduce")
    assert [] == violations(phone.page)

    show_code(phone)
    expect(phone.lab.get_by_role("toolbar", name="Code keys")).to_be_visible()

    assert [] == violations(phone.page)
