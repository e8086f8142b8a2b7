/** Short messages beside a lab's buttons that offer the learner a choice about the code. */

import { bringIntoView, button, find, make } from "./dom.js";

/** @typedef {{label: string, press: () => void, stays?: boolean}} Choice `stays`: pressing it leaves the notice. */

export class Notices {
  #region = make("div", { class: "mlp-lab__notices", role: "status" });

  /** @param {ParentNode} lab */
  constructor(lab) {
    find(lab, ".mlp-lab__tools", HTMLElement).after(this.#region);
  }

  /**
   * Shows a notice in place of the earlier one of the same kind. Pressing one of its buttons takes it away.
   * @param {string} kind
   * @param {string} text
   * @param {Choice[]} [choices]
   */
  show(kind, text, choices = []) {
    this.remove(kind);
    const notice = make("p", { class: "mlp-notice", "data-notice": kind }, text);
    for (const choice of choices) {
      notice.append(" ", button(choice.label, () => {
        if (!choice.stays) this.remove(kind);
        choice.press();
      }));
    }
    this.#region.append(notice);
    return notice;
  }

  /** @param {string} kind */
  remove(kind) {
    this.#region.querySelector(`[data-notice="${kind}"]`)?.remove();
  }

  bringIntoView() {
    bringIntoView(this.#region);
  }
}
