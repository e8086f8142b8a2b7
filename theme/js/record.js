/** <mlplat-record>: a prompt becomes one paragraph of the learner's own decision record. */

import { button, make } from "./dom.js";
import { KeptText, bothOf } from "./kept-text.js";
import { root } from "./storage.js";

const EMPTY = "Nothing written yet: one or two sentences are enough.";
const NOT_KEPT = "This browser keeps nothing for this site; copy your words before you leave the page.";

class RecordElement extends HTMLElement {
  #area = make("textarea", { rows: "4", class: "mlp-record__area" });
  #stand = make("p", { class: "mlp-record__stand" });
  #said = make("div", { class: "mlp-record__said", role: "status" });
  /** @type {KeptText | undefined} */
  #kept;

  connectedCallback() {
    if (this.#kept) return;
    const kept = new KeptText(`record:${this.dataset.entry}`, {
      tookOther: () => this.#showText(),
      differs: () => this.#ask(),
      agrees: () => this.#said.replaceChildren(),
      notKept: () => this.#say(NOT_KEPT),
    });
    this.#kept = kept;
    this.querySelector(".mlp-without-script")?.remove();
    const prompt = make("div", { class: "mlp-record__prompt", id: `${this.id}-prompt` }, ...this.childNodes);
    this.#area.id = `${this.id}-text`;
    this.#area.setAttribute("aria-describedby", prompt.id);
    this.#area.addEventListener("input", () => {
      kept.update(this.#area.value);
      this.#showStand();
    });
    const label = make("label", { for: this.#area.id }, "Your paragraph");
    const whole = make("a", { href: `${root}your-record/` }, "your whole record");
    this.replaceChildren(prompt, label, this.#area, this.#stand, this.#said,
      make("p", { class: "mlp-record__whole" }, "Every lesson adds a paragraph to ", whole, "."));
    this.#showText();
  }

  get #text() {
    return this.#kept?.text ?? "";
  }

  #showText() {
    this.#area.value = this.#text;
    this.#showStand();
  }

  #showStand() {
    const words = this.#text.split(/\s+/).filter(Boolean).length;
    this.#stand.textContent = words === 0 ? EMPTY : `${words === 1 ? "One word" : `${words} words`}, kept in this browser.`;
  }

  /** Another tab has written something else meanwhile. */
  #ask() {
    const theirs = this.#kept?.elsewhere ?? "";
    const settle = (/** @type {string} */ text) => {
      this.#kept?.settle(text);
      this.#showText();
      this.#area.focus();
    };
    this.#say("Another tab has written this paragraph differently:",
      make("blockquote", {}, theirs || "(nothing)"),
      make("p", { class: "mlp-record__choices" },
        button("Keep this one", () => settle(this.#text)), " ",
        button("Take the other one", () => settle(theirs)), " ",
        button("Keep both", () => settle(bothOf(theirs, this.#text)))));
  }

  /**
   * @param {string} sentence
   * @param {...Node} more
   */
  #say(sentence, ...more) {
    this.#said.replaceChildren(make("p", {}, sentence), ...more);
  }
}

customElements.define("mlplat-record", RecordElement);
