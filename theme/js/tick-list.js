/** <mlplat-checklist>: a plain list becomes one whose items can be ticked off. It counts, and does not judge. */

import { make } from "./dom.js";
import { fingerprint, read, watch, write } from "./storage.js";

/** @typedef {{ticked: string[], total: number}} Ticks Fingerprints of the texts ticked, and how many items there are. */

// What cannot stand inside a label stays below it.
const OUTSIDE = "ul, ol, pre, table, blockquote, div";

class TickListElement extends HTMLElement {
  /** @type {Map<string, HTMLInputElement>} By the fingerprint of the item's text. */
  #boxes = new Map();
  #count = make("p", { class: "mlp-ticks__count", role: "status" });

  connectedCallback() {
    if (this.#boxes.size > 0) return;
    for (const item of this.querySelectorAll(":scope > :is(ul, ol) > li")) this.#addBox(item);
    this.append(this.#count);
    this.addEventListener("change", (event) => event.target instanceof HTMLInputElement && this.#keep(event.target));
    watch(this.#name, () => this.#show());
    this.#show();
  }

  get #name() {
    return `ticks:${this.dataset.checklist}`;
  }

  /** @param {Element} item */
  #addBox(item) {
    const box = make("input", { type: "checkbox" });
    this.#boxes.set(fingerprint(item.textContent?.trim() ?? ""), box);
    const text = item.querySelector(":scope > p") ?? item;
    const words = [...text.childNodes].filter((node) => !(node instanceof Element && node.matches(OUTSIDE)));
    const label = make("label", {}, box, make("span", {}, ...words));
    text.prepend(label);
  }

  /** @param {HTMLInputElement} changed */
  #keep(changed) {
    const ticked = ticksOf(read(this.#name)); // not what this tab shows: another one may have ticked meanwhile
    for (const [mark, box] of this.#boxes) {
      if (box !== changed) continue;
      if (box.checked) ticked.add(mark);
      else ticked.delete(mark);
    }
    const present = [...ticked].filter((mark) => this.#boxes.has(mark));
    write(this.#name, { ticked: present, total: this.#boxes.size });
    this.#show();
  }

  #show() {
    const ticked = ticksOf(read(this.#name));
    for (const [mark, box] of this.#boxes) box.checked = ticked.has(mark);
    const done = [...this.#boxes.values()].filter((box) => box.checked).length;
    this.#count.textContent = `${done} of ${this.#boxes.size}`;
  }
}

/**
 * @param {unknown} kept
 * @returns {Set<string>}
 */
function ticksOf(kept) {
  const isTicks = typeof kept === "object" && kept !== null && "ticked" in kept && Array.isArray(kept.ticked);
  return new Set(isTicks ? /** @type {Ticks} */ (kept).ticked : []);
}

customElements.define("mlplat-checklist", TickListElement);
