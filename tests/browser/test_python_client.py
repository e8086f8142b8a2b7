"""Does Python in the page answer, and tell meanwhile what it does?"""

from __future__ import annotations

import pytest
from client_page import RUNTIME
from client_runs import ENDLESS, begin, run
from pages_server import PagesServer
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

CHECKS = '''
def check_adds(learner):
    """Adds"""
    assert learner.add(2, 2) == 4, "Two and two are four."

def check_adds_negative_numbers(learner):
    """Adds negative numbers"""
    assert learner.add(-1, -1) == -2, "That is not what add(-1, -1) is."
'''


def test_nothing_is_downloaded_before_python_is_wanted(
    client: Page, client_server: PagesServer
) -> None:
    """Opening the page fetches neither the runtime nor the bundle."""
    assert client.evaluate("python.state") == "off"
    assert not [name for name in client_server.transferred if name.startswith(RUNTIME)]
    assert "assets/app/bundle.zip.gz" not in client_server.transferred


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


def test_a_second_program_is_refused_while_one_runs(shared: Page) -> None:
    """One program at a time; the one that runs is not disturbed."""
    begin(shared, "print('on')\n" + ENDLESS)
    shared.wait_for_function("window.printed === 'on\\n'")

    refusal = shared.evaluate("python.run({ program: '' }).catch((error) => error.message)")

    assert refusal == "Another program is still running. Stop it first."
    assert shared.evaluate("window.outcome") is None
    shared.evaluate("python.stop()")


def test_many_short_lines_arrive_in_batches(shared: Page) -> None:
    """Fifty thousand lines come in far fewer messages, in order and complete."""
    outcome = run(shared, "for number in range(50_000):\n    print(number)\n", timeBudgetS=30)

    assert "".join(text for text, _ in outcome["printed"]) == outcome["report"]["stdout"]
    assert outcome["report"]["stdout"].endswith("49999\n")
    assert len(outcome["printed"]) < 1_000


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
    assert 4_500_000 < loading[-1]["totalBytes"] < 6_000_000
    loaded = [each["loadedBytes"] for each in loading]
    assert loaded == sorted(loaded)
    assert loaded[-1] == loading[-1]["totalBytes"]
