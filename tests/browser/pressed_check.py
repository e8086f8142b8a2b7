"""A program in a lab's editor, Check pressed, and what came of it, in few round trips."""

from __future__ import annotations

import json
from dataclasses import dataclass

from lab_page import LabPage
from playwright.sync_api import expect

# Hears what the lab asks of Python and what it is told, and changes neither.
LISTEN = """async () => {
  const entry = document.querySelector('script[src$="/js/page.js"]').src;
  const { python } = await import(entry.replace("page.js", "python.js"));
  const check = python.check.bind(python);
  python.check = async (request) => {
    const printed = { stdout: "", stderr: "", blocks: "" };
    const onOutput = (text, stream) => {
      printed[stream] += text;
      request.onOutput(text, stream);
    };
    const outcome = await check({ ...request, onOutput });
    const start = document.documentElement.dataset.mlplatStart;
    window.heard = { program: request.program, report: outcome.json, printed, start };
    return outcome;
  };
}"""
# What a browser hands to the editor when somebody pastes.
PASTE = """(editor, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const options = { clipboardData, bubbles: true, cancelable: true };
  editor.dispatchEvent(new ClipboardEvent("paste", options));
}"""
# The lab says how a check ended after it has shown what it found.
FAILED = """(lab) => [...lab.querySelectorAll('[data-check][data-result="failed"]')].map(
  (item) => [item.dataset.check, item.innerText.replace(/\\s+/g, " ")]
)"""


@dataclass(frozen=True)
class PressedCheck:
    """What came of a press of Check.

    Attributes:
        program: The text that reached Python.
        report: Python's answer, as it came.
        printed: What was passed on while the program ran, by stream.
        start: Where that Python came from: `files` or `snapshot`.
        failed: Each check that the list shows as failed, and the text that stands there.
    """

    program: str
    report: str
    printed: dict[str, str]
    start: str
    failed: list[tuple[str, str]]


def is_all_passed_on(report: str, printed: dict[str, str]) -> bool:
    """Whether the page got, while the program ran, what its report says it printed.

    What a program shows with `labkit.display` comes as blocks, and in the report as text.
    """
    said = json.loads(report)["stdout"]
    return printed["stderr"] == "" and (printed["blocks"] != "" or printed["stdout"] == said)


def paste_and_check(lab: LabPage, program: str) -> PressedCheck:
    """Pastes `program` over what the editor holds and presses Check; the page has run `LISTEN`."""
    if lab.editor.get_attribute("contenteditable") != "true":
        # The click makes the real editor take the place of the static code.
        lab.editor.click()
        expect(lab.editor).to_have_attribute("contenteditable", "true")
    lab.editor.focus()
    lab.page.keyboard.press("ControlOrMeta+a")
    lab.editor.evaluate(PASTE, program)
    lab.watch_verdict()
    lab.button("Check").press("Enter")
    lab.await_verdict()
    heard = lab.page.evaluate("window.heard")
    failed = [(check, text) for check, text in lab.lab.evaluate(FAILED)]
    return PressedCheck(**heard, failed=failed)
