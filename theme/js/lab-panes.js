/**
 * Task and code of a lab where the window is too narrow for both: two panes and a switch. Styles decide where that is;
 * everywhere else, in print and without this script both are there.
 */

import { find } from "./dom.js";

export class LabPanes {
  #lab;
  #switch;

  /** @param {HTMLElement} lab */
  constructor(lab) {
    this.#lab = lab;
    this.#switch = find(lab, ".mlp-panes", HTMLElement);
    this.#switch.addEventListener("click", ({ target }) => {
      if (target instanceof HTMLButtonElement) this.#choose(target.value);
    });
    this.show("task");
  }

  /** @param {string} pane */
  show(pane) {
    this.#lab.dataset.pane = pane;
    for (const button of this.#switch.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === pane));
    }
  }

  /** The pane that takes another's place is seen from its start. @param {string} pane */
  #choose(pane) {
    this.show(pane);
    const start = /** @type {HTMLElement} */ (this.#switch.parentElement);
    if (start.getBoundingClientRect().top < 0) start.scrollIntoView();
  }
}
