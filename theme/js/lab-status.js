/** The state a lab is in: one word for styles and tests (`data-state`), one short text for people. */

import { find, make } from "./dom.js";

/** @typedef {import("./lab-data.js").LabState} LabState */

export class LabStatus {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #clock;
  #lab;
  #region;

  /** @param {HTMLElement} lab */
  constructor(lab) {
    this.#lab = lab;
    this.#region = find(lab, ".mlp-lab__state", HTMLElement);
  }

  get state() {
    return /** @type {LabState} */ (this.#lab.dataset.state);
  }

  get isBusy() {
    return this.state === "booting" || this.state === "running";
  }

  get text() {
    return this.#region.textContent;
  }

  /**
   * @param {LabState} state
   * @param {string} text
   */
  show(state, text) {
    clearInterval(this.#clock);
    this.#lab.dataset.state = state;
    if (this.#region.textContent !== text) this.#region.textContent = text;
  }

  /**
   * Shows that a program runs and, from the first second on, for how long. The seconds are not read aloud.
   * @param {string} text
   */
  showRunning(text) {
    this.show("running", text);
    const elapsed = make("span", { "aria-hidden": "true" });
    this.#region.append(elapsed);
    const start = performance.now();
    this.#clock = setInterval(() => {
      elapsed.textContent = ` ${Math.round((performance.now() - start) / 1000)} s`;
    }, 1000);
  }
}

/**
 * A duration for people: "38 ms", "1.2 s".
 * @param {number} ms
 */
export function duration(ms) {
  return ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}
