"""What do benchmarks in the browser share, among them and with the tests?"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from browsers import launch_options  # noqa: E402
from client_page import CACHE, PACKAGES, build_client_page  # noqa: E402
from lab_page import LAB, PATH, REUSE_PATH, LabPage  # noqa: E402
from pages_server import PagesServer  # noqa: E402
from published_site import publish  # noqa: E402

__all__ = [
    "CACHE",
    "LAB",
    "PACKAGES",
    "PATH",
    "REUSE_PATH",
    "ROOT",
    "Chromium",
    "LabPage",
    "PagesServer",
    "build_client_page",
    "chromium",
    "publish",
    "wait_for_snapshot",
]

LIMIT_MS = 120_000
SNAPSHOT_KEPT = "document.documentElement.dataset.mlplatSnapshot === 'kept'"


@dataclass(frozen=True, slots=True)
class Chromium:
    """The browser the tests use, not started yet."""

    kind: BrowserType
    options: dict[str, Any]

    @contextmanager
    def new_profile(self) -> Iterator[BrowserContext]:
        """A browser of its own, with a profile on disk, as a reader's is, that has nothing yet."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            context = self.kind.launch_persistent_context(folder, **self.options)
            try:
                context.set_default_timeout(LIMIT_MS)
                yield context
            finally:
                context.close()

    def version(self) -> str:
        """Such as "156.0.8078.108"."""
        browser = self.kind.launch(**self.options)
        try:
            return browser.version
        finally:
            browser.close()


@contextmanager
def chromium() -> Iterator[Chromium]:
    """That browser, as long as the block runs."""
    with sync_playwright() as playwright:
        kind = playwright.chromium
        yield Chromium(kind, launch_options(kind.executable_path))


def wait_for_snapshot(page: Page) -> None:
    """Until the page has prepared the next start of Python."""
    page.wait_for_function(SNAPSHOT_KEPT)
