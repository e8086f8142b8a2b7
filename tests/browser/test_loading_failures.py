"""When Python cannot be loaded, does the page say what is wrong, and does the next try work?"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from browsers import forget_files
from client_page import APP, RUNTIME
from pages_server import PagesServer
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

WASM = f"{RUNTIME}pyodide.asm.wasm"
STDLIB = f"{RUNTIME}python_stdlib.zip.gz"
REST = f"{RUNTIME}python_stdlib_rest.zip.zst"
BUNDLE = f"{APP}bundle.zip.gz"
PORTAL = b"<!doctype html><title>Welcome</title><p>Sign in to use this network."
START = "python.start().then(() => 'started', (error) => error.message)"


def begin(page: Page) -> None:
    """Starts Python and goes on; see `window.progress` and `window.answer`."""
    page.evaluate(
        f"""() => {{
          window.progress = [];
          window.answer = null;
          python.addEventListener("progress", (event) => window.progress.push(event.detail));
          {START}.then((answer) => (window.answer = answer));
        }}"""
    )


def answer(page: Page) -> str:
    """How the start that `begin` began has ended, once it has."""
    page.wait_for_function("window.answer")
    text: str = page.evaluate("window.answer")
    return text


def expect_a_working_python(page: Page) -> None:
    """Another start on the same page succeeds, and a program runs."""
    assert page.evaluate(START) == "started"
    outcome = page.evaluate("python.run({ program: 'print(6 * 7)' })")
    assert json.loads(outcome["json"])["stdout"] == "42\n"


def flipped(content: bytes) -> bytes:
    """The content with one byte in every 5,000 inverted, its beginning and its end intact."""
    damaged = bytearray(content)
    for place in range(20_000, len(content) - 60_000, 5_000):
        damaged[place] ^= 0xFF
    return bytes(damaged)


def flipped_inside(packed: bytes) -> bytes:
    """The same done before it was packed, so that unpacking does not notice."""
    return gzip.compress(flipped(gzip.decompress(packed)))


def first_half(content: bytes) -> bytes:
    """What remains of a file whose second half was lost."""
    return content[: len(content) // 2]


@pytest.mark.parametrize(
    ("file", "damage", "sentence"),
    [
        (STDLIB, first_half, "python_stdlib.zip.gz arrived damaged"),
        (STDLIB, flipped, "python_stdlib.zip.gz arrived damaged"),
        (STDLIB, flipped_inside, "its files came but do not work together"),
        (WASM, first_half, "pyodide.asm.wasm arrived damaged"),
        (BUNDLE, first_half, "bundle.zip.gz arrived damaged"),
        (f"{RUNTIME}pyodide-lock.json", first_half, "pyodide-lock.json arrived damaged"),
        (f"{RUNTIME}manifest.json", first_half, "manifest.json arrived damaged"),
        (f"{RUNTIME}pyodide.mjs", lambda _: PORTAL, "pyodide.mjs is missing or blocked"),
    ],
)
def test_a_damaged_file_is_named_and_the_next_start_works(
    client: Page,
    client_server: PagesServer,
    file: str,
    damage: Callable[[bytes], bytes],
    sentence: str,
) -> None:
    """No traceback and no endless wait: a sentence with the file, as far as it can be known."""
    client_server.replaced[file] = (200, damage((client_server.folder / file).read_bytes()))

    message = client.evaluate(START)

    assert message.startswith(f"Python could not be loaded: {sentence}")
    client_server.replaced.clear()
    expect_a_working_python(client)


def test_a_damaged_worker_is_named_and_starts_once_it_is_asked_for_again(
    client: Page, client_server: PagesServer
) -> None:
    """The browser may keep a worker's script for as long as the server lets it."""
    client_server.replaced[f"{APP}js/worker.js"] = (200, PORTAL)

    message = client.evaluate(START)

    assert message.startswith(
        "Python could not be loaded: worker.js, or a file it needs, is missing"
    )
    client_server.replaced.clear()
    forget_files(client)
    expect_a_working_python(client)


def test_a_network_that_wants_a_login_is_an_answer(
    client: Page, client_server: PagesServer
) -> None:
    """A sign-in page in place of every file; after signing in the same page starts Python."""
    folder = client_server.folder
    files = [file.relative_to(folder).as_posix() for file in (folder / RUNTIME).iterdir()]
    client_server.replaced.update({file: (200, PORTAL) for file in files})

    assert client.evaluate(START).startswith("Python could not be loaded: ")

    client_server.replaced.clear()
    expect_a_working_python(client)


