/** <mlplat-explorer>: tabs with designs; what the build wrote as picture and table is opened, and fails, by component. */

import { find, make } from "./dom.js";
import { ExplorerDesign } from "./explorer-design.js";

class ExplorerElement extends HTMLElement {
  /** @type {{section: HTMLElement, tab: HTMLButtonElement}[]} */
  #designs = [];

  connectedCallback() {
    if (this.#designs.length > 0) return;
    const radius = JSON.parse(find(this, ".mlp-explorer__data", HTMLScriptElement).text);
    const line = make("div", { class: "mlp-explorer__tabs", role: "tablist", "aria-label": "Designs" });
    for (const section of this.querySelectorAll("section")) {
      const tab = make("button", {
        type: "button", role: "tab", id: `${section.id}-tab`, "aria-controls": section.id,
      }, section.dataset.label ?? "");
      tab.addEventListener("click", () => this.#show(section));
      section.setAttribute("role", "tabpanel");
      section.setAttribute("aria-labelledby", tab.id);
      section.querySelector("details")?.removeAttribute("open");
      this.#designs.push({ section, tab });
      line.append(tab);
      new ExplorerDesign(section, radius[section.dataset.tab ?? ""]);
    }
    line.addEventListener("keydown", (event) => this.#moveByKey(event));
    find(this, ".mlp-explorer__bar", HTMLElement).after(line);
    this.dataset.state = "ready";
    this.#show(this.#designs[0].section);
  }

  #show(/** @type {HTMLElement} */ shown) {
    for (const { section, tab } of this.#designs) {
      section.hidden = section !== shown;
      tab.setAttribute("aria-selected", String(section === shown));
      tab.tabIndex = section === shown ? 0 : -1;
    }
  }

  /** @param {KeyboardEvent} event */
  #moveByKey(event) {
    const at = this.#designs.findIndex(({ tab }) => tab === event.target);
    const count = this.#designs.length;
    /** @type {Record<string, number>} */
    const goals = { ArrowLeft: (at + count - 1) % count, ArrowRight: (at + 1) % count, Home: 0, End: count - 1 };
    const goal = this.#designs[goals[event.key]];
    if (!goal || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#show(goal.section);
    goal.tab.focus();
  }
}

customElements.define("mlplat-explorer", ExplorerElement);
