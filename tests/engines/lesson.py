"""A page with a lab as a learner meets it, in whatever browser: only the page contract is used."""

from __future__ import annotations

import json
import time
from typing import Any, Protocol

PATH = "2-feature-store/travelling-in-time/"
REUSE_PATH = "2-feature-store/does-it-pay/"
LAB = 'document.querySelector("mlplat-lab")'
SIM = 'document.querySelector("mlplat-sim")'
EDITOR = f"""{LAB}.querySelector('[role=textbox][aria-label="Code editor"]')"""
OUTPUT = f"{LAB}.querySelector('[role=log]')"
# Nothing here is about time: whoever waits as long as this waits in vain.
WAIT_S = 240
LOOK_S = 5
RIGHT = "\ue014"
ENTER = "\ue007"


class Engine(Protocol):
    """A browser with one page."""

    @property
    def leader(self) -> int:
        """Id of the process that has started all others."""

    def open(self, url: str) -> None:
        """Show a page and wait until it has loaded."""

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, as JSON has it; promises are awaited."""

    def click(self, expression: str) -> None:
        """Press the mouse in the middle of the element that a JavaScript expression gives."""

    def press(self, key: str) -> None:
        """Press and release a key, named by its WebDriver code, where the focus is."""

    def paste(self, expression: str, text: str) -> None:
        """Paste in place of everything that an editor with the focus holds."""


class Lesson:
    """The open page."""

    def __init__(self, engine: Engine, url: str, path: str = PATH) -> None:
        self.engine = engine
        engine.open(url + path)
        # In a window without the focus a page gets keys, but Enter presses no button.
        self.until("document.hasFocus()")

    def until(self, condition: str) -> None:
        """Wait until a JavaScript expression is true, and fail with what the page shows."""
        deadline = time.monotonic() + WAIT_S
        while not self._soon(condition):
            shown = self.engine.evaluate(f"{LAB}.innerText")
            assert time.monotonic() < deadline, f"never came true: {condition}\n{shown}"

    def press_button(self, name: str) -> None:
        """Press the lab's button of that accessible name, by keyboard.

        A mouse is aimed before it presses, on a busy machine seconds before: a result that comes
        meanwhile moves the buttons, and the press falls beside.
        """
        shown = "[...each.childNodes].filter((part) => part.ariaHidden !== 'true')"
        text = f"{shown}.map((part) => part.textContent).join('').trim()"
        found = f"[...{LAB}.querySelectorAll('button')].find((each) => {text} === '{name}')"
        # A button that the page's script has yet to show takes no focus, and Enter would be lost.
        self.until(f"({found}.focus(), document.activeElement === {found})")
        self.engine.press(ENTER)

    def press_and_wait(self, name: str, *states: str) -> str:
        """Press a button and wait for one of the lab's states that follow; returns which came."""
        self.engine.evaluate(
            f"""void (() => {{
              window.came = null;
              const {{ dataset }} = {LAB};
              const watcher = new MutationObserver(() => {{
                if (!{json.dumps(states)}.includes(dataset.state)) return;
                window.came = dataset.state;
                watcher.disconnect();
              }});
              watcher.observe({LAB}, {{ attributeFilter: ["data-state"] }});
            }})()"""
        )
        self.press_button(name)
        self.until("window.came")
        return str(self.engine.evaluate("window.came"))

    def paste_program(self, program: str) -> None:
        """Replace what the editor holds, as a learner does who selects all and pastes."""
        self.engine.evaluate(f"void {EDITOR}.scrollIntoView({{ block: 'center' }})")
        self.engine.click(EDITOR)
        self.until(f"{EDITOR}.contentEditable === 'true' && document.activeElement === {EDITOR}")
        self.engine.paste(EDITOR, program)
        lines = json.dumps([line.rstrip() for line in program.rstrip("\n").split("\n")])
        shown = (
            f"[...{EDITOR}.querySelectorAll('.cm-line')].map((line) => line.innerText.trimEnd())"
        )
        self.until(f"{shown}.join('\\n').trim() === {lines}.join('\\n').trim()")

    def output(self) -> str:
        """What the lab's Output says."""
        return str(self.engine.evaluate(f"{OUTPUT}.innerText"))

    def _soon(self, condition: str) -> bool:
        """Whether a JavaScript expression comes true within a few seconds."""
        return bool(
            self.engine.evaluate(
                f"""new Promise((resolve) => {{
                  const deadline = performance.now() + {LOOK_S * 1000};
                  const look = () => {{
                    if ({condition}) resolve(true);
                    else if (performance.now() > deadline) resolve(false);
                    else setTimeout(look, 20);
                  }};
                  look();
                }})"""
            )
        )
