"""Does Python come back from a snapshot, and start from its files where the snapshot is no good?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from client_page import APP, MODULES, RUNTIME
from pages_server import PagesServer
from playwright.sync_api import BrowserContext, Page
from warm_page import (
    ENDLESS,
    printed,
    python_workers,
    snapshot,
    started_from,
    stop_endless_program,
)

pytestmark = pytest.mark.browser

RANDOM = """
import random, secrets, tempfile, uuid
print(random.random(), random.Random().random(), uuid.uuid4(), secrets.token_hex())
print(tempfile.mktemp())
"""
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
LIBRARY = ("python_stdlib.zip.gz", "bundle.zip.gz", "pyodide-lock.json", "manifest.json")
# How each damage is done to the kept bytes.
DAMAGES = {
    "flipped": "bytes[5_000_000] ^= 1",
    "truncated": "bytes = bytes.slice(0, 1_000_000)",
}
# These get the checksum that goes with them, so that only the restore itself can notice.
UNUSABLE = {
    "of another build of Pyodide": "bytes[4 * (6 + new Uint32Array(bytes.buffer)[5]) + 20] ^= 1",
    "emptied memory": "bytes.fill(0, 1_000_000)",
}
DAMAGE = """async ([modules, change, sign]) => {
  const [name] = (await caches.keys()).filter((name) => name.startsWith("mlplat:1:/some-project/"));
  const cache = await caches.open(name);
  const [request] = await cache.keys();
  const kept = await cache.match(request);
  const headers = new Headers(kept.headers);
  let bytes = new Uint8Array(await kept.arrayBuffer());
  bytes = new Function("bytes", `${change}; return bytes`)(bytes);
  const { checksum } = await import(new URL(modules + "snapshot-store.js", document.baseURI).href);
  if (sign) headers.set("X-Mlplat-Checksum", checksum(bytes));
  await cache.put(request, new Response(bytes, { headers }));
}"""
# Stands before the code of a worker and tells where the wasm it compiles comes from.
TELLING = """
const { compileStreaming } = WebAssembly;
WebAssembly.compileStreaming = async (source) => {
  console.info("compiled from", (await source).url);
  return compileStreaming(source);
};
"""
# Stands before the code of a worker and tells how the browser's cache is used for the wasm.
TELLING_HOW = """
const asked = globalThis.fetch;
globalThis.fetch = (input, options) => {
  if (String(input).endsWith(".wasm")) console.info("wasm by", options.cache);
  return asked(input, options);
};
"""
# Stands before the real pyodide.mjs and lets a restored Python spin for ever.
SPINNING = """import * as real from "./pyodide-real.mjs";
export const loadPyodide = (options) => {
  const { fsInit } = options;
  const spin = async (system) => { await fsInit(system); while (true); };
  return real.loadPyodide(options._loadSnapshot ? { ...options, fsInit: spin } : options);
};
"""


@pytest.fixture
def warm(open_client: Callable[..., Page]) -> Page:
    """A page that has started from the files and has had a snapshot kept."""
    page = open_client()
    printed(page, "print('cold')")
    assert started_from(page) == "files"
    assert snapshot(page) == "kept"
    return page


def test_a_snapshot_is_of_a_python_that_has_warmed_up(open_client: Callable[..., Page]) -> None:
    """What the first run of a new Python learns is there after a restore, and only then."""
    program = "import sys\nprint('labkit.warm_up' in sys.modules)"
    page = open_client()
    assert printed(page, program) == "False\n"
    assert snapshot(page) == "kept"

    stop_endless_program(page)

    assert printed(page, program) == "True\n"
    assert started_from(page) == "snapshot"


def test_the_next_page_and_stop_start_from_the_snapshot(
    warm: Page, open_client: Callable[..., Page], console_warnings: list[str]
) -> None:
    """One idle moment after the first start is enough for all later ones."""
    stop_endless_program(warm)
    after_stop = printed(warm, "print(6 * 7)"), started_from(warm)
    warm.reload()
    warm.wait_for_function("window.python !== undefined")
    after_reload = printed(warm, "print(6 * 7)"), started_from(warm)
    other = open_client()
    on_other_page = printed(other, "print(6 * 7)"), started_from(other)

    assert [after_stop, after_reload, on_other_page] == [("42\n", "snapshot")] * 3
    assert console_warnings == []


def test_a_warm_start_needs_nothing_but_pyodide_itself(
    context: BrowserContext, client_server: PagesServer, open_client: Callable[..., Page]
) -> None:
    """The snapshot has Python's library, and the wasm is what the browser has kept."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    worker = (client_server.folder / APP / "js" / "worker.js").read_text("utf-8")
    client_server.replaced[f"{APP}js/worker.js"] = (200, (TELLING_HOW + worker).encode())
    first = open_client()
    with first.expect_console_message(lambda line: line.text == "wasm by default"):
        printed(first, "print('cold')")
    assert snapshot(first) == "kept"
    assert {*PYODIDE, *LIBRARY} <= set(asked)
    asked.clear()
    page = open_client()

    with page.expect_console_message(lambda line: line.text.startswith("wasm by")) as told:
        printed(page, "import statistics\nprint(statistics.mean([41, 43]))")

    assert started_from(page) == "snapshot"
    assert told.value.text == "wasm by only-if-cached"
    assert set(asked) & {*PYODIDE, *LIBRARY} == set(PYODIDE)


