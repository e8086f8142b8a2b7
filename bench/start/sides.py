"""Who starts Python, and what does a press on Run do for each of them?

All press in the same page, the first lesson, and run the same program, its lab's starter. Stock
Pyodide is the npm package as it is, served from the same place.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from bench.series import OURS, STOCK

ROOT = Path(__file__).resolve().parents[2]
STOCK_FOLDER = "stock-pyodide/"
IN_A_WORKER = f"{STOCK}, in a worker"
ON_THE_MAIN_THREAD = f"{STOCK}, on the main thread"
SIDES = (OURS, IN_A_WORKER, ON_THE_MAIN_THREAD)
LABELS = {OURS: OURS, IN_A_WORKER: "stock, worker", ON_THE_MAIN_THREAD: "stock, main thread"}

STOCK_WORKER = """import { loadPyodide } from "./pyodide.mjs";
self.onmessage = async ({ data }) => {
  const pyodide = await loadPyodide();
  pyodide.setStdout({ batched: (text) => self.postMessage(text) });
  pyodide.runPython(data);
};
"""

# Each is called with the lab, the address of stock Pyodide and the functions that take the
# program's first output and what went wrong.
PRESSES = {
    OURS: """({ lab, shown, failed }) => {
      const log = lab.querySelector("[role=log]");
      new MutationObserver(() => log.textContent.trim() && shown(log.textContent))
        .observe(log, { subtree: true, childList: true, characterData: true });
      new MutationObserver(() => lab.dataset.state === "error" && failed(log.textContent))
        .observe(lab, { attributes: true, attributeFilter: ["data-state"] });
      lab.querySelector("[data-action=run]").click();
    }""",
    IN_A_WORKER: """({ program, stock, shown, failed }) => {
      const worker = new Worker(stock + "worker.js", { type: "module" });
      worker.onmessage = ({ data }) => shown(data);
      worker.onerror = ({ message }) => failed(message || "the worker could not be loaded");
      worker.postMessage(program);
    }""",
    ON_THE_MAIN_THREAD: """async ({ program, stock, shown, failed }) => {
      try {
        const { loadPyodide } = await import(stock + "pyodide.mjs");
        const pyodide = await loadPyodide();
        pyodide.setStdout({ batched: shown });
        pyodide.runPython(program);
      } catch (error) {
        failed(String(error));
      }
    }""",
}

# Runs before the page's own scripts. Times are milliseconds since the navigation began.
VISIT = """({ press, stock, atOnce }) => {
  const visit = { ready: false, pressed: null, output: null, text: "", problem: "" };
  window.visit = visit;
  const shown = (text) => {
    visit.output ??= performance.now();
    visit.text ||= text.trim();
  };
  const failed = (problem) => (visit.problem ||= problem || "it failed");
  const watch = new MutationObserver(() => {
    const lab = document.querySelector("mlplat-lab:has([data-action=run]:enabled)");
    if (!lab || visit.ready) return;
    watch.disconnect();
    visit.ready = true;
    visit.press = () => {
      const program = JSON.parse(lab.querySelector(".mlp-lab__data").textContent).starter;
      visit.pressed = performance.now();
      press({ lab, program, stock, shown, failed });
    };
    if (atOnce) visit.press();
  });
  const enabled = { attributes: true, attributeFilter: ["disabled"] };
  watch.observe(document, { subtree: true, childList: true, ...enabled });
}"""


def add_stock(site: Path) -> None:
    """Puts stock Pyodide, and the worker that starts it, beside the pages of a built site."""
    folder = site / STOCK_FOLDER
    shutil.copytree(ROOT / "node_modules" / "pyodide", folder)
    (folder / "worker.js").write_text(STOCK_WORKER, "utf-8")


def visit_script(side: str, site_url: str, *, at_once: bool) -> str:
    """The script of one visit, to be run before the page's own.

    Args:
        side: one of `SIDES`.
        site_url: where the served site begins.
        at_once: whether to press as soon as Run can be pressed, or to wait for `visit.press()`.
    """
    stock, pressed_at_once = json.dumps(site_url + STOCK_FOLDER), json.dumps(at_once)
    return f"({VISIT})({{ press: {PRESSES[side]}, stock: {stock}, atOnce: {pressed_at_once} }})"
