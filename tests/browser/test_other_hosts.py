"""Does a page that asks another host for anything get nothing, and does its test know of it?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages_server import PagesServer
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ASKS = """<!doctype html>
<link rel="icon" href="data:,">
<img src="http://93.184.216.34/address.png" onload="came.push(this.src)">
<img src="http://[2606:2800:220:1::1]/long-address.png" onload="came.push(this.src)">
<img src="http://localhost/machine.png" onload="came.push(this.src)">
<iframe src="https://frame.example/"></iframe>
<script>
  window.came = [];
  const ask = (url) => `fetch("${url}", { mode: "no-cors" }).then(() => postMessage("${url}"))`;
  const worker = (script) => new Worker(URL.createObjectURL(new Blob([script])));
  addEventListener("message", ({ data }) => came.push(data));
  eval(ask("https://fetch.example/"));
  worker(ask("https://worker.example/")).onmessage = ({ data }) => came.push(data);
  new WebSocket("wss://socket.example/").onopen = () => came.push("socket");
</script>
"""
ASKED = {
    "http://93.184.216.34/address.png",
    "http://[2606:2800:220:1::1]/long-address.png",
    "http://localhost/machine.png",
    "https://frame.example/",
    "https://fetch.example/",
    "https://worker.example/",
    "wss://socket.example/",
}
SECONDS = 30


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[PagesServer]:
    """A page without any policy, which asks other hosts in every way that pages have."""
    (tmp_path / "index.html").write_text(ASKS, "utf-8")
    with PagesServer(tmp_path) as server:
        yield server


def test_other_hosts_are_refused_and_named(
    asking: PagesServer, page: Page, only_own_origin: list[str]
) -> None:
    """Names and addresses alike, also from workers; the list is what every test ends with."""
    page.goto(asking.url)
    deadline = time.monotonic() + SECONDS
    while len(set(only_own_origin)) < len(ASKED) and time.monotonic() < deadline:
        page.evaluate("new Promise(requestAnimationFrame)")

    assert sorted(only_own_origin) == sorted(ASKED)
    assert page.evaluate("came") == []
    only_own_origin.clear()
