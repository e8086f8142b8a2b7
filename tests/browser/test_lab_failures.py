"""When something fails around a lab, does the lab say so, go on, and keep what was written?"""

from __future__ import annotations

from threading import Event

import pytest
from lab_page import PATH, START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PROGRAM = "print('mine')"
ENDLESS = "while True:\n    pass\n"
WASM = "**/pyodide.asm.wasm"
SECOND_LAB = """async () => {
  const source = await (await fetch(location.href)).text();
  const other = new DOMParser().parseFromString(source, "text/html");
  const lab = document.importNode(other.querySelector("mlplat-lab"), true);
  lab.dataset.lab = "second";
  document.querySelector("mlplat-lab").after(lab);
}"""


@pytest.fixture
def lab(site: PagesServer, page: Page) -> LabPage:
    """The lesson's lab on a first visit."""
    page.goto(site.url + PATH)
    return LabPage(page)


def test_retry_works_as_soon_as_the_connection_does(lab: LabPage) -> None:
    """Offline, Retry says what is wrong once more; online, it runs the program."""
    lab.page.context.route(WASM, lambda route: route.abort("internetdisconnected"))
    lab.type_program(PROGRAM)
    lab.button("Run").click()
    sentence = "there was no connection to fetch pyodide.asm.wasm."
    expect(lab.output).to_contain_text(sentence, timeout=START_MS)
    lab.expect_state("error")

    retry = lab.button("Retry")
    retry.click()
    expect(lab.output).to_contain_text(sentence, timeout=START_MS)
    lab.page.context.unroute(WASM)
    retry.click()

    expect(lab.output).to_contain_text("mine", timeout=START_MS)
    lab.expect_state("ready")
    assert lab.code().strip() == PROGRAM


def test_stop_while_python_loads_ends_the_waiting(lab: LabPage) -> None:
    """Stop answers at once although the file it waits for has not come; the next Run works."""
    lab.page.context.route(WASM, lambda route: None)  # neither answered nor refused
    lab.type_program(PROGRAM)
    lab.button("Run").click()
    expect(lab.lab).to_have_attribute("data-state", "booting")

    lab.button("Stop").click()

    expect(lab.output).to_contain_text("Stopped. Your code is as you left it.")
    lab.expect_state("stopped")
    assert lab.code().strip() == PROGRAM


def test_a_double_click_runs_once(lab: LabPage) -> None:
    """Two presses in a row are one wish."""
    lab.type_program("print('once')")

    lab.button("Run").dblclick()

    lab.expect_state("ready")
    assert lab.output.inner_text().strip() == "once"


def test_two_labs_on_one_page_take_turns(lab: LabPage) -> None:
    """The second says that it waits, and runs when the first is stopped."""
    lab.page.evaluate(SECOND_LAB)
    second = LabPage(lab.page, "second")
    lab.type_program(ENDLESS)
    second.type_program("print('second')")
    lab.button("Run").click()
    lab.expect_state("running")

    second.button("Run").click()
    expect(second.lab.get_by_text("Waiting for another lab on this page")).to_be_visible()
    lab.button("Stop").click()

    expect(second.output).to_contain_text("second", timeout=START_MS)
    assert "Stopped. Your code is as you left it." in lab.output.inner_text()


def test_leaving_during_a_run_ends_its_worker(lab: LabPage, site: PagesServer) -> None:
    """No Python goes on in the background of the next page."""
    lab.type_program(ENDLESS)
    lab.button("Run").click()
    lab.expect_state("running")
    worker = next(each for each in lab.page.workers if each.url.endswith("/js/worker.js"))

    with worker.expect_event("close"):
        lab.page.goto(site.url)

    assert [] == [each.url for each in lab.page.workers if each.url.endswith("/js/worker.js")]


def test_a_killed_worker_is_an_error_with_the_code_kept(lab: LabPage) -> None:
    """Python that is ended from inside: a sentence, the code, and the next Run works."""
    ends = Event()
    lab.page.on("worker", lambda worker: worker.on("close", lambda _: ends.set()))
    program = "import os\nos.abort()"
    lab.type_program(program)
    lab.button("Run").click()

    lab.expect_state("error")
    expect(lab.output).to_contain_text("Python was started again. Your code is as you left it.")
    assert lab.code().strip() == program
    assert ends.is_set()
    lab.type_program(PROGRAM)
    lab.button("Run").click()
    expect(lab.output).to_contain_text("mine", timeout=START_MS)
