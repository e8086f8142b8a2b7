"""How a test runs programs and simulators through the client, on a page without any lab."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page

ENDLESS = "while True:\n    pass\n"
SIMULATOR = """
def initial(params):
    return {"moves": 0}

def act(state, action, params):
    return {"moves": state["moves"] + 1}

def view(state, params):
    return [{"type": "text", "text": f"**{params['n']}** after {state['moves']}", "tone": "good"}]
"""


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


def report_of(page: Page, program: str, *packages: str, **request: Any) -> dict[str, Any]:
    """The report of a run; a sentence under `refused` when Python was not ready for it."""
    outcome: dict[str, Any] = page.evaluate(
        """async (request) => {
          try {
            return await python.run(request);
          } catch (error) {
            return { refused: error.message };
          }
        }""",
        {"program": program, "packages": list(packages), **request},
    )
    return json.loads(outcome["json"]) if "json" in outcome else outcome
