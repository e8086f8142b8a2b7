/** Long output: the end stands open, and what is older waits behind a summary that counts its lines. */

import { make } from "./dom.js";

/** @typedef {import("./output.js").Piece} Piece */
/** @typedef {import("./output.js").Run} Run */

const OPEN_LINES = 400;
const OPEN_CHARACTERS = 40_000;

/** @type {WeakMap<Run, Fold>} */
const folds = new WeakMap();

/** @param {Run} run */
export function foldOldest(run) {
  let lines = 0;
  let characters = 0;
  for (let index = run.pieces.length - 1; index >= 0; index--) {
    const piece = run.pieces[index];
    const kept = lastPart(piece.text, OPEN_LINES - lines, OPEN_CHARACTERS - characters);
    lines += newlines(kept);
    characters += kept.length;
    if (kept.length === piece.text.length) continue;
    const older = run.pieces.splice(0, index);
    for (const { node } of older) node.remove();
    const cut = piece.text.slice(0, piece.text.length - kept.length);
    foldOf(run).add([...older, { text: cut, stream: piece.stream }]);
    piece.text = kept;
    piece.node.textContent = kept;
    return;
  }
}

/** @param {Run} run */
function foldOf(run) {
  const fold = folds.get(run) ?? new Fold(run.element);
  folds.set(run, fold);
  return fold;
}

/** Its text enters the page when it is opened: a megabyte that nobody reads costs no time. */
class Fold {
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
      this.#lines += newlines(text);
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

/**
 * The end of a text, cut to at most so many lines and characters.
 * @param {string} text
 * @param {number} maxLines
 * @param {number} maxCharacters
 */
function lastPart(text, maxLines, maxCharacters) {
  const start = Math.max(0, text.length - maxCharacters);
  let position = text.length;
  for (let line = 0; line <= maxLines; line++) {
    position = position > 0 ? text.lastIndexOf("\n", position - 1) : -1;
    if (position < start) return text.slice(start);
  }
  return text.slice(position + 1);
}

/** @param {string} text */
function newlines(text) {
  return text.split("\n").length - 1;
}
