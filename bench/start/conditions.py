"""On what kind of connection and machine is a start measured, and is that really so?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from bench.start.slowed import slowed

PROBE_FOLDER = "probe/"
PROBE_BYTES = 1_250_000
LOOP_TURNS = 100_000_000
DOWNLOAD = f"{PROBE_BYTES / 1e6:.2f} MB, downloaded in a worker"
LOOP = "a counting loop in a worker"

PROBE_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Probe</title><link rel="icon" href="data:,">
"""
PROBE_WORKER = f"""
const download = async () => (await fetch("bytes.bin", {{ cache: "no-store" }})).arrayBuffer();
const loop = () => {{
  let sum = 0;
  for (let turn = 0; turn < {LOOP_TURNS}; turn++) sum = (sum + turn) | 0;
  return sum;
}};
self.onmessage = async ({{ data }}) => {{
  const began = performance.now();
  await (data === "download" ? download() : loop());
  self.postMessage(performance.now() - began);
}};
"""
ASK_PROBE = """(what) => new Promise((resolve) => {
  const worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => resolve(data);
  worker.postMessage(what);
})"""


@dataclass(frozen=True, slots=True)
class Condition:
    """A connection and a machine.

    Attributes:
        name: what the page calls it.
        bits_per_s: what the connection carries, or 0 for whatever the machine gives.
        latency_ms: from the request to the first byte of the answer, at least.
        times_slower: how much slower the browser runs, at least 1.
    """

    name: str
    bits_per_s: int = 0
    latency_ms: int = 0
    times_slower: float = 1

    def limit_network(self, page: Page) -> None:
        """Everything the page and its workers fetch from now on shares this connection."""
        if not self.bits_per_s:
            return
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        bytes_per_s = self.bits_per_s / 8
        limits = {"downloadThroughput": bytes_per_s, "uploadThroughput": bytes_per_s}
        wanted = {"offline": False, "latency": self.latency_ms, **limits}
        devtools.send("Network.emulateNetworkConditions", wanted)

    def slow(self, context: BrowserContext) -> AbstractContextManager[None]:
        """While the returned block runs, the context's browser runs that much slower."""
        return slowed(_browser_process(context), self.times_slower)


LOCAL = Condition("local server")
CONNECTION = Condition("10 Mbit/s, 40 ms", bits_per_s=10_000_000, latency_ms=40)
SLOW_MACHINE = Condition("processor slowed 4 times", times_slower=4)
CONDITIONS = (LOCAL, CONNECTION, SLOW_MACHINE)


def add_probe(site: Path) -> None:
    """Puts the page that measures a condition beside those of a built site."""
    folder = site / PROBE_FOLDER
    folder.mkdir()
    (folder / "index.html").write_text(PROBE_PAGE, "utf-8")
    (folder / "worker.js").write_text(PROBE_WORKER, "utf-8")
    (folder / "bytes.bin").write_bytes(os.urandom(PROBE_BYTES))


def probe(
    context: BrowserContext, site_url: str, condition: Condition
) -> Iterator[tuple[str, float]]:
    """What a worker sees of the condition: a download and a loop of known size, in milliseconds."""
    page = context.new_page()
    page.goto(site_url + PROBE_FOLDER)
    condition.limit_network(page)
    with condition.slow(context):
        yield DOWNLOAD, float(page.evaluate(ASK_PROBE, "download"))
        yield LOOP, float(page.evaluate(ASK_PROBE, "loop"))
    page.close()


def _browser_process(context: BrowserContext) -> int:
    assert context.browser is not None
    session = context.browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return next(int(each["id"]) for each in processes if each["type"] == "browser")
