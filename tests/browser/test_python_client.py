"""Does Python in the page answer, stop, and survive what learners do to it?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import block_other_hosts
from client_page import RUNTIME
from pages_server import PagesServer
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ENDLESS = "while True:\n    pass\n"
CHECKS = '''
def check_adds(learner):
    """Adds"""
    assert learner.add(2, 2) == 4, "Two and two are four."

def check_adds_negative_numbers(learner):
    """Adds negative numbers"""
    assert learner.add(-1, -1) == -2, "That is not what add(-1, -1) is."
'''
SIMULATOR = """
def initial(params):
    return {"moves": 0}

def act(state, action, params):
    return {"moves": state["moves"] + 1}

def view(state, params):
    return [{"type": "text", "text": f"**{params['n']}** after {state['moves']}", "tone": "good"}]
"""


@pytest.fixture(scope="module")
def shared(client_site: Path, browser: Browser) -> Iterator[Page]:
    """A page for the tests that do not mind what ran in it before."""
    attempts: list[str] = []
    with PagesServer(client_site) as server:
        context = browser.new_context()
        block_other_hosts(context, attempts)
        page = context.new_page()
        page.goto(server.url)
        page.wait_for_function("window.python !== undefined")
        yield page
        context.close()
    assert attempts == [], "requests to other hosts"


def run(page: Page, program: str, **request: Any) -> dict[str, Any]:
    """The outcome of a run, with the report read and the streamed output beside it."""
    return finished(
        page.evaluate(
            """async (request) => {
              const printed = [];
              const onOutput = (text, stream) => printed.push([text, stream]);
              const kind = request.checks === undefined ? "run" : "check";
              return { printed, ...(await python[kind]({ ...request, onOutput })) };
            }""",
            {"program": program, **request},
        )
    )


def finished(outcome: dict[str, Any]) -> dict[str, Any]:
    """The outcome with its report as data."""
    if "json" in outcome:
        outcome["report"] = json.loads(outcome.pop("json"))
    return outcome


def begin(page: Page, program: str) -> None:
    """Starts a program and goes on; see `window.outcome` and `window.printed`."""
    page.evaluate(
        """(program) => {
          window.printed = "";
          window.outcome = null;
          python.run({ program, timeBudgetS: 60, onOutput: (text) => (window.printed += text) })
            .then((outcome) => (window.outcome = outcome), (error) => (window.outcome =
            String(error)));
        }""",
        program,
    )


def simulate(page: Page, **request: Any) -> dict[str, Any]:
    """The view of SIMULATOR after one request."""
    return page.evaluate(
        "(request) => python.simulate(request)",
        {"source": SIMULATOR, "params": {"n": 1}, "state": None, "action": None, **request},
    )


def test_nothing_is_downloaded_before_python_is_wanted(
    client: Page, client_server: PagesServer
) -> None:
    """Opening the page fetches neither the runtime nor the bundle."""
    assert client.evaluate("python.state") == "off"
    assert not [name for name in client_server.transferred if name.startswith(RUNTIME)]
    assert "assets/app/bundle.zip" not in client_server.transferred


def test_prints_arrive_while_the_program_runs(shared: Page) -> None:
    """What was printed before an endless loop is on the page although the loop never ends."""
    begin(shared, "print('first')\nimport sys\nprint('second', file=sys.stderr)\n" + ENDLESS)

    shared.wait_for_function("window.printed.includes('first\\n')")
    shared.wait_for_function("window.printed.includes('second\\n')")

    shared.evaluate("python.stop()")
    shared.wait_for_function("window.outcome?.kind === 'stopped'")


def test_a_run_reports_output_and_errors(shared: Page) -> None:
    """The report of a failing program has what it printed, the error and its line."""
    outcome = run(shared, "print('hé')\nprint(1 / 0)\n")

    assert outcome["kind"] == "report"
    assert "".join(text for text, stream in outcome["printed"] if stream == "stdout") == "hé\n"
    assert outcome["report"]["stdout"] == "hé\n"
    assert outcome["report"]["error"]["line"] == 2


def test_a_check_reports_every_result(shared: Page) -> None:
    """The first failing check carries its message; nothing leaks from one run into the next."""
    wrong = run(shared, "def add(a, b):\n    return abs(a) + abs(b)\n", checks=CHECKS)
    empty = run(shared, "", checks=CHECKS)

    assert [result["passed"] for result in wrong["report"]["results"]] == [True, False]
    assert wrong["report"]["results"][1]["message"] == "That is not what add(-1, -1) is."
    assert empty["report"]["results"][0]["passed"] is False


def test_stop_ends_an_endless_loop_and_the_next_run_works(shared: Page) -> None:
    """Stop answers at once, and Python is back without fetching anything large again."""
    begin(shared, "print('on')\n" + ENDLESS)
    shared.wait_for_function("window.printed === 'on\\n'")

    shared.evaluate("python.stop()")

    shared.wait_for_function("window.outcome?.kind === 'stopped'")
    assert run(shared, "print(6 * 7)")["report"]["stdout"] == "42\n"


def test_a_stop_while_python_still_loads_is_not_lost(client: Page) -> None:
    """The waiting run resolves as stopped; loading goes on."""
    begin(client, "print('never')")

    client.evaluate("python.stop()")

    client.wait_for_function("window.outcome?.kind === 'stopped'")
    client.wait_for_function("python.state === 'ready'")
    assert client.evaluate("window.printed") == ""


def test_the_time_limit_counts_running_not_loading(client: Page) -> None:
    """A cold start takes longer than this budget, and still the first program gets all of it."""
    assert run(client, "print('quick')", timeBudgetS=0.4)["kind"] == "report"

    outcome = run(client, ENDLESS, timeBudgetS=0.4)

    assert (outcome["kind"], outcome["seconds"]) == ("time-limit", 0.4)
    assert run(client, "print('again')")["report"]["stdout"] == "again\n"


def test_a_second_program_is_refused_while_one_runs(shared: Page) -> None:
    """One program at a time; the one that runs is not disturbed."""
    begin(shared, "print('on')\n" + ENDLESS)
    shared.wait_for_function("window.printed === 'on\\n'")

    refusal = shared.evaluate("python.run({ program: '' }).catch((error) => error.message)")

    assert refusal == "Another program is still running. Stop it first."
    assert shared.evaluate("window.outcome") is None
    shared.evaluate("python.stop()")


def test_a_flood_of_output_ends_the_program(shared: Page) -> None:
    """A hundred megabytes are cut at the limit; the page gets little more than one."""
    outcome = run(shared, "for number in range(100):\n    print('x' * 1_000_000)\n", timeBudgetS=30)

    assert outcome["kind"] == "report"
    assert "1,000,000" in outcome["report"]["error"]["message"]
    assert sum(len(text) for text, _ in outcome["printed"]) <= 1_100_000


def test_output_that_goes_round_the_runner_is_cut_as_well(shared: Page) -> None:
    """A program that writes to Python's own stream cannot flood the page either."""
    program = "import sys\nfor number in range(50):\n    sys.__stdout__.write('x' * 1_000_000)\n"

    outcome = run(shared, program, timeBudgetS=30)

    assert outcome["kind"] == "report"
    assert sum(len(text) for text, _ in outcome["printed"]) <= 1_100_000


