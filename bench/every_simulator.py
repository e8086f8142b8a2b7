"""How long does each simulator take from an input to its redrawn view?

    python -m bench.every_simulator [--site DIR] [--rounds 3]

Every slider, select and switch goes to its other end and back in each round; buttons are pressed
once before, so that what a simulator computes only once is not in the figures. What counts is the
last change that the input makes in the view.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from bench.pages import PagesServer, chromium
from bench.series import OURS, Series, Tell, at_once, line
from bench.terminal import run

WAKE = """async (id) => {
  const sim = document.querySelector(`mlplat-sim[data-sim="${id}"]`);
  const form = sim.querySelector("form");
  form.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  const settled = () => sim.dataset.state === "ready";
  for (const button of form.querySelectorAll("button:not([type=reset])")) button.click();
  while (!settled()) await new Promise(requestAnimationFrame);
}"""
# Each control to its last value and back to where it was; milliseconds of both.
MOVE_EACH = """async (id) => {
  const QUIET_MS = 250;
  const sim = document.querySelector(`mlplat-sim[data-sim="${id}"]`);
  const view = sim.querySelector(".mlp-sim__view");
  const input = (control, change) => new Promise((resolve) => {
    const moved = performance.now();
    let last = moved;
    let timer = 0;
    const done = () => { observer.disconnect(); resolve(last - moved); };
    const wait = () => { clearTimeout(timer); timer = setTimeout(done, QUIET_MS); };
    const observer = new MutationObserver(() => { last = performance.now(); wait(); });
    const all = { subtree: true, childList: true, characterData: true, attributes: true };
    observer.observe(view, all);
    change(control);
    control.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(wait, 1000); // nothing may have changed
  });
  const ends = (control) => {
    if (control.type === "checkbox") {
      const turn = () => { control.checked = !control.checked; };
      return [turn, turn];
    }
    const before = control.value;
    const last = control.type === "range" ? control.max : [...control.options].at(-1).value;
    return [() => { control.value = last; }, () => { control.value = before; }];
  };
  const found = [];
  for (const control of sim.querySelectorAll("form :is(input, select)"))
    for (const change of ends(control)) {
      const took = await input(control, change);
      if (took > 0) found.push(took);
    }
  return found;
}"""


def observe(site: Path, rounds: int, tell: Tell = at_once) -> list[Series]:
    """A series for each simulator, in the order of its pages."""
    found = []
    with PagesServer(site) as server, chromium() as browser, browser.new_profile() as context:
        for path in sorted(site.rglob("index.html")):
            if "<mlplat-sim" not in path.read_text("utf-8"):
                continue
            page = context.new_page()
            page.goto(server.url + path.parent.relative_to(site).as_posix() + "/")
            found += measure(page, rounds, tell)
            page.close()
    return found


def measure(page: Page, rounds: int, tell: Tell) -> list[Series]:
    """What the simulators of an open page take."""
    found = []
    ids = "[...document.querySelectorAll('mlplat-sim')].map((sim) => sim.dataset.sim)"
    for simulator in page.evaluate(ids):
        page.evaluate(WAKE, simulator)
        page.evaluate(MOVE_EACH, simulator)  # loads the library of charts, draws everything once
        values = [each for _ in range(rounds) for each in page.evaluate(MOVE_EACH, simulator)]
        series = Series(simulator, OURS, "ms", tuple(values))
        tell(line(series))
        found.append(series)
    return found


if __name__ == "__main__":
    run(__doc__, observe)
