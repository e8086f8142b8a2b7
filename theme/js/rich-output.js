/** What the Output shows besides a little text: blocks, the way to an error, and folded text. Loaded when first needed. */

import { Chart } from "./chart.js";
import { make } from "./dom.js";

export { foldOldest } from "./folded-text.js";

/** @typedef {import("./sim-view.js").Block} Block */

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