def test_many_short_lines_arrive_in_batches(shared: Page) -> None:
    """Fifty thousand lines come in far fewer messages, in order and complete."""
    outcome = run(shared, "for number in range(50_000):\n    print(number)\n", timeBudgetS=30)

    assert "".join(text for text, _ in outcome["printed"]) == outcome["report"]["stdout"]
    assert outcome["report"]["stdout"].endswith("49999\n")
    assert len(outcome["printed"]) < 1_000


def test_a_trimmed_module_is_fetched_when_imported(
    client: Page, client_server: PagesServer
) -> None:
    """Modules that the first download leaves out work all the same, packages and submodules too."""
    rest = f"{RUNTIME}python_stdlib_rest.zip"
    modules = "tomllib, email.message, json.tool, unittest.mock"
    program = f"import {modules}\nprint(tomllib.loads('a = 1'))"
    assert run(client, "import json")["report"]["error"] is None
    assert rest not in client_server.transferred

    outcome = run(client, program)

    assert outcome["report"]["error"] is None
    assert outcome["report"]["stdout"] == "{'a': 1}\n"
    assert client_server.transferred[rest] > 1_000_000


def test_a_trimmed_module_that_cannot_be_fetched_is_a_sentence(
    client: Page, client_server: PagesServer
) -> None:
    """The import fails with the reason, and works once the file can be fetched."""
    client_server.replaced[f"{RUNTIME}python_stdlib_rest.zip"] = (503, b"")
    outcome = run(client, "import tomllib")
    assert "the server answered 503" in outcome["report"]["error"]["message"]

    client_server.replaced.clear()

    assert run(client, "import tomllib")["report"]["error"] is None


