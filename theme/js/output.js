/** The Output region of a lab: streams as plain text, what a program shows, and the page's own sentences about a run. */

import { bringIntoView, find, make, withCode } from "./dom.js";

const MAX_LINES = 400;
const MAX_CHARACTERS = 40_000;

/** @typedef {{text: string, stream: "stdout" | "stderr"}} Piece */
/** @typedef {{element: HTMLElement, pieces: (Piece & {node: HTMLElement})[], fold?: import("./rich-output.js").Fold}} Run */

export class OutputLog {
  /** @type {Run | null} The text after the last block; of a long one, only the end stands open. */
  #text = null;
  #region;

  /** @param {ParentNode} lab */
  constructor(lab) {
    this.#region = find(lab, ".mlp-lab__output", HTMLElement);
  }

  get isEmpty() {
    return !this.#region.hasChildNodes();
  }

  clear() {
    this.#text = null;
    this.#region.replaceChildren();
    this.#region.removeAttribute("tabindex");
  }

  /**
   * Adds what the program printed or showed.
   * @param {string} text
   * @param {import("./messages.js").OutputKind} stream
   */
  write(text, stream) {
    const atEnd = this.#isAtEnd();
    if (stream === "blocks") {
      this.#addLater((rich, place) => rich.showBlocks(place, JSON.parse(text)));
      return;
    }
    this.#text ??= { element: this.#add(make("div")), pieces: [] };
    const node = make("span", { class: `mlp-output__${stream}` }, text);
    this.#text.pieces.push({ node, text, stream });
    this.#text.element.append(node);
    foldOldest(this.#text);
    this.#settle(atEnd);
  }

  /**
   * Adds a sentence of the page's own, such as how the run ended.
   * @param {string} text
   * @param {{isError?: boolean, button?: HTMLButtonElement}} [options]
   */
  say(text, { isError = false, button } = {}) {
    const paragraph = make("p", { class: isError ? "mlp-output__error" : "mlp-output__note" }, ...withCode(text));
    if (button) paragraph.append(" ", button);
    this.#add(paragraph);
    this.#settle(true);
  }

  /**
   * Adds the way to an error through the learner's program.
   * @param {import("./lab-data.js").Frame[]} frames
   */
  trace(frames) {
    if (frames.length > 0) this.#addLater((rich, place) => rich.showFrames(place, frames));
  }

  bringIntoView() {
    bringIntoView(this.#region);
  }

  /** @param {HTMLElement} element */
  #add(element) {
    this.#region.append(element);
    return element;
  }

  /** Keeps a place, and fills it once the script that can is loaded. */
  async #addLater(/** @type {(rich: typeof import("./rich-output.js"), place: HTMLElement) => Promise<void>} */ fill) {
    const place = this.#add(make("div"));
    this.#text = null;
    await fill(await richOutput(), place);
    this.#settle(true);
  }

  #isAtEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.#region;
    return scrollTop + clientHeight >= scrollHeight - 4;
  }

  /** @param {boolean} follow */
  #settle(follow) {
    if (follow) this.#region.scrollTop = this.#region.scrollHeight;
    // A region that scrolls must be reachable by keyboard.
    if (this.#region.scrollHeight > this.#region.clientHeight) this.#region.tabIndex = 0;
  }
}

/** @type {Promise<typeof import("./rich-output.js")> | undefined} */
let loading;

/** One promise for all: those who wait for separate imports could come out of their order. */
function richOutput() {
  loading ??= import("./rich-output.js");
  return loading;
}

/** @param {Run} run */
function foldOldest(run) {
  let lines = 0;
  let characters = 0;
  for (let index = run.pieces.length - 1; index >= 0; index--) {
    const piece = run.pieces[index];
    const kept = lastPart(piece.text, MAX_LINES - lines, MAX_CHARACTERS - characters);
    lines += newlines(kept);
    characters += kept.length;
    if (kept.length === piece.text.length) continue;
    const older = run.pieces.splice(0, index);
    for (const { node } of older) node.remove();
    void fold(run, [...older, { text: piece.text.slice(0, piece.text.length - kept.length), stream: piece.stream }]);
    piece.text = kept;
    piece.node.textContent = kept;
    return;
  }
}

/** @param {Run} run @param {Piece[]} pieces */
async function fold(run, pieces) {
  const { Fold } = await richOutput();
  run.fold ??= new Fold(run.element);
  run.fold.add(pieces);
}

/**
 * The end of a text, cut to at most so many lines and characters.
 * @param {string} text
 * @param {number} maxLines
 * @param {number} maxCharacters
 */
function lastPart(text, maxLines, maxCharacters) {
  let start = Math.max(0, text.length - maxCharacters);
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