def test_the_machine_code_can_be_kept_by_the_browser(
    client_server: PagesServer, open_client: Callable[..., Page]
) -> None:
    """Chromium keeps it only of the server's own answer; a copy would be compiled at each visit."""
    worker = (client_server.folder / APP / "js" / "worker.js").read_text("utf-8")
    client_server.replaced[f"{APP}js/worker.js"] = (200, (TELLING + worker).encode())
    page = open_client()

    with page.expect_console_message(lambda line: "compiled from" in line.text) as told:
        printed(page, "print(6 * 7)")

    assert told.value.text.endswith("/pyodide.asm.wasm")


def test_no_number_drawn_at_random_comes_twice(
    warm: Page, open_client: Callable[..., Page]
) -> None:
    """Two Pythons from one snapshot, and a third after Stop, draw differently."""
    drawn = [printed(page, RANDOM) for page in (open_client(), open_client())]
    stop_endless_program(warm)
    drawn.append(printed(warm, RANDOM))

    assert started_from(warm) == "snapshot"
    words = [word for text in drawn for word in text.split()]
    assert len(words) == 3 * 5
    assert len(set(words)) == len(words)


def test_a_snapshot_in_the_making_gives_way_to_a_program(open_client: Callable[..., Page]) -> None:
    """Its worker ends when a program starts, and begins anew when all is quiet again."""
    page = open_client()
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
    warm: Page, open_client: Callable[..., Page], console_warnings: list[str], damage: str
) -> None:
    """Python starts from the files, with one warning in the console, and the next page is warm."""
    warm.evaluate(DAMAGE, [MODULES, DAMAGES[damage], False])

    page = open_client()

    assert printed(page, "print(6 * 7)") == "42\n"
    assert started_from(page) == "files"
    assert len(console_warnings) == 1
    assert "damaged" in console_warnings[0]
    assert snapshot(page) == "kept"
    third = open_client()
    assert printed(third, "print(6 * 7)") == "42\n"
    assert started_from(third) == "snapshot"


@pytest.mark.parametrize("damage", UNUSABLE)
def test_a_snapshot_that_does_not_start_is_tried_once(
    warm: Page, open_client: Callable[..., Page], console_warnings: list[str], damage: str
) -> None:
    """Python starts from the files; the same build makes no second one to fail again."""
    warm.evaluate(DAMAGE, [MODULES, UNUSABLE[damage], True])

    page = open_client()

    assert printed(page, "print(6 * 7)") == "42\n"
    assert started_from(page) == "files"
    assert page.evaluate("python.state") == "ready"
    assert snapshot(page) == "none"
    third = open_client()
    assert printed(third, "print(6 * 7)") == "42\n"
    assert started_from(third) == "files"
    assert len([text for text in console_warnings if "did not work" in text]) == 1


def test_a_restore_that_never_ends_is_given_up(
    client_server: PagesServer, open_client: Callable[..., Page], console_warnings: list[str]
) -> None:
    """After a few seconds Python starts from the files, and the next page does not try again."""
    real = (client_server.folder / RUNTIME / "pyodide.mjs").read_bytes()
    client_server.replaced[f"{RUNTIME}pyodide.mjs"] = (200, SPINNING.encode())
    client_server.replaced[f"{RUNTIME}pyodide-real.mjs"] = (200, real)
    first = open_client()
    printed(first, "print('cold')")
    assert snapshot(first) == "kept"

    second, third = open_client(), open_client()

    assert printed(second, "print(6 * 7)") == "42\n"
    assert started_from(second) == "files"
    assert python_workers(second) == 1
    assert printed(third, "print(6 * 7)") == "42\n"
    assert started_from(third) == "files"
    assert len(console_warnings) == 1
