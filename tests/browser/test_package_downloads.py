"""Does a lab get the packages that it names, and say in a sentence when it cannot?"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from browsers import forget_files
from client_page import PACKAGES, RUNTIME
from client_runs import report_of
from pages_server import PagesServer
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FASTAPI = f"{PACKAGES}fastapi.zip"
WASM = f"{RUNTIME}pyodide.asm.wasm"
MOST_BYTES = 3_000_000
COLLECT_PROGRESS = """async (action) => {
  const seen = [];
  const see = (event) => seen.push(event.detail);
  python.addEventListener("progress", see);
  await new Function(`return ${action}`)();
  python.removeEventListener("progress", see);
  return seen;
}"""


def test_only_a_lab_that_names_a_package_downloads_it(
    client: Page, client_server: PagesServer
) -> None:
    """At most 3 MB, and nothing else than the package and its size: no second standard library."""
    assert report_of(client, "import json")["error"] is None
    before = set(client_server.transferred)
    assert not [name for name in before if name.startswith(PACKAGES)]

    report = report_of(client, "import fastapi\nprint(fastapi.FastAPI().title)", "fastapi")

    assert report == {"results": [], "stdout": "FastAPI\n", "error": None}
    fetched = set(client_server.transferred) - before
    assert {name for name in fetched if "/js/" not in name} == {FASTAPI, f"{PACKAGES}manifest.json"}
    assert sum(client_server.transferred[name] for name in fetched) <= MOST_BYTES


def test_after_a_stop_the_package_is_there_without_another_download(
    client: Page, client_server: PagesServer
) -> None:
    """The page keeps what it has fetched."""
    report_of(client, "import fastapi", "fastapi")
    client_server.transferred.clear()
    forget_files(client)

    limit = report_of(client, "while True: pass", "fastapi", timeBudgetS=0.3)
    again = report_of(client, "import fastapi\nprint('there')", "fastapi")

    assert limit["kind"] == "time-limit"
    assert again["stdout"] == "there\n"
    assert not [name for name in client_server.transferred if name.startswith(PACKAGES)]


def test_loading_does_not_use_up_the_time_of_the_run(client: Page) -> None:
    """Fetching and importing FastAPI takes longer than this budget."""
    report = report_of(client, "import fastapi\nprint('in time')", "fastapi", timeBudgetS=1)

    assert report["stdout"] == "in time\n"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((404, b"Not found"), "the server answered 404 when asked for fastapi.zip"),
        ((200, b"<!doctype html>"), "fastapi.zip is not the file it should be"),
        ((200, b"PK\3\4 and then nothing"), "fastapi.zip arrived damaged"),
        (None, "there was no connection to fetch fastapi.zip"),
    ],
)
def test_a_package_that_cannot_be_had_is_an_answer_and_can_be_tried_again(
    client: Page, client_server: PagesServer, answer: tuple[int, bytes] | None, sentence: str
) -> None:
    """Python itself stays ready; once the file is right, the same page loads it."""
    if answer is None:
        client.context.route(f"**/{FASTAPI}", lambda route: route.abort())
    else:
        client_server.replaced[FASTAPI] = answer

    refused = report_of(client, "import fastapi", "fastapi")["refused"]

    assert refused.startswith("The package fastapi could not be loaded: ")
    assert sentence in refused
    assert report_of(client, "print('well')")["stdout"] == "well\n"

    client_server.replaced.clear()
    client.context.unroute_all()

    assert report_of(client, "import fastapi\nprint('well')", "fastapi")["stdout"] == "well\n"


def test_one_wrong_byte_is_noticed(client: Page, client_server: PagesServer) -> None:
    """In the middle of the file, where neither its beginning nor its length tells."""
    content = bytearray((client_server.folder / FASTAPI).read_bytes())
    content[len(content) // 2] ^= 0xFF
    client_server.replaced[FASTAPI] = (200, bytes(content))

    assert (
        "fastapi.zip arrived damaged" in report_of(client, "import fastapi", "fastapi")["refused"]
    )


def test_an_unknown_package_is_refused(client: Page) -> None:
    """The sentence says which, and a waiting program without packages is not disturbed."""
    assert "The package nosuch could not be loaded" in report_of(client, "", "nosuch")["refused"]
    assert report_of(client, "print('well')")["stdout"] == "well\n"


def test_progress_of_packages_is_told(client: Page) -> None:
    """Bytes up to all of them, and then that they start."""
    client.evaluate("python.start()")

    seen = client.evaluate(COLLECT_PROGRESS, "python.start(['fastapi'])")

    loading = [each for each in seen if each["stage"] == "Loading packages"]
    assert 5_000_000 > loading[-1]["loadedBytes"] == loading[-1]["totalBytes"] > 1_000_000
    assert seen[-1]["stage"] == "Starting packages"


def test_packages_come_beside_python(client: Page, client_server: PagesServer) -> None:
    """Python's largest file is held back until the package has been asked for."""
    asked = Event()

    def when_asked(body: bytes) -> Iterator[bytes]:
        asked.wait()
        yield body

    def asks(body: bytes) -> Iterator[bytes]:
        asked.set()
        yield body

    client_server.sent_by |= {WASM: when_asked, FASTAPI: asks}

    report = report_of(client, "import fastapi\nprint('there')", "fastapi")

    asked.set()
    assert report.get("stdout") == "there\n"


