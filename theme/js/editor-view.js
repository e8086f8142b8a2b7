/** The CodeMirror editor: what it can do, in the order in which its parts may answer a key. */

import {
  EditorSelection, EditorState, EditorView, bracketMatching, defaultKeymap, history, historyKeymap, indentOnInput,
  indentUnit, isolateHistory, keymap, lineNumbers, pythonLanguage,
} from "../vendor/codemirror.js";
import { make } from "./dom.js";
import { completion } from "./editor-completion.js";
import { errorMark } from "./editor-error.js";
import { tabRule } from "./editor-keys.js";
import { visibleRoom } from "./editor-room.js";
import { searching } from "./editor-search.js";
import { signatureHelp } from "./editor-signature.js";
import { colours } from "./editor-theme.js";
import { addTouchKeys, touchTyping } from "./editor-touch.js";
import { wrapping } from "./editor-wrap.js";

export { EditorView };
export { markLine } from "./editor-error.js";

// Whoever only reads does not load them.
const styles = make("link", { rel: "stylesheet", href: new URL("../css/editor-tools.css", import.meta.url).href });
await new Promise((resolve) => {
  styles.onload = styles.onerror = resolve;
  document.head.append(styles);
});

/**
 * Puts an editor at the end of `parent`, and its aids before the note about keys.
 * @param {HTMLElement} parent
 * @param {object} options
 * @param {HTMLElement} options.lab
 * @param {string} options.given The lab's starter.
 * @param {string} options.text
 * @param {{anchor: number, head: number}} options.selection
 * @param {HTMLElement} options.keysNote
 * @param {boolean} options.byPointer
 * @param {() => void} options.changed
 */
export function createView(parent, options) {
  const { lab, given, text, selection, keysNote, byPointer, changed } = options;
  const inside = (/** @type {number} */ position) => Math.min(position, text.length);
  const aids = make("div", { class: "mlp-editor__aids" });
  keysNote.before(aids);
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      selection: EditorSelection.single(inside(selection.anchor), inside(selection.head)),
      extensions: [
        lineNumbers(), history(), indentOnInput(), bracketMatching(), pythonLanguage, colours, wrapping(),
        indentUnit.of("    "), EditorState.tabSize.of(4), errorMark(keysNote.id),
        completion(given), visibleRoom(lab, aids), signatureHelp(aids, given), touchTyping(),
        searching, tabRule(keysNote, byPointer),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({
          "aria-label": "Code editor", class: "highlight", tabindex: "0",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed();
        }),
      ],
    }),
  });
  addTouchKeys(aids, view);
  return view;
}

/**
 * Replaces the whole text in one step of its own, which undo can take back.
 * @param {EditorView} view
 * @param {string} text
 */
export function replaceText(view, text) {
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    userEvent: "input.replace",
    annotations: isolateHistory.of("full"),
  });
}
