/** Earlier tries of a lab: a fold-out in which the learner looks back at each, and brings one back. */

import { comparison } from "./comparison.js";
import { bringIntoView, button, find, make } from "./dom.js";
import { asTries, capped } from "./kept-tries.js";
import { read, write } from "./storage.js";
import { loadStyle } from "./style.js";

/**
 * @typedef {import("./kept-tries.js").Try} Try
 * @typedef {import("./lab-element.js").Lab} Lab
 */

const WHEN = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit",
});

export class Tries {
  #list = make("ol", { class: "mlp-tries__list", "aria-label": "Earlier tries, newest first" });
  #count = make("summary");
  #fold = make("details", { class: "mlp-tries" }, this.#count, this.#list);
  #shown = "[]";
  #name;
  #lab;

  /** @param {Lab} lab */
  constructor(lab) {
    this.#lab = lab;
    this.#name = `tries:${lab.data.id}`;
    loadStyle("tries");
  }

  /**
   * Keeps the program that a check has seen.
   * @param {import("./lab-data.js").CheckResult[]} results
   * @param {string} program
   */
  keepChecked(results, program) {
    const failed = results.find((result) => result.passed === false);
    const passed = results.length > 0 && results.every((result) => result.passed);
    this.keep(passed ? "passed" : failed ? "failed" : "error", program, failed?.title);
  }

  /**
   * Keeps a program, the one in the editor if no other is given. The starter is never lost and is not kept.
   * @param {Try["why"]} why
   */
  keep(why, code = this.#lab.editor.text, check = "") {
    if (code !== this.#lab.data.starter) {
      write(this.#name, capped([{ at: new Date().toISOString(), code, why, check }, ...this.#read()]));
    }
    this.show();
  }

  /** Shows what is kept, if anything is. A list that is right is left alone: the learner may be in it. */
  show() {
    const tries = this.#read();
    const shown = JSON.stringify(tries);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#count.textContent = `Earlier tries (${tries.length})`;
    this.#list.replaceChildren(...tries.map((each) => this.#item(each)));
    if (tries.length === 0) this.#fold.remove();
    else if (!this.#fold.isConnected) find(this.#lab.element, ".mlp-help", HTMLElement).after(this.#fold);
  }

  #read() {
    return asTries(read(this.#name));
  }

  /** @param {Try} each */
  #item(each) {
    const when = WHEN.format(new Date(each.at));
    const compare = button("Compare", () => this.#toggle(item, compare, each));
    const back = button("Bring back", () => this.#bringBack(each, when));
    compare.setAttribute("aria-label", `Compare with the try of ${when}`);
    compare.setAttribute("aria-expanded", "false");
    back.setAttribute("aria-label", `Bring back the try of ${when}`);
    const item = make("li", {},
      make("span", { class: "mlp-tries__what" }, make("time", { datetime: each.at }, when), ` ${outcome(each)}`),
      compare, " ", back);
    return item;
  }

  /**
   * @param {HTMLElement} item
   * @param {HTMLButtonElement} pressed
   * @param {Try} each
   */
  #toggle(item, pressed, each) {
    const shown = item.querySelector("section");
    pressed.setAttribute("aria-expanded", String(!shown));
    if (shown) return shown.remove();
    const section = comparison(this.#lab.editor.text, each.code, {
      title: "Earlier try", theirs: "This try", same: "The editor holds this very code.",
    });
    item.append(section);
    bringIntoView(section);
  }

  /**
   * @param {Try} each
   * @param {string} when
   */
  #bringBack(each, when) {
    const { code, editor } = this.#lab;
    if (editor.text !== each.code) {
      this.keep("replaced");
      code.take(each.code, `This is your try of ${when}.`);
    }
    editor.focus();
  }
}

/** @param {Try} each */
function outcome({ why, check }) {
  if (why === "passed") return "All checks passed.";
  if (why === "failed") return `Failed: ${check}.`;
  if (why === "error") return "The checks could not run.";
  return why === "left" ? "Not saved when you left: another tab had other code." : "Replaced by other code.";
}