def test_progress_is_that_of_python_and_packages_together(client: Page) -> None:
    """One sum of bytes that grows up to its end, and then what starts."""
    seen = client.evaluate(COLLECT_PROGRESS, "python.start(['fastapi'])")

    loading = [each for each in seen if each["totalBytes"] > 0]
    assert loading[-1]["loadedBytes"] == loading[-1]["totalBytes"] > 6_500_000
    for bytes_of in ("loadedBytes", "totalBytes"):
        counted = [each[bytes_of] for each in loading]
        assert counted == sorted(counted)
    assert seen[-1]["stage"] == "Starting packages"


def test_a_package_that_fails_while_python_starts_does_not_stop_it(
    client: Page, client_server: PagesServer
) -> None:
    """The lab that wants it gets the sentence; labs without packages run."""
    client_server.replaced[FASTAPI] = (404, b"Not found")

    told = client.evaluate(
        """Promise.all([
             python.start(["fastapi"]).then(() => "started", (error) => error.message),
             python.start().then(() => "started", (error) => error.message),
           ])"""
    )

    assert told == [
        "The package fastapi could not be loaded: "
        "the server answered 404 when asked for fastapi.zip.",
        "started",
    ]


def test_where_python_does_not_start_that_is_what_is_told(
    client: Page, client_server: PagesServer
) -> None:
    """Not what became of the package; afterwards both can be had."""
    client_server.replaced |= {WASM: (404, b""), FASTAPI: (404, b"")}
    refused = report_of(client, "import fastapi", "fastapi")["refused"]

    client_server.replaced.clear()
    forget_files(client)

    assert refused.startswith("Python could not be loaded: the server answered 404")
    assert report_of(client, "import fastapi\nprint('well')", "fastapi")["stdout"] == "well\n"


def test_a_package_that_stalls_is_given_up(client: Page, client_server: PagesServer) -> None:
    """Thirty seconds without a byte, though Python has started meanwhile and has run a program."""
    ended = Event()

    def halves(body: bytes) -> Iterator[bytes]:
        yield body[: len(body) // 2]
        ended.wait()

    client.clock.install()
    client_server.sent_by[FASTAPI] = halves
    client.evaluate(
        """() => {
             window.told = null;
             window.latest = null;
             python.addEventListener("progress", ({ detail }) => (window.latest = detail));
             python.start(["fastapi"]).catch((error) => (window.told = error.message));
           }"""
    )
    client.wait_for_function("python.state === 'ready'")
    assert report_of(client, "print('meanwhile')")["stdout"] == "meanwhile\n"
    client.wait_for_function("window.latest.waitingFor === 'fastapi.zip'")

    client.clock.fast_forward(31_000)
    client.wait_for_function("window.told")

    ended.set()
    client_server.sent_by.clear()
    assert client.evaluate("window.told") == (
        "The packages could not be loaded: "
        "nothing arrived for 30 seconds while waiting for fastapi.zip."
    )
    assert report_of(client, "import fastapi\nprint('well')", "fastapi")["stdout"] == "well\n"
