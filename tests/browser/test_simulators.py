"""Every simulator computes in the page what it computes in CPython."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import record_other_hosts
from pages_server import PagesServer
from playwright.sync_api import Browser, Page

from labkit.blocks import for_page
from labkit.course import read_course
from labkit.simulation import advance, step
from labkit.simulator import Control, Simulator

pytestmark = pytest.mark.browser

SIMULATORS = read_course(Path(__file__).resolve().parents[2] / "labs").simulators
PATH = "2-feature-store/does-it-pay/"


@pytest.fixture(scope="module")
def python_page(site_server: PagesServer, browser: Browser) -> Iterator[Page]:
    """A page whose Python answers all questions of this file with what it has at once."""
    attempts: list[str] = []
    requested: list[str] = []
    context = browser.new_context()
    record_other_hosts(context, attempts)
    context.on("request", lambda request: requested.append(request.url))
    page = context.new_page()
    page.goto(site_server.url + PATH)
    yield page
    context.close()
    assert [] == attempts
    assert any("python_stdlib." in url for url in requested)
    assert not any("python_stdlib_rest." in url for url in requested)


def ends(control: Control) -> tuple[Any, Any]:
    """The first and the last value that the control can have."""
    if control.kind == "slider":
        return control.min, control.max
    if control.kind == "stops":
        return control.stops[0], control.stops[-1]
    if control.kind == "select":
        return control.options[0], control.options[-1]
    return False, True


def settings(simulator: Simulator) -> list[dict[str, Any]]:
    """The defaults, each control at its ends, and all of them there at once."""
    defaults = simulator.defaults()
    moved = [each for each in simulator.controls if each.kind not in ("button", "reset")]
    found = [defaults]
    found += [defaults | {each.id: end} for each in moved for end in ends(each)]
    found += [defaults | {each.id: ends(each)[place] for each in moved} for place in (0, 1)]
    return found


def actions(simulator: Simulator) -> list[dict[str, Any] | None]:
    """Nothing done yet, and each button pressed."""
    buttons = [control.id for control in simulator.controls if control.kind == "button"]
    return [None, *({"type": "press", "control": button} for button in buttons)]


def specs_of(simulator: Simulator) -> Iterator[dict[str, Any]]:
    """The simulator's chart at each of its settings; none for one without a chart."""
    for params in settings(simulator):
        _, blocks = advance(simulator.source, params, None, None, simulator.modules)
        yield from (for_page(block)["spec"] for block in blocks if block["type"] == "chart")


@pytest.mark.parametrize("simulator", SIMULATORS.values(), ids=lambda simulator: simulator.id)
def test_page_computes_what_cpython_computes(simulator: Simulator, python_page: Page) -> None:
    """At the defaults and at the ends of every control, state and view are the very same.

    Likewise after each button was pressed there.
    """
    requests = [
        {
            "source": simulator.source,
            "modules": simulator.modules,
            "params": params,
            "state": None,
            "action": action,
        }
        for params in settings(simulator)
        for action in actions(simulator)
    ]

    answers = python_page.evaluate(
        """async (requests) => {
          const entry = document.querySelector('script[src$="/js/page.js"]').src;
          const { python } = await import(entry.replace("page.js", "python.js"));
          const answers = [];
          for (const request of requests) answers.push(await python.simulate(request));
          return answers;
        }""",
        requests,
    )

    assert [json.loads(step(json.dumps(request))) for request in requests] == answers


@pytest.mark.parametrize("simulator", SIMULATORS.values(), ids=lambda simulator: simulator.id)
def test_page_draws_every_chart(simulator: Simulator, site: PagesServer, page: Page) -> None:
    """At the defaults, and after each move to the end of a control, wherever its data stands."""
    specs = list(specs_of(simulator))
    if not specs:
        pytest.skip("it shows no chart")
    page.goto(site.url + PATH)

    pictures = page.evaluate(
        """async (specs) => {
          const entry = document.querySelector('script[src$="/js/page.js"]').src;
          const { draw } = await import(entry.replace("js/page.js", "vendor/vega.js"));
          const canvas = document.createElement("div");
          const drawing = await draw(canvas, specs[0]);
          const pictures = [canvas.innerHTML];
          for (const spec of specs.slice(1)) {
            await drawing.update(spec);
            pictures.push(canvas.innerHTML);
          }
          drawing.remove();
          return pictures;
        }""",
        specs,
    )

    assert all("<path" in picture for picture in pictures)
    assert len(set(pictures)) > 1 or all(spec == specs[0] for spec in specs)
