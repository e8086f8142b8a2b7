"""Does the client compute the steps of a simulator, the newest only, and say what went wrong?"""

from __future__ import annotations

import pytest
from client_runs import SIMULATOR, simulate
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


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
