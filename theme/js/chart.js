/** A simulator's chart: the build's picture until the first change, a drawing that follows the sliders from then on. */

import { find, make } from "./dom.js";

/**
 * @typedef {object} ChartBlock
 * @property {Record<string, any>} spec Vega-Lite with inline data.
 * @property {string} alt What the chart shows, in words.
 */

export class Chart {
  /** @type {Awaited<ReturnType<typeof import("../vendor/vega.js").draw>> | undefined} */
  #drawing;
  #picture;

  /** @param {Element} figure */
  constructor(figure) {
    this.#picture = find(figure, ".mlp-chart__picture", HTMLElement);
  }

  /**
   * Shows another state of the chart; the picture before stays until the new one is complete.
   * @param {ChartBlock} block
   */
  async show({ spec, alt }) {
    if (this.#drawing) {
      await this.#drawing.update(spec);
    } else {
      const { draw } = await import("../vendor/vega.js");
      const canvas = make("div", { "aria-hidden": "true" }); // the words are on the picture
      this.#drawing = await draw(canvas, spec);
      this.#picture.replaceChildren(canvas);
    }
    this.#picture.setAttribute("aria-label", alt);
  }
}
