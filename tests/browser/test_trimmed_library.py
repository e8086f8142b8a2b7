"""Is the part of the standard library that a page does not download at first there all the same?"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from client_page import RUNTIME
from client_runs import run
from pages_server import PagesServer
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

REST = f"{RUNTIME}python_stdlib_rest.zip.zst"
Answer = tuple[int, bytes]


def test_a_trimmed_module_is_fetched_when_imported(
    client: Page, client_server: PagesServer
) -> None:
    """Modules that the first download leaves out work all the same, packages and submodules too."""
    modules = "tomllib, email.message, json.tool, unittest.mock"
    program = f"import {modules}\nprint(tomllib.loads('a = 1'))"
    assert run(client, "import json")["report"]["error"] is None
    assert REST not in client_server.transferred

    outcome = run(client, program)

    assert outcome["report"]["error"] is None
    assert outcome["report"]["stdout"] == "{'a': 1}\n"
    assert client_server.transferred[REST] > 1_000_000


def test_a_trimmed_module_that_cannot_be_fetched_is_a_sentence(
    client: Page, client_server: PagesServer
) -> None:
    """The import fails with the reason, and works once the file can be fetched."""
    client_server.replaced[REST] = (503, b"")
    outcome = run(client, "import tomllib")
    assert "the server answered 503" in outcome["report"]["error"]["message"]

    client_server.replaced.clear()

    assert run(client, "import tomllib")["report"]["error"] is None


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (lambda _: (200, b"<!doctype html>"), "something else came in its place"),
        (lambda content: (200, content[: len(content) // 2]), "something else came in its place"),
        (lambda content: (200, content[:-9] + bytes(9)), "something else came in its place"),
        (lambda _: (404, b""), "the server answered 404"),
    ],
)
def test_the_rest_of_the_library_can_be_had_later(
    client: Page,
    client_server: PagesServer,
    reply: Callable[[bytes], tuple[int, bytes]],
    reason: str,
) -> None:
    """A module that was not downloaded at first is explained, and there at the next run."""
    content = (client_server.folder / REST).read_bytes()
    client_server.replaced[REST] = reply(content)
    run = (
        "python.run({ program: 'import tomllib\\nprint(1)' }).then(({ json }) => JSON.parse(json))"
    )

    refused = client.evaluate(run)
    client_server.replaced.clear()
    worked = client.evaluate(run)

    assert reason in refused["error"]["message"]
    assert "Check the connection and run again." in refused["error"]["message"]
    assert refused["error"]["line"] == 1
    assert (worked["error"], worked["stdout"]) == (None, "1\n")


def test_a_blocked_rest_of_the_library_is_explained(client: Page) -> None:
    """A filter that blocks it costs the import and nothing else."""
    client.context.route("**/python_stdlib_rest.zip.zst", lambda route: route.abort())
    program = "try:\n    import tomllib\nexcept ImportError as error:\n    print(error)"

    outcome = client.evaluate("(program) => python.run({ program })", program)

    assert "the connection failed" in json.loads(outcome["json"])["stdout"]
