"""How long from a click to the first answer of FastAPI, beside stock Pyodide with the same wheels?

    python -m bench.fastapi_start [--rounds 5]

Both sides run in the same browser, from the same local server, taking turns, with the same program:
the solution of the lab on `/predict`, whose first line of output is the first answer of its app.
A first visit is made with a profile that has nothing yet; the second with the same profile, after
the course has kept its snapshot.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bench.budgets import FASTAPI_BYTES, FASTAPI_FIRST, FASTAPI_SECOND
from bench.pages import (
    CACHE,
    PACKAGES,
    ROOT,
    Chromium,
    PagesServer,
    build_client_page,
    chromium,
    wait_for_snapshot,
)
from bench.series import OURS, STOCK, Series, Tell, at_once, take_turns
from bench.start.contest import compress_once
from bench.terminal import run_alone
from labkit.bundle import build_bundle
from labkit.course import read_course
from labkit.runtime.wheels import fetch_wheels, read_wheels

STOCK_FOLDER = "stock-pyodide/"
LAB = "serving/predict"
ANSWERED = "u1 pays 59.9: 200 "

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
GO = """([isOurs, request]) => {
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
  const begin = () => (isOurs ? ours : stock)(performance.now());
  const button = document.createElement("button");
  document.body.append(Object.assign(button, { textContent: "Go", onclick: begin }));
}"""


@dataclass(frozen=True, slots=True)
class Served:
    """Both sides on one server.

    Attributes:
        server: serves the course's smallest page, and below it stock Pyodide.
        wheels: what stock Pyodide unpacks, addresses seen from its page.
        program: the lab's solution.
    """

    server: PagesServer
    wheels: list[str]
    program: str

    def address(self, side: str) -> str:
        """Of the page on which the side starts."""
        return self.server.url + ("" if side == OURS else STOCK_FOLDER)

    def request(self, side: str) -> dict[str, Any]:
        """What the side is asked to run, and with what."""
        if side == OURS:
            return {"program": self.program, "packages": ["fastapi"]}
        return {"program": self.program, "wheels": self.wheels, "bundle": "bundle.zip"}


def observe(rounds: int, tell: Tell = at_once) -> list[Series]:
    """Starts of both sides, and the bytes that ours takes for the packages.

    Args:
        rounds: of a first and a second visit each.
        tell: is given a line after every value.
    """
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        place = Path(folder) / "site"
        wheels = prepare(place)
        with PagesServer(place) as server:
            compress_once(place, server.url)
            program = read_course(ROOT / "labs").lab(LAB).solution
            served = Served(server, wheels, program)
            starts = take_turns(
                (FASTAPI_FIRST, FASTAPI_SECOND),
                (OURS, STOCK),
                rounds,
                lambda side: both_visits(browser, served, side),
                tell,
            )
            return [*starts, package_bytes(browser, served)]


def prepare(folder: Path) -> list[str]:
    """Puts both sides into `folder`; the addresses of the wheels, seen from the stock page."""
    build_client_page(folder)
    stock = folder / STOCK_FOLDER
    shutil.copytree(ROOT / "node_modules" / "pyodide", stock)
    (stock / "index.html").write_text(STOCK_PAGE, "utf-8")
    (stock / "worker.js").write_text(STOCK_WORKER, "utf-8")
    (stock / "bundle.zip").write_bytes(build_bundle(ROOT))
    wheels = sorted(fetch_wheels("fastapi", CACHE, read_wheels()).glob("*.whl"))
    for wheel in wheels:
        shutil.copyfile(wheel, stock / wheel.name)
    return [wheel.name for wheel in wheels]


def both_visits(browser: Chromium, served: Served, side: str) -> Iterator[tuple[str, float]]:
    """A first and a second visit of one side, with a profile of its own."""
    with browser.new_profile() as context:
        for what in (FASTAPI_FIRST, FASTAPI_SECOND):
            page = context.new_page()
            yield what, milliseconds(page, served, side)
            if side == OURS:
                wait_for_snapshot(page)
            page.close()


def milliseconds(page: Page, served: Served, side: str) -> float:
    """From the click to the answer.

    Raises:
        RuntimeError: it was another answer.
    """
    page.goto(served.address(side))
    if side == OURS:
        page.wait_for_function("window.python !== undefined")
    page.evaluate(GO, [side == OURS, served.request(side)])
    page.click("text=Go")
    page.wait_for_function("window.took !== undefined")
    answer, took = page.evaluate("[window.answer, window.took]")
    if not answer.startswith(ANSWERED):
        raise RuntimeError(f"FastAPI answered {answer}.")
    return float(took)


def package_bytes(browser: Chromium, served: Served) -> Series:
    """What one visit of ours transfers for the packages."""
    transferred = served.server.transferred
    transferred.clear()
    with browser.new_profile() as context:
        milliseconds(context.new_page(), served, OURS)
    total = sum(size for name, size in transferred.items() if name.startswith(PACKAGES))
    return Series(FASTAPI_BYTES, OURS, "bytes", (total,))


if __name__ == "__main__":
    run_alone(__doc__, observe)
