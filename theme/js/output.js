/** The Output region of a lab: streams as plain text, what a program shows, and the page's own sentences about a run. */

import { bringIntoView, find, make, withCode } from "./dom.js";

// Shorter text is shown as it is, without the script that looks whether it is long.
const SHORT = 1000;

/** @typedef {{text: string, stream: "stdout" | "stderr"}} Piece */
/** @typedef {{element: HTMLElement, pieces: (Piece & {node: HTMLElement})[], characters: number}} Run */

export class OutputLog {
  /** @type {Run | null} The text after the last block. */
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
    this.#text ??= { element: this.#add(make("div")), pieces: [], characters: 0 };
    const run = this.#text;
    const node = make("span", { class: `mlp-output__${stream}` }, text);
    run.pieces.push({ node, text, stream });
    run.element.append(node);
    run.characters += text.length;
    if (run.characters > SHORT) void richOutput().then((rich) => rich.foldOldest(run));
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
