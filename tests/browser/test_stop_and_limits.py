"""Do Stop and the limits of time, output and memory end a program, and is Python back after?"""

from __future__ import annotations

import pytest
from client_runs import ENDLESS, begin, run
from playwright.sync_api import Page
from warm_page import python_workers

pytestmark = pytest.mark.browser

TICKING = """
import time
while True:
    end = time.monotonic() + 0.1
    while time.monotonic() < end:
        pass
    print("tick")
"""


def test_stop_ends_an_endless_loop_and_the_next_run_works(shared: Page) -> None:
    """Stop answers at once, and Python is back without fetching anything large again."""
    begin(shared, "print('on')\n" + ENDLESS)
    shared.wait_for_function("window.printed === 'on\\n'")

    shared.evaluate("python.stop()")

    shared.wait_for_function("window.outcome?.kind === 'stopped'")
    assert run(shared, "print(6 * 7)")["report"]["stdout"] == "42\n"


def test_a_stopped_program_that_slept_leaves_the_next_one_alone(client: Page) -> None:
    """Chromium lets it sleep for two more seconds, and then its worker ends with an error."""
    begin(client, "import time\nprint('on')\ntime.sleep(99)\n")
    client.wait_for_function("window.printed === 'on\\n'")
    client.evaluate("python.stop()")
    begin(client, TICKING)
    client.wait_for_function("window.printed !== ''")
    assert python_workers(client) == 1

    so_far = client.evaluate("window.printed.length")

    client.wait_for_function(f"window.printed.length > {so_far + 10 * len('tick ')}", timeout=9_000)
    client.evaluate("python.stop()")
    client.wait_for_function("window.outcome?.kind === 'stopped'")


def test_a_stop_while_python_still_loads_is_not_lost(client: Page) -> None:
    """The waiting run resolves as stopped; loading goes on."""
    begin(client, "print('never')")

    client.evaluate("python.stop()")

    client.wait_for_function("window.outcome?.kind === 'stopped'")
    client.wait_for_function("python.state === 'ready'")
    assert client.evaluate("window.printed") == ""


def test_the_time_limit_counts_running_not_loading(client: Page) -> None:
    """A cold start takes longer than this budget, and still the first program gets all of it."""
    assert run(client, "print('quick')", timeBudgetS=1)["kind"] == "report"

    outcome = run(client, ENDLESS, timeBudgetS=1)

    assert (outcome["kind"], outcome["seconds"]) == ("time-limit", 1)
    assert run(client, "print('again')")["report"]["stdout"] == "again\n"


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
