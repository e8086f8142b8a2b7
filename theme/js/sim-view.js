/** The view of a simulator: its blocks, of which only those that changed are replaced. */

import { Chart } from "./chart.js";

/** @typedef {{type: string, html: string, spec?: Record<string, any>, alt?: string}} Block */

export class SimView {
  /** @type {(string | null)[]} HTML of each block as last shown. */
  #shown = [];
  /** @type {Map<Element, Chart>} */
  #charts = new Map();
  #region;

  /** @param {HTMLElement} region */
  constructor(region) {
    this.#region = region;
    for (const element of region.children) quietUnlessText(element);
  }

  /** @param {Block[]} blocks */
  async show(blocks) {
    const drawn = blocks.map((block, index) => this.#showBlock(block, index));
    for (const extra of [...this.#region.children].slice(blocks.length)) extra.remove();
    await Promise.all(drawn);
  }

  /**
   * @param {Block} block
   * @param {number} index
   */
  async #showBlock(block, index) {
    const present = this.#region.children[index];
    if (block.type === "chart" && block.spec) {
      const figure = present?.matches(".mlp-chart") ? present : this.#put(block.html, present);
      const chart = this.#charts.get(figure) ?? new Chart(figure);
      this.#charts.set(figure, chart);
      await chart.show({ spec: block.spec, alt: block.alt ?? "" });
    } else if (this.#shown[index] !== block.html) {
      this.#shown[index] = block.html;
      this.#put(block.html, present);
    }
  }

  /**
   * Puts a block in the place of another, or at the end.
   * @param {string} html From `labkit.blocks`, which escapes every text.
   * @param {Element | undefined} present
   */
  #put(html, present) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const element = template.content.children[0];
    quietUnlessText(element);
    if (present) present.replaceWith(element);
    else this.#region.append(element);
    return element;
  }
}

/**
 * Sentences are read aloud when they change; tables and charts would be too much.
 * @param {Element} element
 */
function quietUnlessText(element) {
  if (!element.matches(".mlp-text")) element.setAttribute("aria-live", "off");
}
