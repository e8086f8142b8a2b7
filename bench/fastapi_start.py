"""How long from a click to the first answer of FastAPI, beside stock Pyodide with the same wheels?

    python -m bench.fastapi_start [--rounds 5]

Both sides run in the same browser, from the same local server, with the same program, taking turns.
Cold is a browser that has nothing of either; warm is the second visit with the same browser
profile.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from browsers import launch_options  # noqa: E402
from client_page import CACHE, PACKAGES, build_client_page  # noqa: E402
from pages_server import PagesServer  # noqa: E402

from labkit.bundle import build_bundle  # noqa: E402
from labkit.runtime.wheels import fetch_wheels, read_wheels  # noqa: E402

BUDGETS = {"cold": None, "warm": 0.5}
MOST_BYTES = 3_000_000
STOCK = "stock-pyodide/"
PROGRAM = """
from fastapi import FastAPI
from pydantic import BaseModel
from labkit.asgi.client import Client

class Question(BaseModel):
    amount: float

app = FastAPI()

@app.post("/predict")
def predict(question: Question):
    return {"score": question.amount / 10}

print(Client(app).request("POST", "/predict", json={"amount": 3}).text)
"""
ANSWER = '{"score":0.3}'

STOCK_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Stock Pyodide</title><link rel="icon" href="data:,">
"""
STOCK_WORKER = """import { loadPyodide } from "./pyodide.mjs";
self.onmessage = async ({ data: { program, wheels, bundle } }) => {
  const bytes = async (address) => (await fetch(address)).arrayBuffer();
  const loading = Promise.all([bytes(bundle), ...wheels.map(bytes)]);
  const pyodide = await loadPyodide();
  const [ours, ...packed] = await loading;
  pyodide.unpackArchive(ours, "zip", { extractDir: "/course" });
  for (const wheel of packed) pyodide.unpackArchive(wheel, "wheel");
  pyodide.setStdout({ batched: (text) => self.postMessage(text) });
  pyodide.runPython("import sys; sys.path.append('/course')");
  pyodide.runPython(program);
};
"""
GO = """([side, request]) => {
  const answered = (text, clicked) => {
    window.answer ??= text.trim();
    window.took ??= performance.now() - clicked;
  };
  const ours = (clicked) =>
    window.python.run({ ...request, onOutput: (text) => answered(text, clicked) });
  const stock = (clicked) => {
    const worker = new Worker("worker.js", { type: "module" });
    worker.onmessage = ({ data }) => answered(data, clicked);
    worker.postMessage(request);
  };
  const begin = () => (side === "ours" ? ours : stock)(performance.now());
  const button = document.createElement("button");
  document.body.append(Object.assign(button, { textContent: "Go", onclick: begin }));
}"""

Times = dict[tuple[str, str], list[float]]


def prepare(folder: Path) -> list[str]:
    """Puts both sides into `folder`; the addresses of the wheels, seen from the stock page."""
    build_client_page(folder)
    stock = folder / STOCK
    shutil.copytree(ROOT / "node_modules" / "pyodide", stock)
    (stock / "index.html").write_text(STOCK_PAGE, "utf-8")
    (stock / "worker.js").write_text(STOCK_WORKER, "utf-8")
    (stock / "bundle.zip").write_bytes(build_bundle(ROOT))
    wheels = sorted(fetch_wheels("fastapi", CACHE, read_wheels()).glob("*.whl"))
    for wheel in wheels:
        shutil.copyfile(wheel, stock / wheel.name)
    return [wheel.name for wheel in wheels]


def visit(context: BrowserContext, server: PagesServer, side: str, wheels: list[str]) -> float:
    """Milliseconds from the click to the answer."""
    page = context.new_page()
    page.goto(server.url + (STOCK if side == "stock" else ""))
    if side == "ours":
        page.wait_for_function("window.python !== undefined")
    request = {"program": PROGRAM, "packages": ["fastapi"]}
    if side == "stock":
        request = {"program": PROGRAM, "wheels": wheels, "bundle": "bundle.zip"}
    page.evaluate(GO, [side, request])
    page.click("text=Go")
    page.wait_for_function("window.took !== undefined", timeout=120_000)
    answer, took = page.evaluate("[window.answer, window.took]")
    page.close()
    assert json.loads(answer) == json.loads(ANSWER), answer
    return float(took)


def measure(browser: Browser, server: PagesServer, wheels: list[str], rounds: int) -> Times:
    """Milliseconds by (side, visit); who begins alternates."""
    took: Times = defaultdict(list)
    for number in range(rounds):
        for side in ("ours", "stock") if number % 2 == 0 else ("stock", "ours"):
            context = browser.new_context()
            for kind in ("cold", "warm"):
                took[side, kind].append(visit(context, server, side, wheels))
            context.close()
    return took


def report(took: Times, package_bytes: int) -> None:
    """Prints the medians, and how they stand to each other and to the budgets."""
    for kind, budget in BUDGETS.items():
        medians = {side: statistics.median(took[side, kind]) for side in ("ours", "stock")}
        for side, median in medians.items():
            times = took[side, kind]
            spread = f"{min(times):.0f} to {max(times):.0f}, {len(times)} rounds"
            print(f"{kind}  {side:5}  {median:6.0f} ms  ({spread})")
        ratio = medians["ours"] / medians["stock"]
        verdict = "" if budget is None else f", budget {budget}: {told(ratio <= budget)}"
        print(f"{kind}  ours / stock = {ratio:.2f}{verdict}")
    share = f"{package_bytes / 1e6:.2f} MB more, budget {MOST_BYTES / 1e6:.0f} MB"
    print(f"bytes  the FastAPI lab: {share}: {told(package_bytes <= MOST_BYTES)}")


def told(kept: bool) -> str:
    """The verdict in a word."""
    return "kept" if kept else "OVER"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time FastAPI's start in the page.")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary) / "site"
        wheels = prepare(folder)
        chromium = playwright.chromium
        browser = chromium.launch(**launch_options(chromium.executable_path))
        with PagesServer(folder) as server:
            took = measure(browser, server, wheels, options.rounds)
            sizes = server.transferred
            sizes.clear()
            context = browser.new_context()
            visit(context, server, "ours", wheels)
            context.close()
            report(took, sum(size for name, size in sizes.items() if name.startswith(PACKAGES)))
        browser.close()


if __name__ == "__main__":
    main()
