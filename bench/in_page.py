"""How quickly does the page answer once Python is there?

    python -m bench.in_page [--site DIR] [--rounds 5]

Beside each time stands the budget of the design. Stop is measured from the press on Stop, while
`while True: pass` runs, to the output of the next program; the snapshot of the first start is kept
by then.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from bench.budgets import RUN, SLIDER, STOP
from bench.pages import PATH, REUSE_PATH, LabPage, PagesServer, chromium, wait_for_snapshot
from bench.series import OURS, Series, Tell, at_once, take_turns
from bench.terminal import run

PYTHON = """const entry = document.querySelector('script[src$="/js/page.js"]').src;
  const { python } = await import(entry.replace("page.js", "python.js"));
  const run = (program) => python.run({ program, timeBudgetS: 60, onOutput: () => {} });
"""
PRESS_STOP = f"""async () => {{
  {PYTHON}
  const printed = new Promise((resolve) =>
    python.run({{ program: "print(1)\\nwhile True: pass", timeBudgetS: 60, onOutput: resolve }}));
  await printed;
  const pressed = performance.now();
  python.stop();
  await run("print(6 * 7)");
  return performance.now() - pressed;
}}"""
PRESS_RUN = f"""async () => {{
  {PYTHON}
  const pressed = performance.now();
  await run("print(6 * 7)");
  return performance.now() - pressed;
}}"""
MOVE_SLIDER = """() => {
  const sim = document.querySelector("mlplat-sim");
  const slider = sim.querySelector('input[name="models"]');
  return new Promise((resolve) => {
    const moved = performance.now();
    const observer = new MutationObserver(() => {
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.now() - moved));
    });
    // The chart is drawn last.
    observer.observe(sim.querySelector(".mlp-chart__picture"),
      { subtree: true, childList: true, characterData: true, attributes: true });
    slider.value = String((Number(slider.value) % 10) + 1);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
}"""


SCRIPTS = {RUN: PRESS_RUN, STOP: PRESS_STOP, SLIDER: MOVE_SLIDER}


def observe(site: Path, rounds: int, tell: Tell = at_once) -> list[Series]:
    """What an open page takes for each of `SCRIPTS`; one that fails leaves the others alone."""
    with PagesServer(site) as server, chromium() as browser, browser.new_profile() as context:
        page = context.new_page()

        def measure(what: str) -> list[Series]:
            return take_turns([what], [OURS], rounds, partial(ask, page, what), tell)

        open_lesson(page, server.url)
        found = [*measure(RUN), *measure(STOP)]
        open_simulator(page, server.url)
        return [*found, *measure(SLIDER)]


def open_lesson(page: Page, site_url: str) -> None:
    """The first lesson, its lab checked once and the snapshot kept."""
    page.goto(site_url + PATH)
    LabPage(page).check()
    wait_for_snapshot(page)


def open_simulator(page: Page, site_url: str) -> None:
    """The lesson with the simulator of reuse, moved once, which loads the library of charts."""
    page.goto(site_url + REUSE_PATH)
    page.locator("mlplat-sim").get_by_role("slider").first.press("ArrowRight")
    page.wait_for_selector("mlplat-sim .mlp-chart__picture > div svg")


def ask(page: Page, what: str, _side: str) -> list[tuple[str, float]]:
    """One of `SCRIPTS` and the milliseconds that it measures now."""
    return [(what, float(page.evaluate(SCRIPTS[what])))]


if __name__ == "__main__":
    run(__doc__, observe)
