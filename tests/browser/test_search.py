"""Is the search there for whoever searches, and no weight for whoever reads?"""

from __future__ import annotations

import pytest
from lab_page import PATH
from pages_server import PagesServer
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

INDEX = "search/search_index.json"


def test_reading_does_not_load_the_search_index(page: Page, site: PagesServer) -> None:
    """The index, which grows with every lesson, stays where it is until somebody searches."""
    page.goto(site.url + PATH, wait_until="networkidle")

    assert page.locator("[data-md-component=search-query]").is_visible()
    assert INDEX not in site.transferred


def test_whoever_searches_finds(page: Page, site: PagesServer) -> None:
    """The first key in the search field loads the index, and the results come."""
    page.goto(site.url + PATH)

    page.keyboard.press("/")
    page.keyboard.type("watermark")

    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_a_result_marks_the_words_that_were_searched_for(page: Page, site: PagesServer) -> None:
    """Who comes from a result sees its words marked, without searching again."""
    page.goto(site.url + PATH + "?h=label")

    expect(page.locator("article mark").first).to_have_text("label", ignore_case=True)


def test_reading_does_not_start_the_searchs_worker(page: Page, site: PagesServer) -> None:
    """A worker is a thread and some memory, for each page that is open."""
    page.goto(site.url + PATH, wait_until="networkidle")
    assert not page.workers

    with page.expect_worker() as started:
        page.keyboard.press("/")

    assert "/workers/search." in started.value.url
