"""Can a learner ask the app that their program makes, and understand every answer?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_page import in_light, violations_in_both_schemes
from browsers import record_other_hosts
from built_once import built_once
from console_site import LAB, PATH, build_console_site
from lab_page import START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def console_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PagesServer]:
    """A site with a lab that has a console."""
    with PagesServer(built_once(tmp_path_factory, "console", build_console_site)) as server:
        yield server


@pytest.fixture(scope="module")
def opened(console_server: PagesServer, browser: Browser) -> Iterator[LabPage]:
    """That lab with its console open, for tests that do not mind what was asked before."""
    attempts: list[str] = []
    context = browser.new_context()
    record_other_hosts(context, attempts)
    page = context.new_page()
    page.goto(console_server.url + PATH)
    page.get_by_role("button", name="Open the console").click()
    yield LabPage(page, LAB)
    context.close()
    assert attempts == [], "requests to other hosts"


def status(lab: LabPage) -> Locator:
    """The sentence about the last answer."""
    return lab.lab.get_by_role("group", name="Answer", exact=True).get_by_role("status")


def send(lab: LabPage, example: str | None = None) -> None:
    """Press Send, on an example or on what the fields hold."""
    if example is not None:
        lab.button(example).click()
    lab.button("Send").click()


def test_without_javascript_the_requests_are_a_table(
    console_server: PagesServer, browser: Browser
) -> None:
    """Titles, methods, paths and bodies; and no button that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(console_server.url + PATH)

    table = page.locator(".mlp-console").get_by_role("table")

    expect(table.get_by_role("row")).to_have_count(4)
    expect(table).to_contain_text('{"amount": 4}')
    expect(page.get_by_role("button", name="Open the console")).to_have_count(0)
    context.close()


def test_reading_loads_nothing_of_the_console(console_server: PagesServer, page: Page) -> None:
    """Its script and style come with the press on its button."""
    console_server.transferred.clear()
    page.goto(console_server.url + PATH)
    button = page.get_by_role("button", name="Open the console")
    expect(button).to_be_visible()
    assert not [name for name in console_server.transferred if "/console" in name]

    button.click()

    expect(page.get_by_label("Path")).to_be_focused()
    assert [name for name in console_server.transferred if name.endswith("/console.js")]


def test_an_answer_has_status_time_body_and_headers(opened: LabPage) -> None:
    """Said in a sentence that is announced, with the body set out over lines."""
    send(opened, "A usual amount")

    expect(status(opened)).to_contain_text("POST /predict: 200 OK in ", timeout=START_MS)
    body = opened.lab.get_by_role("group", name="Body of the answer")
    expect(body).to_contain_text('{\n  "score": 2.5,\n')
    expect(opened.lab.get_by_role("group", name="Printed meanwhile")).to_contain_text("asked for 4")
    opened.lab.get_by_text("Headers (").click()
    headers = opened.lab.get_by_role("group", name="Headers of the answer")
    expect(headers).to_contain_text("content-type: application/json")


def test_an_openapi_document_can_be_read(opened: LabPage) -> None:
    """Who may be asked, and what each field may hold, stand above the document itself."""
    send(opened, "What it can do")

    expect(status(opened)).to_contain_text("GET /openapi.json: 200", timeout=START_MS)
    said = opened.lab.get_by_role("group", name="What the document says")
    expect(said).to_contain_text("POST /predict takes Amount and answers 200")
    expect(said.get_by_role("row", name="amount")).to_contain_text("number")
    expect(said.get_by_role("table")).to_have_count(1)
    send(opened, "A usual amount")
    expect(status(opened)).to_contain_text("POST /predict: 200", timeout=START_MS)
    expect(said).to_have_count(0)


def test_a_refusal_is_an_answer(opened: LabPage) -> None:
    """With its words and what FastAPI says."""
    send(opened, "No amount")

    expect(status(opened)).to_contain_text("422 Unprocessable", timeout=START_MS)
    body = opened.lab.get_by_role("group", name="Body of the answer")
    expect(body).to_contain_text("Field required")


