"""The lesson as a learner works it: its lab found by role and name, never by how it is built."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

PATH = "2-feature-store/travelling-in-time/"
REUSE_PATH = "2-feature-store/does-it-pay/"
LAB = "feature-store/point-in-time-join"
# Nothing here is about time, and the machine may be busy: who waits this long waits in vain.
START_MS = 120_000


class LabPage:
    """One lab on an open page."""

    def __init__(self, page: Page, lab_id: str = LAB) -> None:
        self.page = page
        self.lab = page.locator(f'mlplat-lab[data-lab="{lab_id}"]')
        self.editor = self.lab.get_by_role("textbox", name="Code editor")
        self.output = self.lab.get_by_role("log", name="Output")

    def button(self, name: str) -> Locator:
        """The lab's button of that accessible name."""
        return self.lab.get_by_role("button", name=name, exact=True)

    def type_program(self, program: str) -> None:
        """Replace the editor's content as a learner does who pastes a whole program."""
        # The click makes the real editor take the place of the static code.
        self.editor.click()
        expect(self.editor).to_have_attribute("contenteditable", "true")
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(program)

    def code(self) -> str:
        """What the editor holds now."""
        lines = self.editor.locator(".cm-line").all_inner_texts()
        return "\n".join(line.rstrip("\n") for line in lines)

    def expect_state(self, *states: str) -> None:
        """Wait until the lab is in one of `states`."""
        condition = "([lab, states]) => states.includes(lab.dataset.state)"
        handle = self.lab.element_handle()
        self.page.wait_for_function(condition, arg=[handle, list(states)], timeout=START_MS)

    def check(self) -> None:
        """Press Check and wait for its verdict."""
        self.watch_verdict()
        self.button("Check").click()
        self.await_verdict()

    def watch_verdict(self) -> None:
        """Before Check is pressed, for its verdict may come within a few milliseconds."""
        self.lab.evaluate(
            """(lab) => {
              window.verdict = new Promise((resolve) => {
                const watch = () => {
                  if (["passed", "failed", "error"].includes(lab.dataset.state)) resolve();
                };
                const options = { attributes: true, attributeFilter: ["data-state"] };
                new MutationObserver(watch).observe(lab, options);
              });
            }"""
        )

    def await_verdict(self) -> None:
        """Wait for what `watch_verdict` watches for."""
        self.page.wait_for_function("window.verdict.then(() => true)", timeout=START_MS)

    def failed_check(self) -> Locator:
        """The one check that failed."""
        return self.lab.locator('[data-check][data-result="failed"]')
