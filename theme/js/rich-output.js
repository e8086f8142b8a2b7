/** What the Output shows besides a little text: blocks, folded text, the way to an error. Loaded when first needed. */

import { Chart } from "./chart.js";
import { make } from "./dom.js";

/** @typedef {import("./sim-view.js").Block} Block */
/** @typedef {import("./output.js").Piece} Piece */

// A program can send whatever it likes from its worker, so only what `labkit.blocks` makes may enter the page.
const ELEMENTS = new Set(
  "P DIV B SPAN TABLE CAPTION THEAD TBODY TR TH TD FIGURE DETAILS SUMMARY OL LI TIME".split(" "),
);
const ATTRIBUTES = /^(class|data-tone|scope|tabindex|role|open|aria-label|aria-current)$/;

/**
 * @param {HTMLElement} place
 * @param {Block[]} blocks
 */
export async function showBlocks(place, blocks) {
  await styled;
  place.className = "mlp-shown";
  for (const block of blocks) {
    place.append(harmless(block.html));
    if (block.spec) await drawChart(place, block);
  }
}

/** @param {HTMLElement} place @param {import("./lab-data.js").Frame[]} frames */
export async function showFrames(place, frames) {
  await styled;
  place.append(make("ol", { class: "mlp-frames", "aria-label": "The way to this line" }, ...frames.map(step)));
}

/** Text that stands behind a summary which counts its lines. It enters the page when it is opened. */
export class Fold {
  #details = make("details", { class: "mlp-fold" });
  #summary = make("summary");
  #text = make("div", { class: "mlp-fold__text", tabindex: "0", role: "group", "aria-label": "Earlier output" });
  /** @type {Piece[]} */
  #waiting = [];
  #lines = 0;
  #characters = 0;

  /** @param {HTMLElement} run Where the text goes on. */
  constructor(run) {
    this.#details.append(this.#summary, this.#text);
    this.#details.addEventListener("toggle", () => this.#fill());
    run.prepend(this.#details);
  }

  /** @param {Piece[]} pieces */
  add(pieces) {
    this.#waiting.push(...pieces);
    for (const { text } of pieces) {
      this.#lines += text.split("\n").length - 1;
      this.#characters += text.length;
    }
    const [count, what] = this.#lines > 0 ? [this.#lines, "line"] : [this.#characters, "character"];
    this.#summary.textContent = `${count.toLocaleString("en-GB")} more ${what}${count === 1 ? "" : "s"}`;
    this.#fill();
  }

  #fill() {
    if (!this.#details.open) return;
    const added = this.#waiting.map(({ text, stream }) => make("span", { class: `mlp-output__${stream}` }, text));
    this.#text.append(...added);
    this.#waiting = [];
  }
}

/** @param {import("./lab-data.js").Frame} frame */
function step({ line, function: name, source }) {
  if (line === null) return make("li", {}, source);
  return make("li", {}, `Line ${line}${name ? `, in ${name}` : ""} `, make("code", {}, source));
}

/** @param {HTMLElement} place @param {Block} block */
async function drawChart(place, { spec, alt }) {
  const figure = place.lastElementChild;
  if (!figure || !spec) return;
  try {
    await new Chart(figure).show({ spec, alt: alt ?? "" });
  } catch (error) {
    figure.replaceWith(make("p", { class: "mlp-output__error" }, `This chart could not be drawn: ${String(error)}`));
  }
}

/** @param {string} html @returns {DocumentFragment} Without anything that could run or load. */
function harmless(html) {
  const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
  for (const element of content.querySelectorAll("*")) {
    if (!ELEMENTS.has(element.tagName)) element.replaceWith(element.textContent ?? "");
    for (const { name } of [...element.attributes]) if (!ATTRIBUTES.test(name)) element.removeAttribute(name);
  }
  return content;
}

/** The styles of all this, which weigh on no page that only is read. */
const styled = new Promise((resolve) => {
  const link = make("link", { rel: "stylesheet", href: new URL("../css/rich-output.css", import.meta.url).href });
  link.onload = link.onerror = resolve;
  document.head.append(link);
});
