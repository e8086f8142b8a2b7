/** <mlplat-sim>: the build's first view at first; once the learner moves something, Python computes every next one. */

import { button, find } from "./dom.js";
import { onIntent } from "./intent.js";
import { python } from "./python.js";
import { SimControls } from "./sim-controls.js";
import { SimView } from "./sim-view.js";
import { sentence, startPython } from "./start-python.js";

/**
 * @typedef {import("./sim-controls.js").Action} Action
 * @typedef {import("./sim-controls.js").Params} Params
 * @typedef {{action: Action | null, params: Params}} Step
 */

// What takes longer needs a word; what is as quick as a slider moves would only flicker.
const NOTICEABLE_MS = 400;

export class SimElement extends HTMLElement {
  #isAlive = false;
  #isWorking = false;
  /** @type {Step[]} What the learner did and Python has not computed yet. */
  #waiting = [];
  /** @type {unknown} The simulator's own state; null before the first step. */
  #simState = null;
  #source = "";
  /** @type {string[]} */
  #packages = [];
  /** @type {[string, string][]} Name and text of each file that the source imports. */
  #modules = [];
  /** @type {SimView | undefined} */
  #view;

  connectedCallback() {
    if (this.#isAlive) return;
    this.#isAlive = true;
    const data = JSON.parse(find(this, ".mlp-sim__data", HTMLScriptElement).text);
    const form = find(this, ".mlp-sim__controls", HTMLFormElement);
    this.#source = data.source;
    this.#packages = data.packages;
    this.#modules = data.modules;
    this.#view = new SimView(find(this, ".mlp-sim__view", HTMLElement));
    const controls = new SimControls(form, data.params, (action, params) => {
      this.#add({ action, params });
      this.#work();
    });
    controls.enable();
    this.#waiting.push({ action: null, params: controls.params });
    onIntent([form], () => this.#work());
  }

  /** Adds a step. Of several moves of one slider in a row, only the last counts. */
  #add(/** @type {Step} */ step) {
    const last = this.#waiting[this.#waiting.length - 1];
    const sameSlider = last?.action?.type === "set" && step.action?.type === "set"
      && last.action.control === step.action.control;
    if (sameSlider) this.#waiting.pop();
    this.#waiting.push(step);
  }

  /** Computes what waits, one step after the other. */
  async #work() {
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      if (this.dataset.state !== "ready") this.#say("booting", "");
      await startPython((text) => this.#say("booting", text), this.#packages);
      this.#say("ready", "");
      while (this.#waiting.length > 0) {
        const timer = setTimeout(() => this.#say("running", "Computing"), NOTICEABLE_MS);
        try {
          await this.#compute(this.#waiting[0]);
        } finally {
          clearTimeout(timer);
        }
      }
      this.#say("ready", "");
    } catch (error) {
      this.#sayFailed(error);
    } finally {
      this.#isWorking = false;
    }
  }

  /** @param {Step} step */
  async #compute(step) {
    const next = await python.simulate({
      source: this.#source, modules: this.#modules, packages: this.#packages, params: step.params, state: this.#simState, action: step.action,
    });
    if (!next) return; // another simulator with the same source went first; this step still waits
    this.#simState = next.state;
    if (this.#waiting[0] === step) this.#waiting.shift();
    await this.#view?.show(next.blocks);
  }

  /**
   * @param {string} state
   * @param {string} text
   */
  #say(state, text) {
    this.dataset.state = state;
    const region = find(this, ".mlp-sim__state", HTMLElement);
    if (region.textContent !== text) region.textContent = text;
  }

  /** @param {unknown} error */
  #sayFailed(error) {
    this.#say("error", `${sentence(error)} `);
    find(this, ".mlp-sim__state", HTMLElement).append(button("Retry", () => this.#work()));
  }
}