def test_a_damaged_file_does_not_stay_in_the_browsers_cache(
    client_server: PagesServer, browser: Browser
) -> None:
    """Trying again asks the server, though what came first may be kept for ten minutes."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(client_server.url)
    page.wait_for_function("window.python !== undefined")
    for file in (WASM, f"{RUNTIME}pyodide.mjs"):
        client_server.replaced[file] = (200, PORTAL)
        assert file.rpartition("/")[2] in page.evaluate(START)
        client_server.replaced.clear()

    expect_a_working_python(page)

    context.close()


def test_wasm_of_another_type_starts_all_the_same(client: Page) -> None:
    """A server that does not know `.wasm` is no obstacle."""

    def as_plain_text(route: Route) -> None:
        answered = route.fetch()
        headers = {**answered.headers, "content-type": "text/plain"}
        route.fulfill(response=answered, headers=headers)

    client.context.route("**/*.wasm", as_plain_text)

    expect_a_working_python(client)


def test_a_blocked_file_is_named(client: Page) -> None:
    """What a filter refuses to let through is not waited for."""
    client.context.route("**/*.wasm", lambda route: route.abort("blockedbyclient"))

    message = client.evaluate(START)

    assert message == (
        "Python could not be loaded: there was no connection to fetch pyodide.asm.wasm."
    )
    client.context.unroute("**/*.wasm")
    expect_a_working_python(client)


def test_a_connection_that_breaks_half_way_is_an_answer(
    client: Page, client_server: PagesServer
) -> None:
    """The server goes away in the middle of a file."""
    client_server.sent_by[WASM] = lambda body: iter([first_half(body)])

    message = client.evaluate(START)

    assert message == "Python could not be loaded: pyodide.asm.wasm stopped arriving half-way."
    client_server.sent_by.clear()
    expect_a_working_python(client)


@pytest.fixture
def held(client_server: PagesServer) -> Iterator[Callable[[str], None]]:
    """Makes the server keep back the second half of a file until the test has ended."""
    ended = Event()

    def halves(body: bytes) -> Iterator[bytes]:
        yield first_half(body)
        ended.wait()
        yield body[len(body) // 2 :]

    def hold(file: str) -> None:
        client_server.sent_by[file] = halves

    yield hold
    ended.set()


def test_going_offline_while_bytes_flow_is_an_answer(
    client: Page, client_server: PagesServer
) -> None:
    """Trying again without a connection says so again; coming back online is enough."""
    connection_lost = Event()

    def until_lost(body: bytes) -> Iterator[bytes]:
        yield first_half(body)
        connection_lost.wait()

    client_server.sent_by[WASM] = until_lost
    begin(client)
    client.wait_for_function("window.progress.some(({ loadedBytes }) => loadedBytes > 1_000_000)")

    client.context.set_offline(True)
    connection_lost.set()

    assert answer(client).endswith("pyodide.asm.wasm stopped arriving half-way.")
    assert client.evaluate(START).startswith("Python could not be loaded: ")
    client.context.set_offline(False)
    client_server.sent_by.clear()
    expect_a_working_python(client)


def await_all_but(share: float, client: Page, client_site: Path) -> None:
    """Waits until every file is there but this share of the wasm; what is shown is rounded."""
    files = json.loads((client_site / RUNTIME / "manifest.json").read_text("utf-8"))["files"]
    total = sum(file["gzip"] for file in files.values())
    least = total - share * files["pyodide.asm.wasm"]["gzip"] - 100
    shown = "(least) => window.progress.at(-1)?.loadedBytes >= least"
    client.wait_for_function(shown, arg=least)


@pytest.mark.parametrize("file", [WASM, f"{APP}js/worker.js"])
def test_a_connection_that_stalls_is_given_up(
    client: Page,
    client_server: PagesServer,
    client_site: Path,
    held: Callable[[str], None],
    file: str,
) -> None:
    """After thirty seconds without a byte the page says what it waits for, even for the worker."""
    client.clock.install()
    held(file)
    begin(client)
    if file == WASM:
        await_all_but(1, client, client_site)

    client.clock.fast_forward(29_000)
    assert client.evaluate("window.answer") is None
    client.clock.fast_forward(31_000)

    name = file.rpartition("/")[2]
    assert answer(client) == (
        "Python could not be loaded: nothing arrived for 30 seconds while waiting for " + name + "."
    )
    client_server.sent_by.clear()
    forget_files(client)  # for up to 20 s a request may wait behind one that stalled in the cache
    expect_a_working_python(client)


def test_a_slow_connection_is_not_a_stalled_one(
    client: Page, client_server: PagesServer, client_site: Path
) -> None:
    """Whoever gets a piece every twenty-five seconds waits long, but is not sent away."""
    arrived = [Event() for _ in range(3)]

    def in_pieces(body: bytes) -> Iterator[bytes]:
        size = len(body) // len(arrived) + 1
        for number, event in enumerate(arrived):
            yield body[number * size : (number + 1) * size]
            event.wait()

    client.clock.install()
    client_server.sent_by[WASM] = in_pieces
    begin(client)
    for number, event in enumerate(arrived, 1):
        await_all_but(1 - number / 3, client, client_site)
        client.clock.fast_forward(25_000)
        event.set()

    assert answer(client) == "started"


def test_the_site_of_these_tests_is_whole(client_site: Path) -> None:
    """What is damaged above exists: a renamed file would turn the tests into tests of nothing."""
    for file in (WASM, STDLIB, REST, BUNDLE, f"{APP}js/worker.js"):
        assert (client_site / file).is_file()
