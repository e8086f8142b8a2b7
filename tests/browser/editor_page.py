"""The editor of a lab as learners use it: what they write, and what it says to that."""

from __future__ import annotations

from collections.abc import Callable

from lab_page import PATH, START_MS, LabPage
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Locator, Page, expect

OpenContext = Callable[..., BrowserContext]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


def on_phone(site: PagesServer, open_context: OpenContext, **options: object) -> LabPage:
    """The lab on a phone, opened with more options of a browser context."""
    page = open_context(**PHONE, **options).new_page()
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
