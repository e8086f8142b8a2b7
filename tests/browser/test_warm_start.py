"""Does Python come back from a snapshot, and start from its files where the snapshot is no good?"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsers import expect_workers
from client_page import APP, PAGE, RUNTIME, build_client_page
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

RANDOM = """
import random, secrets, tempfile, uuid
print(random.random(), random.Random().random(), uuid.uuid4(), secrets.token_hex())
print(tempfile.mktemp())
"""
ENDLESS = "print('on')\nwhile True:\n    pass\n"
# How each damage is done to the kept bytes.
DAMAGES = {
    "flipped": "bytes[20_000_000] ^= 1",
    "truncated": "bytes = bytes.slice(0, 1_000_000)",
}
# These get the checksum that goes with them, so that only the restore itself can notice.
UNUSABLE = {
    "of another build of Pyodide": "bytes[20] ^= 1",
    "emptied memory": "bytes.fill(0, 1_000_000)",
}
DAMAGE = """async ([app, change, sign]) => {
  const [name] = (await caches.keys()).filter((name) => name.startsWith("mlplat:1:/some-project/"));
  const cache = await caches.open(name);
  const [request] = await cache.keys();
  const kept = await cache.match(request);
  const headers = new Headers(kept.headers);
  let bytes = new Uint8Array(await kept.arrayBuffer());
  bytes = new Function("bytes", `${change}; return bytes`)(bytes);
  const { checksum } = await import(new URL(app + "js/snapshot-store.js", document.baseURI).href);
  if (sign) headers.set("X-Mlplat-Checksum", checksum(bytes));
  await cache.put(request, new Response(bytes, { headers }));
}"""
KEPT_KEYS = """async () => {
  const keys = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) keys.push([name, request.url]);
  return keys;
}"""
# Put before the worker's own code.
STORAGES = {
    "missing": "Object.defineProperty(globalThis, 'caches', { value: undefined });\n",
    "silent": "caches.open = () => new Promise(() => {});\n",
}
# Stands before the real pyodide.mjs and lets a restored Python spin for ever.
SPINNING = """import * as real from "./pyodide-real.mjs";
export const loadPyodide = (options) => {
  const { fsInit } = options;
  const spin = async (system) => { await fsInit(system); while (true); };
  return real.loadPyodide(options._loadSnapshot ? { ...options, fsInit: spin } : options);
};
"""


@pytest.fixture
def warnings() -> list[str]:
    """What the pages opened by `open_page` warned of in the console."""
    return []


@pytest.fixture
def open_page(
    context: BrowserContext, client_server: PagesServer, warnings: list[str]
) -> Callable[..., Page]:
    """Opens one more page of the site in the same browser profile."""

    def open_one(path: str = "") -> Page:
        page = context.new_page()
        page.on("console", lambda line: line.type == "warning" and warnings.append(line.text))
        page.goto(client_server.url + path)
        page.wait_for_function("window.python !== undefined")
        return page

    return open_one


@pytest.fixture
def warm(open_page: Callable[..., Page]) -> Page:
    """A page that has started from the files and has had a snapshot kept."""
    page = open_page()
    printed(page, "print('cold')")
    assert started_from(page) == "files"
    assert snapshot(page) == "kept"
    return page


def printed(page: Page, program: str) -> str:
    """What the program printed; it ended without an error."""
    outcome = page.evaluate("(program) => python.run({ program, timeBudgetS: 30 })", program)
    assert outcome["kind"] == "report", outcome
    report = json.loads(outcome["json"])
    assert report["error"] is None
    return str(report["stdout"])


def started_from(page: Page) -> str:
    """`files` or `snapshot`."""
    return str(page.evaluate("document.documentElement.dataset.mlplatStart"))


def snapshot(page: Page) -> str:
    """Where there is a snapshot, once the page has settled that: `kept`, `page` or `none`."""
    state = page.wait_for_function(
        "document.documentElement.dataset.mlplatSnapshot", timeout=60_000
    )
    return str(state.json_value())


def stop_endless_program(page: Page) -> None:
    """Runs an endless program and stops it when it has printed."""
    page.evaluate(
        """(program) => new Promise((resolve) => {
             python.run({ program, timeBudgetS: 60, onOutput: resolve });
           })""",
        ENDLESS,
    )
    page.evaluate("python.stop()")


def test_the_next_page_and_stop_start_from_the_snapshot(
    warm: Page, open_page: Callable[..., Page], warnings: list[str]
) -> None:
    """One idle moment after the first start is enough for all later ones."""
    stop_endless_program(warm)
    after_stop = printed(warm, "print(6 * 7)"), started_from(warm)
    warm.reload()
    warm.wait_for_function("window.python !== undefined")
    after_reload = printed(warm, "print(6 * 7)"), started_from(warm)
    other = open_page()
    on_other_page = printed(other, "print(6 * 7)"), started_from(other)

    assert [after_stop, after_reload, on_other_page] == [("42\n", "snapshot")] * 3
    assert warnings == []


def test_no_number_drawn_at_random_comes_twice(warm: Page, open_page: Callable[..., Page]) -> None:
    """Two Pythons from one snapshot, and a third after Stop, draw differently."""
    drawn = [printed(page, RANDOM) for page in (open_page(), open_page())]
    stop_endless_program(warm)
    drawn.append(printed(warm, RANDOM))

    assert started_from(warm) == "snapshot"
    words = [word for text in drawn for word in text.split()]
    assert len(words) == 3 * 5
    assert len(set(words)) == len(words)


def test_a_snapshot_in_the_making_gives_way_to_a_program(open_page: Callable[..., Page]) -> None:
    """Its worker ends when a program starts, and begins anew when all is quiet again."""
    page = open_page()
    page.evaluate("python.start()")
    while len(page.workers) < 2:
        page.wait_for_event("worker")
    maker = next(worker for worker in page.workers if "snapshot-worker" in worker.url)

    with maker.expect_event("close"):
        page.evaluate("(program) => { python.run({ program, timeBudgetS: 60 }); }", ENDLESS)

    assert page.evaluate("document.documentElement.dataset.mlplatSnapshot") is None
    page.evaluate("python.stop()")
    assert snapshot(page) == "kept"


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_snapshot_is_replaced(
    warm: Page, open_page: Callable[..., Page], warnings: list[str], damage: str
) -> None:
    """Python starts from the files, with one warning in the console, and the next page is warm."""
    warm.evaluate(DAMAGE, [APP, DAMAGES[damage], False])

    page = open_page()

    assert printed(page, "print(6 * 7)") == "42\n"
    assert started_from(page) == "files"
    assert len(warnings) == 1
    assert "damaged" in warnings[0]
    assert snapshot(page) == "kept"
    third = open_page()
    assert printed(third, "print(6 * 7)") == "42\n"
    assert started_from(third) == "snapshot"


@pytest.mark.parametrize("damage", UNUSABLE)
def test_a_snapshot_that_does_not_start_is_tried_once(
    warm: Page, open_page: Callable[..., Page], warnings: list[str], damage: str
) -> None:
    """Python starts from the files; the same build makes no second one to fail again."""
    warm.evaluate(DAMAGE, [APP, UNUSABLE[damage], True])

    page = open_page()

    assert printed(page, "print(6 * 7)") == "42\n"
    assert started_from(page) == "files"
    assert page.evaluate("python.state") == "ready"
    assert snapshot(page) == "none"
    third = open_page()
    assert printed(third, "print(6 * 7)") == "42\n"
    assert started_from(third) == "files"
    assert len([text for text in warnings if "did not work" in text]) == 1


def test_a_restore_that_never_ends_is_given_up(
    client_server: PagesServer, open_page: Callable[..., Page], warnings: list[str]
) -> None:
    """After a few seconds Python starts from the files, and the next page does not try again."""
    real = (client_server.folder / RUNTIME / "pyodide.mjs").read_bytes()
    client_server.replaced[f"{RUNTIME}pyodide.mjs"] = (200, SPINNING.encode())
    client_server.replaced[f"{RUNTIME}pyodide-real.mjs"] = (200, real)
    first = open_page()
    printed(first, "print('cold')")
    assert snapshot(first) == "kept"

    second, third = open_page(), open_page()

    assert printed(second, "print(6 * 7)") == "42\n"
    assert started_from(second) == "files"
    expect_workers(second, "/js/worker.js", 1)
    assert printed(third, "print(6 * 7)") == "42\n"
    assert started_from(third) == "files"
    assert len(warnings) == 1


@pytest.mark.parametrize("storage", STORAGES)
def test_without_storage_the_page_keeps_the_snapshot_itself(
    client_server: PagesServer, open_page: Callable[..., Page], warnings: list[str], storage: str
) -> None:
    """Stop restores from the page's own memory; the next page starts from the files."""
    for name in ("worker.js", "snapshot-worker.js"):
        script = (client_server.folder / APP / "js" / name).read_text("utf-8")
        body = (STORAGES[storage] + script).encode()
        client_server.replaced[f"{APP}js/{name}"] = (200, body)
    page = open_page()
    assert printed(page, "print(6 * 7)") == "42\n"
    assert snapshot(page) == "page"

    stop_endless_program(page)

    assert printed(page, "print(6 * 7)") == "42\n"
    assert started_from(page) == "snapshot"
    other = open_page()
    assert printed(other, "print(6 * 7)") == "42\n"
    assert started_from(other) == "files"
    assert warnings == []


def test_a_full_storage_is_no_error(
    context: BrowserContext, client_server: PagesServer, open_page: Callable[..., Page]
) -> None:
    """With room for a megabyte, Python starts, stops and starts again as if there were room."""
    page = open_page()
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
    context: BrowserContext, open_page: Callable[..., Page], scarce: str
) -> None:
    """Where memory is scarce or the learner saves data, only the files are used."""
    context.add_init_script(f"Object.defineProperties(navigator, {scarce})")
    page = open_page()

    assert printed(page, "print(6 * 7)") == "42\n"

    assert snapshot(page) == "none"
    assert page.evaluate(KEPT_KEYS) == []
