"""From a fresh visit to a passed lab, on the site as it is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lab_page import LAB, PATH, REUSE_PATH, START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import Page, expect

from labkit.course import read_course

pytestmark = pytest.mark.browser

COURSE = read_course(Path(__file__).resolve().parents[2] / "labs")
THE_LAB = COURSE.lab(LAB)
ENDLESS = "while True:\n    pass\n"


@pytest.fixture(autouse=True)
def _journey(record_property: Callable[[str, object], None]) -> None:
    record_property("counts", "journey")


def test_home_leads_straight_into_the_lab(site: PagesServer, page: Page) -> None:
    """One press on the home page, and the lab is on the screen."""
    page.goto(site.url)

    page.get_by_role("link", name="lab").first.click()

    expect(page).to_have_url(f"{site.url}{PATH}#lab-feature-store-point-in-time-join")
    expect(LabPage(page).lab).to_be_in_viewport()


def test_reading_downloads_no_python(site: PagesServer, page: Page) -> None:
    """Whoever only reads, to the very end and for the first time, fetches no runtime."""
    page.goto(site.url + PATH)
    expect(page.get_by_label("Your paragraph")).to_be_visible()  # the page is as long as it gets
    page.keyboard.press("End")
    expect(page.locator(".md-footer")).to_be_in_viewport()
    page.wait_for_load_state("networkidle")

    assert [] == [path for path in site.transferred if "/runtime-" in path]
    assert "off" == page.evaluate("document.documentElement.dataset.mlplatRuntime")


def test_starter_fails_with_its_message(lab: LabPage) -> None:
    """Check on the untouched starter says precisely what is wrong, and nothing about the rest."""
    lab.check()

    expect(lab.failed_check()).to_have_count(1)
    expect(lab.failed_check()).to_contain_text("At t = 45 you returned 5, written at t = 50.")
    expect(lab.lab.locator('[data-result="not-run"]')).to_have_count(len(THE_LAB.tasks) - 1)
    expect(lab.lab.get_by_text(f"0 of {len(THE_LAB.tasks)} checks passed")).to_be_visible()


def test_old_results_are_marked_once_the_code_has_changed(lab: LabPage) -> None:
    """A verdict about earlier code says so, until the next Check."""
    stale = lab.lab.get_by_text("You have changed the code since")
    lab.check()
    expect(stale).to_have_count(0)

    lab.type_program(THE_LAB.solution)
    expect(stale).to_be_visible()

    lab.check()
    expect(stale).to_have_count(0)


def test_solution_passes(lab: LabPage) -> None:
    """The reference solution turns every check green."""
    lab.type_program(THE_LAB.solution)
    lab.check()

    lab.expect_state("passed")
    expect(lab.lab.locator('[data-result="passed"]')).to_have_count(len(THE_LAB.tasks))


def test_run_streams_output_while_the_program_runs(lab: LabPage) -> None:
    """What is printed shows before the program ends."""
    lab.type_program("print('first')\n" + ENDLESS)
    lab.button("Run").click()

    expect(lab.output).to_contain_text("first", timeout=START_MS)
    expect(lab.lab).to_have_attribute("data-state", "running")
    lab.button("Stop").click()
    expect(lab.lab).to_have_attribute("data-state", "stopped")


def test_stop_ends_an_endless_loop_and_the_next_run_works(lab: LabPage) -> None:
    """Stop keeps the code; a corrected program then runs on the same page."""
    lab.type_program(ENDLESS)
    lab.button("Run").click()
    lab.expect_state("running")
    lab.button("Stop").click()
    # Not the sentence of the time limit, which would end the loop too.
    expect(lab.output).to_contain_text("Stopped. Your code is as you left it.")
    lab.expect_state("stopped")
    assert lab.code().strip() == ENDLESS.strip()

    lab.type_program("print(6 * 7)")
    lab.button("Run").click()

    expect(lab.output).to_contain_text("42", timeout=START_MS)
    lab.expect_state("ready")


def test_endless_loop_ends_by_itself(lab: LabPage) -> None:
    """The time limit ends a forgotten loop with a sentence."""
    lab.page.clock.install()
    lab.type_program(ENDLESS)
    lab.button("Run").click()
    lab.expect_state("running")

    lab.page.clock.fast_forward(10_000)

    expect(lab.output).to_contain_text("Stopped after 10 s: the time limit of this lab.")
    assert lab.code().strip() == ENDLESS.strip()


@pytest.mark.parametrize(
    ("program", "says", "line"),
    [
        ("x = 1\nprint(x\n", "SyntaxError", 2),
        ("def f(row):\n    return row['vlaue']\n\nf({})\n", "KeyError: 'vlaue'", 2),
        ("print('x' * 100_000_000)\n", "printed more than 1,000,000 characters", None),
        ("def f():\n    return f()\nf()\n", "RecursionError", 2),
        ("import sys\nsys.exit(1)\n", "SystemExit", 2),
    ],
    ids=["syntax error", "exception", "100 MB of output", "endless recursion", "exit"],
)
def test_mistake_is_explained_and_the_code_kept(
    lab: LabPage, program: str, says: str, line: int | None
) -> None:
    """Whatever goes wrong: a sentence, the line marked, the code still there."""
    lab.type_program(program)
    lab.button("Run").click()

    lab.expect_state("error")
    expect(lab.output).to_contain_text(says)
    assert lab.code().strip() == program.strip()
    marked = lab.editor.locator(".mlp-line--error")
    if line is None:
        expect(marked).to_have_count(0)
    else:
        expect(marked).to_have_text(program.split("\n")[line - 1].rstrip())


def test_reload_keeps_the_code(lab: LabPage) -> None:
    """Work survives a reload without any button for saving."""
    program = "print('mine')"
    lab.type_program(program)
    lab.page.reload()

    lab.editor.click()
    expect(lab.editor).to_have_text(program)


def test_reset_restores_the_starter_and_can_be_undone(lab: LabPage) -> None:
    """Reset brings back the starter; what it replaced is one press away."""
    lab.type_program("print('mine')")
    lab.button("Reset").click()
    assert lab.code().strip() == THE_LAB.starter.strip()

    lab.button("Undo reset").click()

    assert lab.code().strip() == "print('mine')"


def test_hints_come_one_by_one_then_the_solution(lab: LabPage) -> None:
    """Three hints, numbered; after the last one the solution opens beside the learner's code."""
    lab.button("Solution").click()
    expect(lab.lab.get_by_text("The solution opens when")).to_be_visible()

    for number, hint in enumerate(THE_LAB.hints, 1):
        lab.button("Hint").click()
        shown = lab.lab.get_by_role("list", name="Hints")
        expect(shown.get_by_text(f"Hint {number} of {len(THE_LAB.hints)}")).to_be_visible()
        assert hint.split("`")[0].strip() in lab.lab.inner_text()
    expect(lab.button("Hint")).to_be_disabled()

    lab.button("Solution").click()

    expect(lab.lab.get_by_role("region", name="Solution")).to_contain_text("A solution")


