"""Is a start that failed told in one sentence to all who wait, and can it be tried again?"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from client_page import RUNTIME
from client_runs import run
from pages_server import PagesServer
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

GIVING_UP = b"""export async function loadPyodide() {
  console.info("gave up");
  throw new TypeError("Failed to fetch dynamically imported module");
}"""


@pytest.mark.parametrize(
    ("file", "answer", "sentence"),
    [
        ("pyodide.asm.wasm", (200, b"<!doctype html><p>Sign in"), "is not the file it should be"),
        ("pyodide.asm.wasm", (200, b"\0asm\1\0\0\0damaged"), "arrived damaged"),
        ("pyodide.asm.wasm", (404, b"Not found"), "the server answered 404"),
        ("python_stdlib.zip.gz", (200, b"<!doctype html>"), "is not the file it should be"),
        ("pyodide.asm.mjs", (404, b"Not found"), "is missing or blocked"),
    ],
)
def test_a_failed_start_is_an_answer_and_can_be_tried_again(
    client: Page, client_server: PagesServer, file: str, answer: tuple[int, bytes], sentence: str
) -> None:
    """The sentence names the file; once the file is right, the same page starts Python."""
    client_server.replaced[RUNTIME + file] = answer

    message = client.evaluate("python.start().catch((error) => error.message)")

    assert message.startswith("Python could not be loaded: ")
    assert file in message
    assert sentence in message
    assert client.evaluate("document.documentElement.dataset.mlplatRuntime") == "failed"

    client_server.replaced.clear()

    assert run(client, "print('well')")["report"]["stdout"] == "well\n"


def test_the_file_that_did_not_come_is_named_whoever_notices_first(
    client: Page, client_server: PagesServer
) -> None:
    """Pyodide gives up with words of its own before the wasm has been broken off."""
    gave_up = Event()

    def broken_off(body: bytes) -> Iterator[bytes]:
        yield body[:1_000_000]
        gave_up.wait()

    client_server.replaced[f"{RUNTIME}pyodide.mjs"] = (200, GIVING_UP)
    client_server.sent_by[f"{RUNTIME}pyodide.asm.wasm"] = broken_off
    client.on("console", lambda line: "gave up" in line.text and gave_up.set())

    message = client.evaluate("python.start().catch((error) => error.message)")

    assert message == "Python could not be loaded: pyodide.asm.wasm stopped arriving half-way."


def test_a_run_that_cannot_start_rejects_with_the_sentence(
    client: Page, client_server: PagesServer
) -> None:
    """Run and simulate tell the same reason as start."""
    client_server.replaced["assets/app/bundle.zip.gz"] = (500, b"")

    messages = client.evaluate(
        """Promise.all([
          python.run({ program: "" }).catch((error) => error.message),
          python
            .simulate({ source: "", params: {}, state: null, action: null })
            .catch((error) => error.message),
        ])"""
    )

    sentence = "Python could not be loaded: the server answered 500 when asked for bundle.zip.gz."
    assert messages == [sentence, sentence]
