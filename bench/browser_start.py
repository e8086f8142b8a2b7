"""How long from a click to the first output of Python, beside stock Pyodide in a worker?

    python -m bench.browser_start [--rounds 5] [--site DIR]

With a built site its first lesson's lab is run; without one, the smallest page that can run Python.

Both sides run in the same browser, from the same local server, with the same program, taking turns.
Cold is a browser that has nothing of either; warm is the second visit with the same browser
profile, after the first one has kept its snapshot.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from browsers import launch_options  # noqa: E402
from client_page import build_client_page  # noqa: E402
from lab_page import PATH  # noqa: E402
from pages_server import PagesServer  # noqa: E402

BUDGETS = {"cold": 0.45, "warm": 0.25}
STOCK = "stock-pyodide/"
PROGRAM = "print('first output')"

STOCK_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Stock Pyodide</title><link rel="icon" href="data:,">
"""

STOCK_WORKER = """import { loadPyodide } from "./pyodide.mjs";
self.onmessage = async ({ data }) => {
  const pyodide = await loadPyodide();
  pyodide.setStdout({ batched: (text) => self.postMessage(text) });
  pyodide.runPython(data);
  self.postMessage("done");
};
"""

# Each adds a button that runs `program` and leaves the milliseconds to its first sign of life in
# `window.took`.
PREPARE_CLIENT = """(program) => {
  const begin = () => {
    const clicked = performance.now();
    const onOutput = () => (window.took ??= performance.now() - clicked);
    window.python.run({ program, onOutput });
  };
  const button = document.createElement("button");
  document.body.append(Object.assign(button, { textContent: "Go", onclick: begin }));
}"""
PREPARE_STOCK = """(program) => {
  const begin = () => {
    const clicked = performance.now();
    const worker = new Worker("worker.js", { type: "module" });
    worker.onmessage = () => (window.took ??= performance.now() - clicked);
    worker.postMessage(program);
  };
  const button = document.createElement("button");
  document.body.append(Object.assign(button, { textContent: "Go", onclick: begin }));
}"""
PREPARE_LESSON = """() => {
  const lab = document.querySelector("mlplat-lab");
  const run = lab.querySelector("[data-action=run]");
  run.addEventListener("click", () => (window.clicked ??= performance.now()), { capture: true });
  let ran = false;
  new MutationObserver(() => {
    if (lab.dataset.state === "running") ran = true;
    else if (ran) window.took ??= performance.now() - window.clicked;
  }).observe(lab, { attributes: true, attributeFilter: ["data-state"] });
}"""
LESSON_PROGRAM = """() => {
  const data = document.querySelector("mlplat-lab .mlp-lab__data");
  return JSON.parse(data.textContent).starter;
}"""


SNAPSHOT_KEPT = "document.documentElement.dataset.mlplatSnapshot === 'kept'"
STARTED_FROM = "document.documentElement.dataset.mlplatStart"


class Contest:
    """Times both sides on one served site.

    Attributes:
        took: Milliseconds by (side, visit), in the order measured.
    """

    def __init__(self, browser: Browser, server: PagesServer, lesson: str | None) -> None:
        self.browser = browser
        self.server = server
        self.lesson = lesson
        self.program = self._lesson_program() if lesson is not None else PROGRAM
        self.took: dict[tuple[str, str], list[float]] = defaultdict(list)

    def round(self, number: int) -> None:
        """One cold and one warm visit of each side; who begins alternates."""
        sides = ("ours", "stock") if number % 2 == 0 else ("stock", "ours")
        for side in sides:
            context = self.browser.new_context()
            for visit in ("cold", "warm"):
                self.took[side, visit].append(self._visit(context, side, visit))
            context.close()

    def transferred(self, side: str) -> int:
        """Bytes that one cold visit of `side` downloads, page included."""
        self.server.transferred.clear()
        context = self.browser.new_context()
        self._visit(context, side, "cold")
        context.close()
        return sum(self.server.transferred.values())

    def _visit(self, context: BrowserContext, side: str, visit: str) -> float:
        page = context.new_page()
        if side == "stock":
            page.goto(self.server.url + STOCK)
            page.evaluate(PREPARE_STOCK, self.program)
            page.click("text=Go")
        elif self.lesson is None:
            page.goto(self.server.url)
            page.wait_for_function("window.python !== undefined")
            page.evaluate(PREPARE_CLIENT, self.program)
            page.click("text=Go")
        else:
            self._open_lesson(page)
            page.evaluate(PREPARE_LESSON)
            page.click("mlplat-lab [data-action=run]")
        page.wait_for_function("window.took !== undefined", timeout=120_000)
        took: float = page.evaluate("window.took")
        if side == "ours":
            page.wait_for_function(SNAPSHOT_KEPT, timeout=120_000)
            wanted = {"cold": "files", "warm": "snapshot"}[visit]
            assert page.evaluate(STARTED_FROM) == wanted, f"{visit} did not start from {wanted}"
        page.close()
        return took

    def _open_lesson(self, page: Page) -> None:
        page.goto(self.server.url + str(self.lesson))
        page.wait_for_selector("mlplat-lab [data-action=run]:enabled")

    def _lesson_program(self) -> str:
        page = self.browser.new_page()
        self._open_lesson(page)
        program: str = page.evaluate(LESSON_PROGRAM)
        page.close()
        return program


def prepare(folder: Path, site: Path | None) -> None:
    """Puts both sides into `folder`: the built site, or the smallest one, and stock Pyodide."""
    if site is None:
        build_client_page(folder)
    else:
        shutil.copytree(site, folder)
    stock = folder / STOCK
    shutil.copytree(ROOT / "node_modules" / "pyodide", stock)
    (stock / "index.html").write_text(STOCK_PAGE, "utf-8")
    (stock / "worker.js").write_text(STOCK_WORKER, "utf-8")


def report(contest: Contest) -> None:
    """Prints the medians and how they stand to each other and to the budgets."""
    for visit in ("cold", "warm"):
        medians = {}
        for side in ("ours", "stock"):
            times = contest.took[side, visit]
            medians[side] = statistics.median(times)
            spread = f"{min(times):.0f} to {max(times):.0f}"
            print(f"{visit}  {side:5}  {medians[side]:6.0f} ms  ({spread}, n = {len(times)})")
        ratio = medians["ours"] / medians["stock"]
        verdict = "kept" if ratio <= BUDGETS[visit] else "OVER"
        print(f"{visit}  ours / stock = {ratio:.2f}, budget {BUDGETS[visit]}: {verdict}")
    for side in ("ours", "stock"):
        print(
            f"bytes  {side:5}  {contest.transferred(side) / 1e6:.2f} MB transferred on a cold visit"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time Python's start in the page.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--site", type=Path, help="a built site; else the smallest possible page")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary) / "site"
        prepare(folder, options.site)
        chromium = playwright.chromium
        browser = chromium.launch(**launch_options(chromium.executable_path))
        with PagesServer(folder) as server:
            contest = Contest(browser, server, PATH if options.site else None)
            for number in range(options.rounds):
                contest.round(number)
            report(contest)
        browser.close()


if __name__ == "__main__":
    main()
