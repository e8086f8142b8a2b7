"""Does the page keep its word, whatever a program does to Python, the worker or the page?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import record_other_hosts
from pages_server import PagesServer
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TO_JS = "import js\nfrom pyodide.ffi import to_js\n"


@pytest.fixture(scope="module")
def shared(client_site: Path, browser: Browser) -> Iterator[Page]:
    """One page for all tests: each has to leave a Python that works."""
    attempts: list[str] = []
    errors: list[str] = []
    with PagesServer(client_site) as server:
        context = browser.new_context()
        record_other_hosts(context, attempts)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(server.url)
        page.wait_for_function("window.python !== undefined")
        yield page
        context.close()
    assert attempts == [], "requests to other hosts"
    assert errors == [], "errors of the page's own scripts"


def run(page: Page, program: str, seconds: float = 20) -> dict[str, Any]:
    """The outcome of a run, with the report read."""
    outcome: dict[str, Any] = page.evaluate(
        "([program, timeBudgetS]) => python.run({ program, timeBudgetS })", [program, seconds]
    )
    if "json" in outcome:
        outcome.update(json.loads(outcome.pop("json")))
    return outcome


def expect_a_working_python(page: Page) -> None:
    """The next program runs as if nothing had been."""
    assert run(page, "import json\nprint(json.dumps(6 * 7))")["stdout"] == "42\n"


@pytest.mark.parametrize(
    "loop",
    [
        "sum(range(10**12))",
        "import re\nre.match('(a+)+b', 'a' * 60)",
        "import time\ntime.sleep(99)",
    ],
    ids=["sum", "regular expression", "sleep"],
)
def test_a_loop_below_python_ends_like_any_other(shared: Page, loop: str) -> None:
    """No bytecode runs in there that could be interrupted, and still it ends, and on time."""
    outcome = run(shared, loop, seconds=0.5)

    assert outcome == {"kind": "time-limit", "seconds": 0.5}
    expect_a_working_python(shared)


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("kept = [0] * 2**29", "MemoryError"),
        ("import os\nos.abort()", "Python was started again."),
        ("import os\nos._exit(3)", "Python was started again."),
        (
            "import sys\nsys.setrecursionlimit(10**6)\ndef f():\n    return f()\nf()\n",
            "The program's functions called each other too deeply.",
        ),
        ("import threading\nthreading.Thread(target=print).start()", "can't start new thread"),
    ],
    ids=["2 GB", "abort", "exit", "recursion without limit", "thread"],
)
def test_what_python_cannot_survive_is_told(shared: Page, program: str, sentence: str) -> None:
    """A report or a crash, but a sentence in each case."""
    outcome = run(shared, program, seconds=60)

    assert sentence in (outcome.get("message") or outcome["error"]["message"])
    expect_a_working_python(shared)


def test_a_program_cannot_close_the_worker(shared: Page) -> None:
    """It runs to its end, and so does the next one."""
    outcome = run(shared, "import js\njs.close()\nprint('still here')")

    assert outcome["stdout"] == "still here\n"
    expect_a_working_python(shared)


def test_a_forged_message_is_nobodys_word(shared: Page) -> None:
    """What a program posts to the page by itself is not taken for the run's report."""
    forged = '{"type": "answer", "json": \'{"results": [], "stdout": "forged", "error": None}\'}'
    program = (
        f"{TO_JS}js.postMessage(to_js({forged}, dict_converter=js.Object.fromEntries))\n"
        "js.postMessage(None)\njs.self.onmessage = None\nprint('mine')\n"
    )

    outcome = run(shared, program)

    assert outcome["stdout"] == "mine\n"
    expect_a_working_python(shared)


def test_a_flood_of_posted_messages_ends_with_the_time(shared: Page) -> None:
    """The page's clock goes on though messages come faster than it can read them."""
    outcome = run(shared, "import js\nwhile True:\n    js.postMessage('x' * 1000)\n", seconds=0.5)

    assert outcome["kind"] == "time-limit"
    expect_a_working_python(shared)


@pytest.mark.parametrize(
    "program",
    [
        "import json\njson.JSONEncoder.encode = lambda *_: 'nonsense'",
        "import json\njson.JSONEncoder.encode = lambda *_: 5",
    ],
    ids=["no JSON", "no text"],
)
def test_an_unreadable_report_is_told_and_mended(shared: Page, program: str) -> None:
    """Whoever changes what reports are made with gets a fresh Python."""
    outcome = run(shared, program)

    assert outcome["message"] == ("The run's report could not be read. Python was started again.")
    expect_a_working_python(shared)


def test_an_error_that_comes_after_the_program_is_survived(shared: Page) -> None:
    """A timer of JavaScript that fails later does not take the page with it."""
    program = "import js\njs.eval('setTimeout(() => { throw new Error(\"later\") })')\nprint('on')"
    shared.evaluate(
        """() => {
          window.lost = false;
          const watch = ({ detail }) => (window.lost ||= detail.state !== "ready");
          python.addEventListener("state", watch);
        }"""
    )

    run(shared, program)  # ends with its report or with the error, whichever comes first

    shared.wait_for_function("window.lost")
    expect_a_working_python(shared)


def test_a_killed_worker_is_noticed_at_the_next_run(client_server: PagesServer, page: Page) -> None:
    """The browser may end a worker without a word; the page waits five seconds, not for ever."""
    page.add_init_script(
        """window.Worker = class extends Worker {
          constructor(...options) {
            super(...options);
            window.lastWorker = this;
          }
        };"""
    )
    page.clock.install()
    page.goto(client_server.url)
    page.wait_for_function("window.python !== undefined")
    page.evaluate("python.start()")
    page.evaluate("window.lastWorker.terminate()")
    page.evaluate(
        """() => void python.run({ program: "print(1)" }).then((end) => (window.end = end))"""
    )
    page.evaluate("python.start()")  # the run has been sent off

    page.clock.fast_forward(5_000)

    page.wait_for_function("window.end")
    assert page.evaluate("window.end") == {
        "kind": "crashed",
        "message": "Python did not answer any more. Python was started again.",
    }
    expect_a_working_python(page)
