"""A browser that has run Python here before: most tests do not test the first start, but pay it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from browsers import record_other_hosts
from lab_page import PATH
from playwright.sync_api import Browser
from warm_page import snapshot

START_PYTHON = """async () => {
  const entry = document.querySelector('script[src$="/js/page.js"]').src;
  const { python } = await import(entry.replace("page.js", "python.js"));
  await python.start();
}"""


class KnownBrowser:
    """A profile in which the course's files and a snapshot of Python are kept.

    Attributes:
        context: The profile. What a test sets there stays there: tests that change permissions,
            routes or scripts need one of their own.
        attempts: Requests to other hosts so far, which were refused.
    """

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.attempts: list[str] = []
        self.context = browser.new_context(**options)
        record_other_hosts(self.context, self.attempts)
        self._first = self.context.new_page()
        self._devtools = self.context.new_cdp_session(self._first)
        parts = urlsplit(url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._first.goto(url + PATH)
        self._first.evaluate(START_PYTHON)
        assert snapshot(self._first) == "kept"
        self._first.goto("about:blank")

    def forget_work(self) -> None:
        """Deletes what learners did; what browsers keep of the course stays."""
        what = {"origin": self._origin, "storageTypes": "local_storage"}
        self._devtools.send("Storage.clearDataForOrigin", what)

    def close_pages(self) -> None:
        """Closes every page but the first, which is empty and keeps the profile alive."""
        for page in self.context.pages:
            if page != self._first:
                page.close()