def test_a_program_that_breaks_the_interpreter_is_survived(shared: Page) -> None:
    """A program that ends Python from inside is told so, and Python comes back."""
    fatal = run(shared, "import ctypes\nctypes.string_at(0xFFFFFFFF - 7, 100)\n")
    aborted = run(shared, "import os\nos.abort()\n")

    assert fatal["kind"] == "crashed"
    assert aborted["kind"] == "crashed"
    assert "Python was started again." in fatal["message"]
    assert run(shared, "print('back')")["report"]["stdout"] == "back\n"


def test_too_much_memory_is_survived(shared: Page) -> None:
    """Whether Python reports it or dies of it, the next run works."""
    program = "kept = []\nwhile True:\n    kept.append(bytearray(2_147_000_000))\n"

    outcome = run(shared, program, timeBudgetS=60)

    assert outcome["kind"] in ("report", "crashed")
    if outcome["kind"] == "report":
        assert outcome["report"]["error"] is not None
    assert run(shared, "print('back')")["report"]["stdout"] == "back\n"


def test_a_simulator_steps(shared: Page) -> None:
    """State goes in and out as data, blocks come as HTML."""
    first = simulate(shared)
    second = simulate(shared, state=first["state"], action={"type": "set", "control": "n"})

    assert second["state"] == {"moves": 1}
    assert "after 1" in second["blocks"][0]["html"]


def test_only_the_newest_waiting_view_is_computed(shared: Page) -> None:
    """Of several requests at once, those in between are answered with null."""
    views = shared.evaluate(
        """async (source) => {
          await python.start();
          const ask = (n) => python.simulate({ source, params: { n }, state: null, action: null });
          const views = await Promise.all([1, 2, 3, 4].map(ask));
          return views.map((view) => view?.blocks[0].html ?? null);
        }""",
        SIMULATOR,
    )

    assert [view is None for view in views] == [False, True, True, False] or [
        view is None for view in views
    ] == [True, True, True, False]
    assert "<b>4</b>" in views[3]


def test_a_simulator_that_fails_says_why(shared: Page) -> None:
    """The promise rejects with Python's last line, and Python stays."""
    message = shared.evaluate(
        """(source) => python.simulate({ source, params: {}, state: null, action: null })
             .catch((error) => error.message)""",
        SIMULATOR,
    )

    assert message == "KeyError: 'n'"
    assert shared.evaluate("python.state") == "ready"


@pytest.mark.parametrize(
    ("file", "answer", "sentence"),
    [
        ("pyodide.asm.wasm", (200, b"<!doctype html><p>Sign in"), "is not the file it should be"),
        ("pyodide.asm.wasm", (200, b"\0asm\1\0\0\0damaged"), "arrived damaged"),
        ("pyodide.asm.wasm", (404, b"Not found"), "the server answered 404"),
        ("python_stdlib.zip", (200, b"<!doctype html>"), "is not the file it should be"),
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


def test_a_run_that_cannot_start_rejects_with_the_sentence(
    client: Page, client_server: PagesServer
) -> None:
    """Run and simulate tell the same reason as start."""
    client_server.replaced["assets/app/bundle.zip"] = (500, b"")

    messages = client.evaluate(
        """Promise.all([
          python.run({ program: "" }).catch((error) => error.message),
          python
            .simulate({ source: "", params: {}, state: null, action: null })
            .catch((error) => error.message),
        ])"""
    )

    sentence = "Python could not be loaded: the server answered 500 when asked for bundle.zip."
    assert messages == [sentence, sentence]


def test_progress_says_stage_and_bytes(client: Page) -> None:
    """Loading counts up to all bytes, about as many as travel, and then Python starts."""
    seen = client.evaluate(
        """async () => {
          const seen = [];
          python.addEventListener("progress", (event) => seen.push(event.detail));
          await python.start();
          return seen;
        }"""
    )

    loading = [each for each in seen if each["stage"] == "Loading Python"]
    assert seen[-1]["stage"] == "Starting Python"
    assert 5_000_000 < loading[-1]["totalBytes"] < 6_500_000
    loaded = [each["loadedBytes"] for each in loading]
    assert loaded == sorted(loaded)
    assert loaded[-1] == loading[-1]["totalBytes"]
