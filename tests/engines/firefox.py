"""Firefox, driven by WebDriver BiDi, which it speaks itself: no driver program is needed."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from websocket import WebSocket, create_connection

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
ANSWER_S = 240
CONTROL = "\ue009"
# A window that opens on an empty page has its focus in the address bar and keeps it there: the page
# gets the keys, and Enter on its buttons does nothing.
FIRST_PAGE = "data:text/html,<title>Waiting</title>"


class Firefox:
    """One Firefox with one page, closed at the end of the `with` block."""

    def __init__(self, program: str) -> None:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        (folder / "user.js").write_text('user_pref("app.update.enabled", false);\n', "utf-8")
        self._process = subprocess.Popen(
            [
                *(program, "--headless", "--no-remote", "--remote-debugging-port=0"),
                *("--profile", str(folder), FIRST_PAGE),
            ],
            stderr=subprocess.PIPE,
            text=True,
            # As root, Firefox insists on a home of its own.
            env={**os.environ, "HOME": str(folder)},
        )
        self._numbers = itertools.count(1)
        self._socket = self._connect()
        self._command("session.new", capabilities={})
        (page,) = self._command("browsingContext.getTree")["contexts"]
        self._page = page["context"]

    def __enter__(self) -> Firefox:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait()
        assert self._process.stderr is not None
        self._process.stderr.close()
        self._folder.cleanup()

    @property
    def leader(self) -> int:
        """Id of the process that has started all others."""
        return self._process.pid

    def open(self, url: str) -> None:
        """Show a page and wait until it has loaded."""
        self._command("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, as JSON has it; promises are awaited."""
        wrapped = f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))"
        return json.loads(self._script(wrapped)["value"])

    def click(self, expression: str) -> None:
        """Press the mouse in the middle of the element that a JavaScript expression gives."""
        found = self._script(expression)
        origin = {"type": "element", "element": {"sharedId": found["sharedId"]}}
        actions = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def press(self, key: str) -> None:
        """Press and release a key, named by its WebDriver code, where the focus is."""
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def paste(self, _: str, text: str) -> None:
        """Paste in place of everything where the focus is, by clipboard and keys."""
        # A paste event that a script makes has an empty clipboard in Firefox.
        self._script(f"navigator.clipboard.writeText({json.dumps(text)})", userActivation=True)
        for key in "av":
            strokes = [("keyDown", CONTROL), ("keyDown", key), ("keyUp", key), ("keyUp", CONTROL)]
            actions = [{"type": kind, "value": value} for kind, value in strokes]
            self._act({"type": "key", "id": "keyboard", "actions": actions})

    def _act(self, source: dict[str, Any]) -> None:
        self._command("input.performActions", context=self._page, actions=[source])

    def _script(self, expression: str, **options: bool) -> dict[str, Any]:
        answer = self._command(
            "script.evaluate",
            expression=expression,
            target={"context": self._page},
            awaitPromise=True,
            **options,
        )
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        result: dict[str, Any] = answer["result"]
        return result

    def _connect(self) -> WebSocket:
        assert self._process.stderr is not None
        said = []
        for line in self._process.stderr:
            said.append(line)
            if listening := LISTENING.search(line):
                address = f"{listening.group(1)}/session"
                return create_connection(address, timeout=ANSWER_S, suppress_origin=True)
        raise RuntimeError(f"Firefox did not start:\n{''.join(said)}")

    def _command(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == number:
                break
        if answer["type"] == "error":
            raise AssertionError(f"{method}: {answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result
