/**
 * The code editor of a lab: the static listing at first, CodeMirror once it has been loaded. The text, the cursor and
 * the focus carry over, so that nobody needs to know which of the two is on the page.
 */

import { find, make } from "./dom.js";
import { hangOf } from "./editor-hang.js";
import { KEYS_NOTE_START } from "./editor-keys-note.js";
import { asProgram } from "./lab-data.js";

/**
 * @typedef {import("./editor-view.js").EditorView} EditorView
 *
 * @typedef {object} EditorEvents
 * @property {() => void} changed The learner edited the text.
 * @property {() => void} run Ctrl-Enter or Cmd-Enter.
 * @property {() => void} check Ctrl-Shift-Enter or Cmd-Shift-Enter.
 */

export class LabEditor {
  /** @type {EditorView | undefined} */
  #view;
  /** @type {Promise<void> | undefined} */
  #loading;
  /** @type {typeof import("./editor-view.js") | undefined} */
  #parts;
  #byPointer = false;
  #text;
  #lab;
  #given;
  #host;
  #keysNote;
  #events;

  /**
   * @param {HTMLElement} lab
   * @param {string} text
   * @param {string} given The lab's starter.
   * @param {EditorEvents} events
   */
  constructor(lab, text, given, events) {
    this.#lab = lab;
    this.#given = given;
    this.#host = find(lab, ".mlp-editor", HTMLElement);
    this.#keysNote = find(lab, ".mlp-editor__keys", HTMLElement);
    this.#text = asProgram(text);
    this.#events = events;
    this.#showStatic();
    this.#keysNote.id ||= `${lab.id}-keys`;
    this.#keysNote.textContent = KEYS_NOTE_START;
    this.#host.addEventListener("pointerdown", () => (this.#byPointer = true));
    this.#host.addEventListener("focusout", () => (this.#byPointer = false));
    this.#host.addEventListener("keydown", (event) => this.#shortcut(event), { capture: true });
  }

  get text() {
    return this.#view ? asProgram(this.#view.state.doc.toString()) : this.#text;
  }

  /** Puts another text in place of the present one; the editor's own undo brings the old one back. */
  set text(text) {
    if (asProgram(text) === this.text) return;
    this.#text = asProgram(text);
    if (this.#view) this.#parts?.replaceText(this.#view, this.#shown());
    else this.#showStatic();
  }

  /** Loads CodeMirror and puts it in the listing's place. */
  load() {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /**
   * Marks the line an error speaks of and says the error there; null removes the mark.
   * @param {number | null} line
   * @param {string} [message]
   */
  async mark(line, message = "") {
    if (line === null && !this.#view) return;
    await this.load();
    if (this.#view) this.#parts?.markLine(this.#view, line, message);
  }

  async focus() {
    await this.load();
    this.#view?.focus();
  }

  async #load() {
    this.#parts = await import("./editor-view.js").catch((error) => {
      this.#loading = undefined;
      throw error;
    });
    const listing = find(this.#host, ".mlp-editor__static", HTMLElement);
    const hadFocus = listing.contains(document.activeElement);
    this.#host.style.minHeight = `${this.#host.getBoundingClientRect().height}px`;
    this.#view = this.#parts.createView(this.#host, {
      lab: this.#lab,
      given: this.#given,
      text: this.#shown(),
      selection: selectionIn(listing),
      keysNote: this.#keysNote,
      byPointer: hadFocus && this.#byPointer,
      changed: this.#events.changed,
    });
    listing.remove();
    if (hadFocus) this.#view.focus();
  }

  /** The text without the line break that ends it. */
  #shown() {
    return this.#text.slice(0, -1);
  }

  #showStatic() {
    const code = find(this.#host, ".mlp-editor__static code", HTMLElement);
    if (code.textContent !== this.#text) {
      code.replaceChildren(...this.#shown().split("\n").map((line) => make("span", { class: "mlp-line" }, `${line}\n`)));
    }
    for (const line of code.querySelectorAll("span")) {
      if (line.parentElement === code) line.style.setProperty("--mlp-hang", `${hangOf(line.textContent)}ch`);
    }
  }

  /** @param {KeyboardEvent} event */
  #shortcut(event) {
    if (event.key !== "Enter" || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) this.#events.check();
    else this.#events.run();
  }
}

/**
 * Where the learner clicked or selected in the listing, in characters from its start.
 * @param {Element} listing
 */
function selectionIn(listing) {
  const selection = getSelection();
  if (!selection?.anchorNode || !selection.focusNode) return { anchor: 0, head: 0 };
  if (!listing.contains(selection.anchorNode) || !listing.contains(selection.focusNode)) return { anchor: 0, head: 0 };
  return {
    anchor: lengthBefore(listing, selection.anchorNode, selection.anchorOffset),
    head: lengthBefore(listing, selection.focusNode, selection.focusOffset),
  };
}

/**
 * @param {Element} listing
 * @param {Node} node
 * @param {number} offset
 */
function lengthBefore(listing, node, offset) {
  const range = document.createRange();
  range.setStart(listing, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}
