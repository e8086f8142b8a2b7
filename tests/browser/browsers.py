"""Which browser do the tests and the benchmarks drive, and where may it connect to?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Route

INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same engine without windows: a page in a profile of its own takes a third of the processor.
HEADLESS = "chromium-headless-shell"


def own_chromium(expected: str) -> Path | None:
    """Playwright's own Chromium if it was downloaded. `expected` is where Playwright would look."""
    return Path(expected) if Path(expected).is_file() else None


def launch_options(expected: str, *preferred: str) -> dict[str, Any]:
    """Options for Playwright's `launch`: its own Chromium if there is one, else the machine's.

    Args:
        expected: `playwright.chromium.executable_path`.
        preferred: Names of programs to take, where there are such, before a whole Chromium.
    """
    # Pages draw the same without a graphics process, and tests take a third less of the processor.
    options: dict[str, Any] = {"args": ["--disable-gpu"]}
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


def block_other_hosts(context: BrowserContext, attempts: list[str]) -> None:
    """Every request of `context` to another host is aborted and written into `attempts`."""

    def refuse(route: Route) -> None:
        attempts.append(route.request.url)
        route.abort()

    def is_foreign(url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1"

    context.route(is_foreign, refuse)