def test_broken_json_is_told_with_its_place_and_not_sent(opened: LabPage) -> None:
    """Also where the browser itself names no place."""
    send(opened, "A usual amount")
    expect(status(opened)).to_contain_text("200 OK", timeout=START_MS)
    before = status(opened).inner_text()
    body = opened.lab.get_by_label("Body, as JSON")

    body.fill('{\n  "amount": four\n}')
    send(opened)

    alert = opened.lab.get_by_role("alert")
    expect(alert).to_contain_text("look at line 2, column 13")
    expect(body).to_have_attribute("aria-invalid", "true")
    assert status(opened).inner_text() == before
    for text, place in [("{}}", "line 1, column 3"), ("[1,]", "line 1, column 4")]:
        body.fill(text)
        send(opened)
        expect(alert).to_contain_text(place)


def test_state_survives_until_the_code_changes(opened: LabPage) -> None:
    """As on a server, which is deployed anew when the code changes."""
    body = opened.lab.get_by_role("group", name="Body of the answer")
    opened.editor.click()
    expect(opened.editor).to_have_attribute("contenteditable", "true")
    opened.page.keyboard.press("Control+End")
    opened.page.keyboard.insert_text("# changed")
    send(opened, "A usual amount")
    expect(body).to_contain_text('"seen": 1', timeout=START_MS)
    expect(status(opened)).to_contain_text("The program was started for this request.")

    send(opened)

    expect(body).to_contain_text('"seen": 2')
    expect(status(opened)).not_to_contain_text("started for this request")


def test_an_error_in_the_program_is_a_sentence_with_its_line(opened: LabPage) -> None:
    """The line is marked in the editor."""
    opened.lab.get_by_label("Body, as JSON").fill('{"amount": 0}')
    send(opened)

    expect(status(opened)).to_contain_text("500 Internal Server Error", timeout=START_MS)
    error = opened.lab.locator(".mlp-console__error")
    expect(error).to_contain_text("ZeroDivisionError")
    marked = opened.lab.locator(".cm-line[class*=mark], .cm-line[class*=error]")
    expect(marked.first).to_contain_text("10 / body.amount")


def test_history_fills_the_fields_again(opened: LabPage) -> None:
    """Newest first; a press brings the request back without sending it."""
    send(opened, "What it can do")
    expect(status(opened)).to_contain_text("GET /openapi.json: 200", timeout=START_MS)
    opened.button("No amount").click()

    opened.lab.get_by_text("Sent before").click()
    opened.lab.get_by_role("button", name="GET /openapi.json").first.click()

    expect(opened.lab.get_by_label("Path")).to_have_value("/openapi.json")
    expect(opened.lab.get_by_label("Method")).to_have_value("GET")


def test_the_keyboard_is_enough(opened: LabPage) -> None:
    """Ctrl Enter sends from any field, and does not run the lab as well."""
    opened.button("A usual amount").focus()
    opened.page.keyboard.press("Enter")
    opened.lab.get_by_label("Body, as JSON").focus()
    opened.page.keyboard.press("Control+Enter")

    expect(status(opened)).to_contain_text("POST /predict: 200 OK", timeout=START_MS)


def test_an_endless_endpoint_ends_with_the_time_limit(
    console_server: PagesServer, page: Page
) -> None:
    """And the next request works."""
    page.goto(console_server.url + PATH)
    lab = LabPage(page, LAB)
    lab.type_program("while True:\n    pass\n")
    page.get_by_role("button", name="Open the console").click()

    send(lab)

    expect(status(lab)).to_contain_text("No answer within 3 s", timeout=START_MS)
    lab.button("Reset").click()
    send(lab)
    expect(status(lab)).to_contain_text("200 OK", timeout=START_MS)


def test_the_open_console_has_no_axe_violations(console_server: PagesServer, page: Page) -> None:
    """With an answer on it, on a phone, in both colour schemes; nothing is wider than the page."""
    page.set_viewport_size({"width": 390, "height": 844})
    in_light(page).goto(console_server.url + PATH)
    page.get_by_role("button", name="Open the console").click()
    lab = LabPage(page, LAB)
    lab.lab.get_by_text("Sent before").evaluate("(summary) => (summary.parentElement.open = true)")
    for example, said in [("No amount", "422"), ("What it can do", "GET /openapi.json: 200")]:
        send(lab, example)
        expect(status(lab)).to_contain_text(said, timeout=START_MS)

        assert [] == violations_in_both_schemes(page, context=".mlp-console")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
