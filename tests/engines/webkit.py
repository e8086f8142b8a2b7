"""WebKit, as GTK's small browser has it, driven by WebDriver."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

ANSWER_S = 240
BROWSERS = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"


def mini_browser() -> Path | None:
    """Where Debian's packages put the browser, which is not on the path."""
    return next(Path("/").glob(BROWSERS.lstrip("/")), None)


class Display:
    """A screen that nobody sees: this browser has no headless mode."""

    def __enter__(self) -> str:
        reading, writing = os.pipe()
        self._process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x1024x24"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as numbers:
            return f":{numbers.readline().strip()}"

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()


class WebKit:
    """One WebKit with one page, closed at the end of the `with` block."""

    def __init__(self, driver: str, browser: Path) -> None:
        self._display = Display()
        options = Options()
        options.binary_location = str(browser)
        options.add_argument("--automation")
        environment = {**os.environ, "DISPLAY": self._display.__enter__()}
        self._driver = webdriver.WebKitGTK(
            options=options, service=Service(driver, env=environment)
        )
        self._driver.set_script_timeout(ANSWER_S)

    def __enter__(self) -> WebKit:
        return self

    def __exit__(self, *_: object) -> None:
        self._driver.quit()
        self._display.__exit__()

    @property
    def leader(self) -> int:
        """Id of the process that has started all others."""
        return int(self._driver.service.process.pid)

    def open(self, url: str) -> None:
        """Show a page and wait until it has loaded."""
        self._driver.get(url)

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, as JSON has it; promises are awaited."""
        value, problem = self._driver.execute_async_script(
            f"""const done = arguments[0];
            Promise.resolve({expression})
              .then((value) => done([JSON.stringify(value ?? null), null]))
              .catch((error) => done([null, String(error)]));"""
        )
        if problem is not None:
            raise AssertionError(problem)
        return json.loads(value)

    def click(self, expression: str) -> None:
        """Press the mouse in the middle of the element that a JavaScript expression gives."""
        element = self._driver.execute_script(f"return {expression}")
        ActionChains(self._driver).click(element).perform()

    def press(self, key: str) -> None:
        """Press and release a key, named by its WebDriver code, where the focus is."""
        ActionChains(self._driver).send_keys(key).perform()

    def paste(self, expression: str, text: str) -> None:
        """Paste in place of everything that an editor with the focus holds."""
        self.evaluate(f"void document.getSelection().selectAllChildren({expression})")
        # The selection reaches the editor by an event of its own.
        self.evaluate("new Promise((resolve) => setTimeout(resolve))")
        self.evaluate(
            f"""(() => {{
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/plain", {json.dumps(text)});
              const options = {{ clipboardData, bubbles: true, cancelable: true }};
              {expression}.dispatchEvent(new ClipboardEvent("paste", options));
            }})()"""
        )
