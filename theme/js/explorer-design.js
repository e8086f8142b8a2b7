/** One design of an explorer: its components can be chosen, read about, and made to fail. */

import { button, find, make } from "./dom.js";
import { nearest } from "./grid-steps.js";

/**
 * @typedef {object} Radius What the build has computed for one component.
 * @property {string} summary
 * @property {[component: string, state: "down" | "degraded", sentence: string][]} effects
 */

const STATES = { failed: "✕ failed", down: "✕ stopped", degraded: "~ with less", fine: "" };
const HOW = "Arrow keys move between components, Enter opens one.";

export class ExplorerDesign {
  #section;
  #radius;
  /** @type {SVGGElement[]} */
  #nodes;
  #detail = make("div", { class: "mlp-explorer__detail" },
    make("p", { class: "mlp-explorer__hint" }, "Choose a component to see what it does, and make it fail."));
  #said = make("p", { class: "mlp-visually-hidden", role: "status" });

  /**
   * @param {HTMLElement} section
   * @param {Record<string, Radius>} radius By the component's id.
   */
  constructor(section, radius) {
    this.#section = section;
    this.#radius = radius;
    const all = /** @type {NodeListOf<SVGGElement>} */ (section.querySelectorAll(".mlp-node[data-component]"));
    this.#nodes = [...all].filter((node) => idOf(node) in radius);
    const picture = find(section, ".mlp-explorer__picture", HTMLElement);
    this.#makeListbox(find(picture, "svg", SVGSVGElement));
    picture.after(this.#detail, this.#said);
  }

  /** The picture becomes a list to choose from, as WAI-ARIA describes it. */
  #makeListbox(/** @type {SVGSVGElement} */ picture) {
    picture.setAttribute("role", "listbox");
    picture.setAttribute("aria-label", `${this.#section.dataset.label}: components. ${HOW}`);
    for (const node of this.#nodes) {
      node.setAttribute("role", "option");
      node.setAttribute("aria-selected", "false");
      node.setAttribute("aria-label", this.#nameOf(idOf(node)));
      node.setAttribute("tabindex", node === this.#nodes[0] ? "0" : "-1");
      node.addEventListener("click", () => this.#open(node));
    }
    for (const person of picture.querySelectorAll(".mlp-node:not([role])")) person.setAttribute("aria-hidden", "true");
    picture.addEventListener("keydown", (event) => this.#press(event));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const from = this.#nodes.find((node) => node === event.target);
    if (!from || event.ctrlKey || event.altKey || event.metaKey) return;
    const isChoice = event.key === "Enter" || event.key === " ";
    const to = isChoice ? from : nearest(this.#nodes, from, event.key);
    if (!to) return;
    event.preventDefault();
    this.#stopHere(to);
    if (isChoice) this.#open(from);
    else to.focus();
  }

  /** Makes a component the one that Tab comes to. @param {SVGGElement} here */
  #stopHere(here) {
    for (const node of this.#nodes) node.setAttribute("tabindex", node === here ? "0" : "-1");
  }

  /** @param {SVGGElement} chosen */
  #open(chosen) {
    this.#stopHere(chosen);
    for (const node of this.#nodes) node.setAttribute("aria-selected", String(node === chosen));
    this.#repair();
    const id = idOf(chosen);
    const row = find(this.#section, `tr[data-component="${id}"]`, HTMLTableRowElement);
    const heads = [...this.#section.querySelectorAll("thead th")].slice(1);
    const facts = [...row.cells].slice(1).flatMap((cell, index) => {
      const value = make("dd", {}, ...[...cell.cloneNode(true).childNodes]);
      value.querySelector(".mlp-explorer__radius")?.remove(); // the picture shows it when the component fails
      return value.textContent?.trim() ? [make("dt", {}, heads[index].textContent ?? ""), value] : [];
    });
    const result = make("div", { class: "mlp-explorer__result", role: "status" });
    const toggle = button("Fail this component", () => this.#toggle(id, toggle, result));
    this.#detail.replaceChildren(make("h4", { class: "mlp-explorer__name" }, this.#nameOf(id)), toggle, result, make("dl", {}, ...facts));
    this.#said.textContent = `${this.#nameOf(id)} is open below the picture.`;
  }

  /**
   * @param {string} id
   * @param {HTMLButtonElement} toggle
   * @param {HTMLElement} result
   */
  #toggle(id, toggle, result) {
    const isFailed = result.hasChildNodes();
    toggle.textContent = isFailed ? "Fail this component" : "Repair it";
    result.replaceChildren();
    if (isFailed) return this.#repair();
    const { summary, effects } = this.#radius[id];
    const states = new Map(effects.map(([component, state]) => [component, state]));
    for (const node of this.#section.querySelectorAll(".mlp-node[data-component]")) {
      const each = node.getAttribute("data-component") ?? "";
      mark(node, each === id ? "failed" : states.get(each) ?? "fine");
    }
    result.append(make("p", {}, summary));
    if (effects.length > 0) result.append(make("ul", {}, ...effects.map(([, state, sentence]) => make("li", { "data-effect": state }, sentence))));
  }

  #repair() {
    for (const node of this.#section.querySelectorAll(".mlp-node[data-effect]")) {
      node.removeAttribute("data-effect");
      find(node, ".mlp-node__state", SVGTextElement).textContent = "";
    }
  }

  /** @param {string} id */
  #nameOf(id) {
    return find(this.#section, `tr[data-component="${id}"] th`, HTMLElement).textContent ?? id;
  }
}

/** @param {Element} node */
function idOf(node) {
  return node.getAttribute("data-component") ?? "";
}

/**
 * @param {Element} node
 * @param {keyof typeof STATES} state
 */
function mark(node, state) {
  node.setAttribute("data-effect", state);
  find(node, ".mlp-node__state", SVGTextElement).textContent = STATES[state];
}
