/** The Output region of a lab: streams as plain text, and the page's own sentences about a run. */

import { bringIntoView, find, make, withCode } from "./dom.js";

const MAX_LINES = 2000;
const MAX_CHARACTERS = 200_000;

export class OutputLog {
  /** @type {{node: HTMLElement, text: string}[]} Oldest first. */
  #pieces = [];
  #hidden = make("p", { class: "mlp-output__note" }, "… earlier output hidden");
  #region;

  /** @param {ParentNode} lab */
  constructor(lab) {
    this.#region = find(lab, ".mlp-lab__output", HTMLElement);
  }

  get isEmpty() {
    return this.#pieces.length === 0;
  }

  clear() {
    this.#pieces = [];
    this.#region.replaceChildren();
    this.#region.removeAttribute("tabindex");
  }

  /**
   * Adds what the program printed.
   * @param {string} text
   * @param {"stdout" | "stderr"} stream
   */
  write(text, stream) {
    const atEnd = this.#isAtEnd();
    const node = make("span", { class: `mlp-output__${stream}` }, text);
    this.#pieces.push({ node, text });
    this.#region.append(node);
    this.#hideOldest();
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
    this.#region.append(paragraph);
    this.#settle(true);
  }

  bringIntoView() {
    bringIntoView(this.#region);
  }

  #hideOldest() {
    let lines = 0;
    let characters = 0;
    for (let index = this.#pieces.length - 1; index >= 0; index--) {
      const piece = this.#pieces[index];
      const kept = lastPart(piece.text, MAX_LINES - lines, MAX_CHARACTERS - characters);
      lines += newlines(kept);
      characters += kept.length;
      if (kept.length === piece.text.length) continue;
      piece.text = kept;
      piece.node.textContent = kept;
      for (const old of this.#pieces.splice(0, index)) old.node.remove();
      this.#region.prepend(this.#hidden);
      return;
    }
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
