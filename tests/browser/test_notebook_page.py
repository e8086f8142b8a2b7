"""A notebook as a reader gets it: a page like the others, light, and whole without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Page, expect

from labkit.notebooks.notebook import read_notebook

pytestmark = pytest.mark.browser

PATH = "5-platform/train-the-fraud-model/"
SOURCE = Path(__file__).parents[2] / "docs" / "5-platform" / "train-the-fraud-model.ipynb"
READING_BUDGET = 300_000
START_MS = 120_000


def test_reading_it_weighs_no_more_than_a_lesson(site: PagesServer, page: Page) -> None:
    """Nothing of Jupyter's look or scripts comes along, and Python waits until it is wanted."""
    already = dict(site.transferred)
    page.goto(site.url + PATH)
    page.keyboard.press("End")
    page.wait_for_load_state("networkidle")

    assert sum(site.transferred.values()) - sum(already.values()) <= READING_BUDGET
    source = page.content()
    assert [mark for mark in ("--jp-", "jp-Notebook", "MathJax") if mark in source] == []


def test_without_scripts_it_is_all_there(
    site: PagesServer, open_context: Callable[..., BrowserContext]
) -> None:
    """Text, code, tables and pictures with their words; folded code opens."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto(site.url + PATH)
    notebook = read_notebook(SOURCE)
    shown = [cell for cell in notebook.cells if cell.kind == "code" and cell.outputs]

    expect(page.get_by_role("heading", level=1)).to_contain_text("Train the fraud model")
    expect(page.locator(".mlp-cell")).to_have_count(len(shown))
    for picture in page.locator(".mlp-cell [role=img]").all():
        expect(picture.locator("svg")).to_be_visible()
        assert len(picture.get_attribute("aria-label") or "") > 20
    folded = page.locator(".mlp-cell__code").first
    expect(folded.locator("pre")).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator("pre")).to_be_visible()


def test_it_can_be_taken_home(site: PagesServer, page: Page, tmp_path: Path) -> None:
    """The file behind the link is the notebook, with what it has stored."""
    page.goto(site.url + PATH)
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the notebook").click()
    taken = tmp_path / started.value.suggested_filename
    started.value.save_as(taken)

    assert taken.name == SOURCE.name
    assert taken.read_bytes() == SOURCE.read_bytes()


def test_its_text_is_the_sites_own_markdown(site: PagesServer, page: Page) -> None:
    """Links to other pages arrive, notes are notes, and no expression shows."""
    page.goto(site.url + PATH)
    text = page.locator(".mlp-lesson").inner_html()

    assert "<!-- =" not in text
    expect(page.locator("[id='fnref:stripe']")).to_be_visible()
    page.get_by_role("link", name="event time").first.click()
    expect(page).to_have_url(f"{site.url}reference/glossary/#event-time")


def test_the_panel_answers_in_the_page(site: PagesServer, page: Page) -> None:
    """Another model and another payment: Python in the page looks up, scores and explains."""
    page.goto(site.url + PATH)
    panel = page.locator('mlplat-sim[data-sim="platform/meet-the-model"]')
    said = panel.locator(".mlp-text").first
    expect(said).to_contain_text("fraud_v1 scores it")
    first = said.inner_text()

    panel.get_by_role("combobox", name="Model").select_option("linear: a logistic regression")
    expect(said).to_contain_text("linear scores it", timeout=START_MS)
    expect(panel.get_by_role("group", name="Value minus mean, divided by scale")).to_be_visible()

    panel.get_by_role("combobox", name="Model").select_option("fraud_v1: boosted trees")
    expect(said).to_have_text(first)
    slider = panel.get_by_role("slider", name="Which of them")
    slider.focus()
    page.keyboard.press("End")
    expect(said).to_contain_text("12 October")
    expect(panel.get_by_role("group", name="The way through tree")).to_be_visible()
    expect(panel).to_have_attribute("data-state", "ready")
