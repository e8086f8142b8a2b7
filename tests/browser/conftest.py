"""The browser of these tests, and the rule that nothing may leave the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import the helpers beside them

from browsers import HEADLESS, launch_options, record_other_hosts
from built_once import built_once
from client_page import build_client_page
from known_browser import KnownBrowser
from lab_page import PATH, LabPage
from pages_server import PagesServer
from parts_site import build_parts_site
from published_site import publish

# Python's wasm is compiled by one thread of each page: the other processes of tests keep the other
# cores busy, and threads that divide the work take a tenth more of the processor for each start.
ONE_COMPILER = "--js-flags=--wasm-num-compilation-tasks=1"
# Several processes of tests share the machine, and none of these tests is about time.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], playwright: Playwright
) -> dict[str, Any]:
    """Playwright's own Chromium, or the machine's."""
    options = launch_options(playwright.chromium.executable_path, HEADLESS)
    options["args"].append(ONE_COMPILER)
    return {**browser_type_launch_args, **options}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Unused here; the plugin's own fixture warns under pytest 9, and warnings are errors."""


@pytest.fixture(autouse=True)
def only_own_origin(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Fails the test that asked another host for something."""
    attempts: list[str] = []
    if "context" in request.fixturenames:
        record_other_hosts(request.getfixturevalue("context"), attempts)
    yield attempts
    assert attempts == [], "requests to other hosts"


@pytest.fixture
def open_context(
    browser: Browser, only_own_origin: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens contexts with other options than the default, which may ask no other host either."""
    opened: list[BrowserContext] = []

    def open_with(**options: Any) -> BrowserContext:
        opened.append(browser.new_context(**options))
        record_other_hosts(opened[-1], only_own_origin)
        return opened[-1]

    yield open_with
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def client_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest site that can run Python."""
    return built_once(tmp_path_factory, "client", build_client_page)


@pytest.fixture
def client_server(client_site: Path) -> Iterator[PagesServer]:
    """That site, served as GitHub Pages would."""
    with PagesServer(client_site) as server:
        yield server


@pytest.fixture
def client(client_server: PagesServer, page: Page) -> Page:
    """A page in which `python`, the client, waits to be started."""
    page.goto(client_server.url)
    page.wait_for_function("window.python !== undefined")
    return page


@pytest.fixture(scope="module")
def shared(client_site: Path, browser: Browser) -> Iterator[Page]:
    """A page for the tests that do not mind what ran in it before."""
    attempts: list[str] = []
    with PagesServer(client_site) as server:
        context = browser.new_context()
        record_other_hosts(context, attempts)
        page = context.new_page()
        page.goto(server.url)
        page.wait_for_function("window.python !== undefined")
        yield page
        context.close()
    assert attempts == [], "requests to other hosts"


@pytest.fixture
def console_warnings() -> list[str]:
    """What the pages opened by `open_client` warned of in the console."""
    return []


@pytest.fixture
def open_client(
    context: BrowserContext, client_server: PagesServer, console_warnings: list[str]
) -> Callable[..., Page]:
    """Opens one more page of the site in the same browser profile."""

    def open_one(path: str = "") -> Page:
        page = context.new_page()
        page.on(
            "console", lambda line: line.type == "warning" and console_warnings.append(line.text)
        )
        page.goto(client_server.url + path)
        page.wait_for_function("window.python !== undefined")
        return page

    return open_one


@pytest.fixture(scope="session")
def published_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The branch that `mkdocs gh-deploy` pushed, checked out."""
    return built_once(tmp_path_factory, "published", publish)


@pytest.fixture(scope="session")
def site_server(published_pages: Path) -> Iterator[PagesServer]:
    """The published site, served as GitHub Pages would, below `/some-project/`."""
    with PagesServer(published_pages) as server:
        yield server


@pytest.fixture
def site(site_server: PagesServer) -> Iterator[PagesServer]:
    """That server, which forgets what it has sent, and afterwards what it should send instead."""
    site_server.transferred.clear()
    yield site_server
    site_server.replaced.clear()
    site_server.sent_by.clear()


@pytest.fixture(scope="session")
def known_browser(browser: Browser, site_server: PagesServer) -> Iterator[KnownBrowser]:
    """A browser profile that has the course's files and a snapshot of Python."""
    known = KnownBrowser(browser, site_server.url)
    yield known
    known.context.close()


@pytest.fixture
def known_page(known_browser: KnownBrowser, site: PagesServer) -> Iterator[Page]:
    """A page in that profile, for whoever does not test the first start; no work is kept there."""
    known_browser.forget_work()
    yield known_browser.context.new_page()
    known_browser.close_pages()
    assert known_browser.attempts == [], "requests to other hosts"


@pytest.fixture
def lab(site: PagesServer, known_page: Page) -> LabPage:
    """The lesson's lab, for a learner whose browser knows the course."""
    known_page.goto(site.url + PATH)
    return LabPage(known_page)


@pytest.fixture(scope="session")
def parts_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PagesServer]:
    """The site with one more lesson that has every part, served in the same way."""
    with PagesServer(built_once(tmp_path_factory, "parts", build_parts_site)) as server:
        yield server
