/** <mlplat-decision> keeps what the learner decided; <mlplat-decision-recall> asks again at the end of the lesson. */

import { button, make } from "./dom.js";
import { read, write } from "./storage.js";

/** @typedef {{value: string, text: string, again?: "same" | "changed"}} Choice */

const CHANGED = "mlplat-decision";

export class DecisionElement extends HTMLElement {
  connectedCallback() {
    const name = this.dataset.decision ?? "";
    const inputs = [...this.querySelectorAll("input")];
    this.id ||= anchor(name);
    this.addEventListener("change", (event) => event.target instanceof HTMLInputElement && choose(name, event.target));
    const quick = inputs.find((input) => input.checked); // chosen before this script was here
    const kept = choiceOf(name)?.value;
    if (!quick) for (const input of inputs) input.checked = input.value === kept;
    else if (quick.value !== kept) choose(name, quick);
  }
}

export class RecallElement extends HTMLElement {
  #answer = make("div");

  connectedCallback() {
    if (this.#answer.hasChildNodes()) return;
    this.#answer.append(...this.childNodes);
    document.addEventListener(CHANGED, () => this.#show());
    this.#show();
  }

  #show() {
    const name = this.dataset.decision ?? "";
    const choice = choiceOf(name);
    if (!choice) {
      const link = make("a", { href: `#${anchor(name)}` }, "decide now");
      this.replaceChildren(make("p", {}, "You have not decided yet at the top of this page; you can still ", link, "."));
    } else if (!choice.again) {
      this.replaceChildren(
        make("p", {}, "At the top you said:"), make("blockquote", {}, make("p", {}, choice.text)),
        make("p", {}, "Would you still?"),
        make("p", { class: "mlp-recall__buttons" },
          button("Yes, I would", () => this.#decide(name, { ...choice, again: "same" })), " ",
          button("No, not any more", () => this.#decide(name, { ...choice, again: "changed" }))),
      );
    } else {
      const still = choice.again === "same" ? "You would still say so." : "You would not say so any more.";
      this.replaceChildren(
        make("p", {}, "At the top you said:"), make("blockquote", {}, make("p", {}, choice.text)),
        make("p", { tabindex: "-1" }, still), this.#answer,
      );
    }
  }

  /**
   * @param {string} name
   * @param {Choice} choice
   */
  #decide(name, choice) {
    keep(name, choice);
    /** @type {HTMLElement | null} */ (this.querySelector("[tabindex]"))?.focus({ preventScroll: true });
  }
}

/**
 * @param {string} name
 * @param {HTMLInputElement} input
 */
function choose(name, input) {
  keep(name, { value: input.value, text: input.closest("label")?.textContent?.trim() ?? input.value });
}

/** @param {string} name */
function anchor(name) {
  return `decision-${name}`;
}

/**
 * @param {string} name
 * @returns {Choice | null}
 */
export function choiceOf(name) {
  const kept = read(`decision:${name}`);
  return typeof kept === "object" && kept !== null && "text" in kept ? /** @type {Choice} */ (kept) : null;
}

/**
 * @param {string} name
 * @param {Choice} choice
 */
function keep(name, choice) {
  write(`decision:${name}`, choice);
  document.dispatchEvent(new CustomEvent(CHANGED));
}
