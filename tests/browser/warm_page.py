"""What a test asks a page that runs Python: what it printed, and how it came to start."""

from __future__ import annotations

import json
import time

from playwright.sync_api import Page

ENDLESS = "print('on')\nwhile True:\n    pass\n"
SECONDS_TO_END = 30


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


def python_workers(page: Page) -> int:
    """How many workers hold a Python, once the terminated ones have ended; that takes a moment."""
    deadline = time.monotonic() + SECONDS_TO_END
    while (count := _count(page)) > 1 and time.monotonic() < deadline:
        page.evaluate("new Promise(requestAnimationFrame)")
    return count


def _count(page: Page) -> int:
    return sum(worker.url.endswith("/js/worker.js") for worker in page.workers)
