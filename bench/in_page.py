"""How quickly does the page answer once Python is there?

    python -m bench.in_page [--site DIR] [--rounds 5]

Beside each time stands the budget of the design. Stop is measured from the press on Stop, while
`while True: pass` runs, to the output of the next program; the snapshot of the first start is kept
by then.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from browsers import launch_options  # noqa: E402
from lab_page import PATH, REUSE_PATH, LabPage  # noqa: E402
from pages_server import PagesServer  # noqa: E402
from published_site import publish  # noqa: E402

BUDGETS_MS = {"stop to next result": 1500, "run": 100, "slider to redrawn view": 50}
SNAPSHOT_KEPT = "document.documentElement.dataset.mlplatSnapshot === 'kept'"
PYTHON = """const entry = document.querySelector('script[src$="/js/page.js"]').src;
  const { python } = await import(entry.replace("page.js", "python.js"));
  const run = (program) => python.run({ program, timeBudgetS: 60, onOutput: () => {} });
"""
STOP = f"""async () => {{
  {PYTHON}
  const printed = new Promise((resolve) =>
    python.run({{ program: "print(1)\\nwhile True: pass", timeBudgetS: 60, onOutput: resolve }}));
  await printed;
  const pressed = performance.now();
  python.stop();
  await run("print(6 * 7)");
  return performance.now() - pressed;
}}"""
RUN = f"""async () => {{
  {PYTHON}
  const pressed = performance.now();
  await run("print(6 * 7)");
  return performance.now() - pressed;
}}"""
SLIDER = """() => {
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


def main() -> None:
    """Print the median of every time beside its budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="a built site; published anew without it")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = options.site or publish(Path(folder))
        took = measure(site, options.rounds)
    for name, times in took.items():
        median, budget = statistics.median(times), BUDGETS_MS[name]
        spread = f"{min(times):.0f} to {max(times):.0f}, n = {len(times)}"
        verdict = "kept" if median <= budget else "OVER"
        print(f"{name:<24}{median:>7.0f} ms  ({spread}), budget {budget} ms: {verdict}")


def measure(site: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds by what was measured."""
    with PagesServer(site) as server, sync_playwright() as playwright:
        chromium = playwright.chromium
        browser = chromium.launch(**launch_options(chromium.executable_path))
        page = browser.new_page()
        page.goto(server.url + PATH)
        LabPage(page).check()
        page.wait_for_function(SNAPSHOT_KEPT, timeout=60_000)
        took = {
            "run": repeat(page, RUN, rounds),
            "stop to next result": repeat(page, STOP, rounds),
        }
        page.goto(server.url + REUSE_PATH)
        took["slider to redrawn view"] = sliders(page, rounds)
        browser.close()
    return took


def sliders(page: Page, rounds: int) -> list[float]:
    """Times of a moved slider, behind the first move, which loads the chart library."""
    simulator = page.locator("mlplat-sim")
    simulator.get_by_role("slider").first.press("ArrowRight")
    page.wait_for_function("document.querySelector('mlplat-sim .mlp-chart__picture > div svg')")
    return repeat(page, SLIDER, rounds)


def repeat(page: Page, script: str, rounds: int) -> list[float]:
    """What `script` measures, time after time."""
    return [float(page.evaluate(script)) for _ in range(rounds)]


if __name__ == "__main__":
    main()