def test_keyboard_alone_is_enough(lab: LabPage) -> None:
    """Tab reaches the editor and leaves it again; Control-Enter runs; Check is pressed by Enter."""
    page = lab.page
    lab.lab.get_by_role("heading").first.scroll_into_view_if_needed()
    tab_until(page, lambda: focused_name(page) == "Code editor")
    expect(lab.editor).to_have_attribute("contenteditable", "true")

    page.keyboard.press("ControlOrMeta+Enter")
    lab.expect_state("ready", "error")
    page.keyboard.press("Tab")
    tab_until(page, lambda: focused_name(page) == "Check")
    page.keyboard.press("Enter")

    lab.expect_state("failed")
    assert focused_name(page) == "Check"


def test_tab_indents_after_a_click_and_escape_leads_out(lab: LabPage) -> None:
    """Who came by mouse indents with Tab; Escape and then Tab leave; a sentence beside says so."""
    page = lab.page
    lab.type_program("x = 1")
    page.keyboard.press("Home")

    page.keyboard.press("Tab")
    assert lab.code() == "    x = 1"
    expect(lab.lab.get_by_text("Escape, then Tab")).to_be_visible()

    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert focused_name(page) == "Run"


def focused_name(page: Page) -> str:
    """Accessible name of what has the focus, as far as these tests need it."""
    return str(
        page.evaluate(
            """() => {
              const node = document.activeElement;
              const shown = [...node.childNodes].filter((child) => child.ariaHidden !== "true");
              return node.ariaLabel ?? shown.map((child) => child.textContent).join("").trim();
            }"""
        )
    )


def tab_until(page: Page, reached: Callable[[], bool]) -> None:
    """Press Tab until `reached`; fails when a whole page of Tabs does not lead there."""
    for _ in range(120):
        if reached():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never got there; the focus is on {focused_name(page)!r}")


def test_simulator_answers_to_a_slider(site: PagesServer, page: Page) -> None:
    """Moving a slider recomputes sentence, table and chart with real Python."""
    page.goto(site.url + REUSE_PATH)
    simulator = page.locator('mlplat-sim[data-sim="feature-store/reuse"]')
    expect(simulator).to_contain_text("6.0 engineer-weeks")
    slider = simulator.get_by_role("slider", name="Models")
    picture = simulator.get_by_role("img")
    before = picture.inner_html()

    slider.focus()
    slider.press("ArrowRight")
    slider.press("ArrowRight")

    expect(simulator.locator(".mlp-text")).to_contain_text("18.9 engineer-weeks", timeout=START_MS)
    expect(simulator.locator('tr[aria-current="true"]')).to_contain_text("60.0")
    page.wait_for_function(
        "([node, before]) => node.innerHTML !== before && node.querySelector('svg')",
        arg=[picture.element_handle(), before],
    )


def test_decision_is_kept_and_asked_again(lab: LabPage) -> None:
    """The answer given at the top is there at the end, also after a reload."""
    option = lab.page.locator("mlplat-decision label").nth(1)
    chosen = option.inner_text().strip()
    option.click()
    lab.page.reload()

    recall = lab.page.locator("mlplat-decision-recall")

    expect(recall).to_contain_text(chosen)
    recall.get_by_role("button").first.click()
    expect(recall).to_contain_text("You would still say so.")


def test_quiz_gives_a_reason_for_every_choice(lab: LabPage) -> None:
    """Whatever is chosen, every option then shows its reason."""
    quizzes = lab.page.locator(".quiz")
    expect(quizzes).to_have_count(2)
    for quiz in quizzes.all():
        options = quiz.get_by_role("radio")
        options.first.check()
        quiz.get_by_role("button", name="Submit").click()
        reasons = quiz.locator(".answer-feedback:visible")
        expect(reasons).to_have_count(options.count())
        for reason in reasons.all():
            expect(reason).not_to_be_empty()
