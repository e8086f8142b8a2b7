"""Which browser do the tests and the benchmarks drive, and what may it fetch and keep?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same engine without windows: a page in a profile of its own takes a third of the processor.
HEADLESS = "chromium-headless-shell"
# Refused in the browser, any other host costs nothing; a route that asks Python about each request
# would make a page cost half as much again, and keep the browser from using its cache.
NO_OTHER_HOST = ("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--no-proxy-server")


def own_chromium(expected: str) -> Path | None:
    """Playwright's own Chromium if it was downloaded. `expected` is where Playwright would look."""
    return Path(expected) if Path(expected).is_file() else None


def launch_options(expected: str, *preferred: str) -> dict[str, Any]:
    """Options for Playwright's `launch`: its own Chromium if there is one, else the machine's.

    That browser connects to 127.0.0.1 and to nothing else.

    Args:
        expected: `playwright.chromium.executable_path`.
        preferred: Names of programs to take, where there are such, before a whole Chromium.
    """
    # Pages draw the same without a graphics process, and tests take a third less of the processor.
    options: dict[str, Any] = {"args": ["--disable-gpu", *NO_OTHER_HOST]}
    if own_chromium(expected) is None:
        found = next(filter(None, map(shutil.which, (*preferred, *INSTALLED))), None)
        if found is None:
            raise RuntimeError(
                "No browser: run `make test`, which installs one, or install Chromium"
            )
        options["executable_path"] = found
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options["args"].append("--no-sandbox")  # Chromium's sandbox refuses to start for root
    return options


def record_other_hosts(context: BrowserContext, attempts: list[str]) -> None:
    """Whatever `context` asks of another host, which the browser refuses, comes into `attempts`."""

    def record(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            attempts.append(url)

    context.on("requestfailed", lambda request: record(request.url))
    # A socket is no request, and belongs to a page.
    context.on("page", lambda page: page.on("websocket", lambda socket: record(socket.url)))


def forget_files(page: Page) -> None:
    """Empties the browser's cache, as if the ten minutes that the server grants were over."""
    session = page.context.new_cdp_session(page)
    session.send("Network.clearBrowserCache")
    session.detach()
