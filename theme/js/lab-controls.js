/** A lab's buttons: what pressing each does, and which can be pressed now. */

import { find } from "./dom.js";

/** @typedef {"run" | "check" | "stop" | "hint" | "solution" | "reset" | "share" | "download"} Action */

const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform);
const KEY = isMac ? "⌘" : "Ctrl";

export class LabControls {
  #tools;

  /**
   * @param {ParentNode} lab
   * @param {Record<Action, () => void>} actions
   */
  constructor(lab, actions) {
    this.#tools = find(lab, ".mlp-lab__tools", HTMLElement);
    for (const [name, press] of Object.entries(actions)) {
      const control = this.#button(/** @type {Action} */ (name));
      control.disabled = name === "stop";
      control.addEventListener("click", () => {
        if (control.getAttribute("aria-disabled") !== "true") press();
      });
    }
    this.#describe("run", `Run the program (${KEY} ↵)`, "Enter");
    this.#describe("check", `Check your code (${KEY} Shift ↵)`, "Shift+Enter");
    const key = this.#button("run").querySelector("kbd");
    if (key) key.textContent = `${KEY} ↵`;
  }

  /**
   * While a program runs there is Stop, and no second Run. Focus moves on rather than get lost on a disabled button.
   * @param {boolean} isBusy
   */
  setBusy(isBusy) {
    for (const action of /** @type {Action[]} */ (["run", "check"])) {
      if (isBusy) this.#button(action).setAttribute("aria-disabled", "true");
      else this.#button(action).removeAttribute("aria-disabled");
    }
    const stop = this.#button("stop");
    if (!isBusy && document.activeElement === stop) this.#button("run").focus({ preventScroll: true });
    stop.disabled = !isBusy;
  }

  /** @param {Action} action */
  #button(action) {
    return find(this.#tools, `[data-action="${action}"]`, HTMLButtonElement);
  }

  /**
   * @param {Action} action
   * @param {string} title
   * @param {string} keys
   */
  #describe(action, title, keys) {
    this.#button(action).title = title;
    this.#button(action).setAttribute("aria-keyshortcuts", `${isMac ? "Meta" : "Control"}+${keys}`);
  }
}
