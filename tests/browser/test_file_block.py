"""What a view offers to take along arrives on the disk, with and without scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from lab_page import START_MS
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

PATH = "3-model-registry/gates/"


def saved(page: Page, link: Locator) -> tuple[str, str]:
    """Name and text of what a press on the link saves."""
    with page.expect_download() as download:
        link.press("Enter")
    path = download.value.path()
    return download.value.suggested_filename, Path(path).read_text(encoding="utf-8")


def unbroken(log: str) -> int:
    """How many entries of a saved log follow from one another; all of them must."""
    head, entries = "0" * 64, [json.loads(line) for line in log.splitlines()]
    for entry in entries:
        head = sha256(f"{head}\n{entry['body']}".encode()).hexdigest()
        assert head == entry["hash"]
    return len(entries)


def test_log_is_saved_as_python_wrote_it(site: PagesServer, page: Page) -> None:
    """After a move the file has one entry more for each thing that the move wrote."""
    page.goto(site.url + PATH)
    simulator = page.locator('mlplat-sim[data-sim="model-registry/promotion"]')
    link = simulator.get_by_role("link", name="Download the log")
    before = unbroken(saved(page, link)[1])

    simulator.get_by_role("button", name="Move to Staging").press("Enter")
    expect(simulator.locator(".mlp-text").first).to_contain_text(
        "Version 2 is the challenger", timeout=START_MS
    )
    name, log = saved(page, link)

    assert name == "fraud-log.jsonl"
    assert unbroken(log) == before + 2
    assert '"value\\":\\"pending\\"' in log


def test_first_view_needs_no_script(
    site: PagesServer, open_context: Callable[..., BrowserContext]
) -> None:
    """The log of the first view is there for whoever has turned scripts off."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto(site.url + PATH)

    name, log = saved(page, page.get_by_role("link", name="Download the log"))

    assert name == "fraud-log.jsonl"
    assert unbroken(log) == 7
