/** <mlplat-steps>: cards in order, one at a time; without this script, and on paper, all of them. */

import { button, make } from "./dom.js";

/** @typedef {{card: HTMLElement, tab: HTMLButtonElement, title: string}} Step */

let steppers = 0;

class StepsElement extends HTMLElement {
  /** @type {Step[]} */
  #steps = [];
  #at = 0;
  #count = make("span");
  #name = make("span", { class: "mlp-visually-hidden" });
  #back = button("Back", () => this.#show(this.#at - 1));
  #next = button("Next", () => this.#show(this.#at + 1));

  connectedCallback() {
    if (this.#steps.length > 0) return;
    const cards = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(":scope > section")]);
    const prefix = `steps-${++steppers}`;
    this.#steps = cards.map((card, index) => this.#step(card, `${prefix}-${index + 1}`));
    const line = make("div", { class: "mlp-steps__line", role: "tablist", "aria-label": "Steps" });
    line.append(...this.#steps.map((step) => step.tab));
    line.addEventListener("keydown", (event) => this.#moveByKey(event));
    const count = make("p", { class: "mlp-steps__count", role: "status" }, this.#count, this.#name);
    this.prepend(line, make("div", { class: "mlp-steps__tools" }, this.#back, count, this.#next));
    this.dataset.state = "ready";
    addEventListener("hashchange", () => this.#follow());
    this.#put(0);
    this.#follow();
  }

  /**
   * @param {HTMLElement} card
   * @param {string} id
   * @returns {Step}
   */
  #step(card, id) {
    const title = titleOf(card);
    const date = card.dataset.date ?? dateIn(title);
    const tab = make("button", { type: "button", role: "tab", id: `${id}-tab`, "aria-label": title }, make("span", {}, date));
    card.id ||= id;
    tab.setAttribute("aria-controls", card.id);
    card.setAttribute("role", "tabpanel");
    card.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", () => this.#show(this.#steps.findIndex((step) => step.tab === tab)));
    // The browser's own search in the page looks into cards that do not show, too.
    card.addEventListener("beforematch", () => this.#put(this.#steps.findIndex((step) => step.card === card)));
    return { card, tab, title };
  }

  /** Shows a card that the learner asked for, and names it in the address. */
  #show(/** @type {number} */ index) {
    if (!this.#steps[index]) return;
    this.#put(index);
    const anchor = this.#steps[index].card.querySelector("h3")?.id;
    if (anchor) history.replaceState(history.state, "", `#${encodeURIComponent(anchor)}`);
  }

  #put(/** @type {number} */ index) {
    this.#at = index;
    for (const [each, { card, tab }] of this.#steps.entries()) {
      card.ariaHidden = String(each !== index); // a card that can be found is not hidden from everybody by `hidden`
      if (each === index) card.removeAttribute("hidden");
      else card.setAttribute("hidden", "until-found");
      tab.setAttribute("aria-selected", String(each === index));
      tab.tabIndex = each === index ? 0 : -1;
      tab.classList.toggle("mlp-steps__past", each < index);
    }
    this.#count.textContent = `${index + 1} of ${this.#steps.length}`;
    this.#name.textContent = `: ${this.#steps[index].title}`;
    // Not disabled: a button that loses the focus while it is pressed throws the keyboard back to the page's top.
    this.#back.setAttribute("aria-disabled", String(index === 0));
    this.#next.setAttribute("aria-disabled", String(index === this.#steps.length - 1));
  }

  /** Opens the card that the address points into. */
  #follow() {
    const target = document.querySelector(":target");
    const index = this.#steps.findIndex(({ card }) => target && card.contains(target));
    if (index < 0) return;
    this.#put(index);
    target?.scrollIntoView();
  }

  /** @param {KeyboardEvent} event */
  #moveByKey(event) {
    const last = this.#steps.length - 1;
    /** @type {Record<string, number>} */
    const goals = { ArrowLeft: Math.max(0, this.#at - 1), ArrowRight: Math.min(last, this.#at + 1), Home: 0, End: last };
    const goal = goals[event.key];
    if (goal === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#show(goal);
    this.#steps[goal].tab.focus();
  }
}

/**
 * The heading's text without its link mark.
 * @param {HTMLElement} card
 */
function titleOf(card) {
  const heading = card.querySelector("h3")?.cloneNode(true);
  if (!(heading instanceof HTMLElement)) return "";
  heading.querySelector(".headerlink")?.remove();
  return heading.textContent?.trim() ?? "";
}

/**
 * What stands before the colon, where that has a digit and so is a date.
 * @param {string} title
 */
function dateIn(title) {
  return /^[^:]*\d[^:]*(?=:)/.exec(title)?.[0] ?? "";
}

customElements.define("mlplat-steps", StepsElement);
