"""Where is a snapshot kept, and what where there is no room for it?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from client_page import APP, PAGE, build_client_page
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Page
from warm_page import printed, snapshot, started_from, stop_endless_program

pytestmark = pytest.mark.browser

# What runs before the code of the page and of both workers. A storage that never answers is given
# up after three seconds, which pass more quickly here.
STORAGES = {
    "missing": "Object.defineProperty(globalThis, 'caches', { value: undefined });\n",
    "silent": """caches.open = caches.match = () => new Promise(() => {});
      const later = globalThis.setTimeout;
      globalThis.setTimeout = (act, ms) => later(act, ms === 3000 ? 1 : ms);
    """,
}
KEPT_KEYS = """async () => {
  const keys = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) keys.push([name, request.url]);
  return keys;
}"""


@pytest.mark.parametrize("storage", STORAGES)
def test_without_storage_the_page_keeps_the_snapshot_itself(
    context: BrowserContext,
    client_server: PagesServer,
    open_client: Callable[..., Page],
    console_warnings: list[str],
    storage: str,
) -> None:
    """Stop restores from the page's own memory; the next page starts from the files."""
    context.add_init_script(STORAGES[storage])
    for worker in ("worker.js", "snapshot-worker.js"):
        script = (client_server.folder / APP / "js" / worker).read_text("utf-8")
        client_server.replaced[f"{APP}js/{worker}"] = (200, (STORAGES[storage] + script).encode())
    page = open_client()
    assert printed(page, "print(6 * 7)") == "42\n"
    assert snapshot(page) == "page"

    stop_endless_program(page)

    assert printed(page, "print(6 * 7)") == "42\n"
    assert started_from(page) == "snapshot"
    other = open_client()
    assert printed(other, "print(6 * 7)") == "42\n"
    assert started_from(other) == "files"
    assert console_warnings == []


def test_a_full_storage_is_no_error(
    context: BrowserContext, client_server: PagesServer, open_client: Callable[..., Page]
) -> None:
    """With room for a megabyte, Python starts, stops and starts again as if there were room."""
    page = open_client()
    origin = page.evaluate("location.origin")
    quota = {"origin": origin, "quotaSize": 1_000_000}
    context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", quota)

    assert printed(page, "print(6 * 7)") == "42\n"
    assert snapshot(page) == "page"
    stop_endless_program(page)

    assert printed(page, "print(6 * 7)") == "42\n"
    assert started_from(page) == "snapshot"
    assert page.evaluate(KEPT_KEYS) == []


@pytest.fixture
def two_builds(tmp_path: Path) -> Iterator[PagesServer]:
    """A site whose page `next.html` belongs to a later build."""
    site = tmp_path / "site"
    build_client_page(site)
    shutil.copytree(site / APP, site / "assets" / "next")
    (site / "next.html").write_text(PAGE.replace(APP, "assets/next/"), "utf-8")
    with PagesServer(site) as server:
        yield server


def test_only_the_newest_build_is_kept(context: BrowserContext, two_builds: PagesServer) -> None:
    """The snapshot of another build is not used, and deleted; other projects keep theirs."""
    page = context.new_page()
    page.goto(two_builds.url)
    page.evaluate(
        "caches.open('mlplat:1:/other-project/:python').then((c) => c.put('/x', new Response('')))"
    )
    page.wait_for_function("window.python !== undefined")
    printed(page, "print('cold')")
    assert snapshot(page) == "kept"

    page.goto(two_builds.url + "next.html")
    page.wait_for_function("window.python !== undefined")
    printed(page, "print('next')")

    assert started_from(page) == "files"
    assert snapshot(page) == "kept"
    kept = page.evaluate(KEPT_KEYS)
    own = [url for name, url in kept if name == "mlplat:1:/some-project/:python"]
    assert [url.endswith("?app=%2Fsome-project%2Fassets%2Fnext%2F") for url in own] == [True]
    assert "mlplat:1:/other-project/:python" in [name for name, _ in kept]


@pytest.mark.parametrize(
    "scarce",
    ["{ deviceMemory: { value: 1 } }", "{ connection: { value: { saveData: true } } }"],
    ids=["little memory", "saves data"],
)
def test_a_small_device_makes_no_snapshot(
    context: BrowserContext, open_client: Callable[..., Page], scarce: str
) -> None:
    """Where memory is scarce or the learner saves data, only the files are used."""
    context.add_init_script(f"Object.defineProperties(navigator, {scarce})")
    page = open_client()

    assert printed(page, "print(6 * 7)") == "42\n"

    assert snapshot(page) == "none"
    assert page.evaluate(KEPT_KEYS) == []
