/**
 * How the function is called that the cursor is in: one line under the code, in place of the note about keys, so that it
 * never covers anything.
 */

import { ViewPlugin } from "../vendor/codemirror.js";
import { make, withCode } from "./dom.js";
import { askPython } from "./editor-questions.js";
import { python } from "./python.js";

/** @typedef {import("@codemirror/view").EditorView} EditorView */
/** @typedef {import("./editor-questions.js").Call} Call */

const PAUSE_MS = 120;

/**
 * @param {HTMLElement} place
 * @param {string} given The lab's starter.
 */
export function signatureHelp(place, given) {
  return ViewPlugin.define((view) => new SignatureHelp(view, place, given));
}

class SignatureHelp {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {HTMLElement[]} */
  #parameters = [];
  #shown = "";
  #view;
  #line = make("p", { class: "mlp-editor__signature", "aria-live": "polite" });
  #given;

  /**
   * @param {EditorView} view
   * @param {HTMLElement} place
   * @param {string} given
   */
  constructor(view, place, given) {
    this.#view = view;
    this.#given = given;
    place.prepend(this.#line);
    python.addEventListener("state", this.#askSoon);
  }

  /** @param {import("@codemirror/view").ViewUpdate} update */
  update(update) {
    if (!update.docChanged && !update.selectionSet && !update.focusChanged) return;
    this.#askSoon();
  }

  #askSoon = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
  };

  async #ask() {
    const { state, hasFocus } = this.#view;
    const { empty, head } = state.selection.main;
    const answer = hasFocus && empty ? await askPython(state, head, this.#given) : null;
    // Not the state as a whole: a list that opens meanwhile makes a new one for the same text and cursor.
    const { doc, selection } = this.#view.state;
    if (doc === state.doc && selection.eq(state.selection)) this.#show(answer?.call ?? null);
  }

  /** @param {Call | null} call */
  #show(call) {
    const key = call ? JSON.stringify([call.name, call.parameters]) : "";
    // The same call is not written anew: it would be read aloud at every comma.
    if (key !== this.#shown) this.#write(call);
    this.#shown = key;
    this.#parameters.forEach((parameter, index) => parameter.classList.toggle("mlp-editor__here", index === call?.active));
  }

  /** @param {Call | null} call */
  #write(call) {
    this.#parameters = (call?.parameters ?? []).map((text) => make("span", {}, text));
    if (!call) return this.#line.replaceChildren();
    const inside = this.#parameters.flatMap((parameter, index) => (index ? [", ", parameter] : [parameter]));
    this.#line.replaceChildren(make("code", {}, `${call.name}(`, ...inside, ")"), " ", ...withCode(call.doc));
  }

  destroy() {
    clearTimeout(this.#timer);
    python.removeEventListener("state", this.#askSoon);
    this.#line.remove();
  }
}
