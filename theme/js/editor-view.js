/** The CodeMirror editor: what it can do, and the mark on the line an error speaks of. */

import {
  Decoration, EditorSelection, EditorState, EditorView, GutterMarker, RangeSet, StateEffect, StateField,
  bracketMatching, defaultKeymap, gutterLineClass, history, historyKeymap, indentOnInput, indentUnit, keymap,
  lineNumbers, pythonLanguage,
} from "../vendor/codemirror.js";
import { tabRule } from "./editor-keys.js";
import { colours } from "./editor-theme.js";

export { EditorView };

/** @type {import("@codemirror/state").StateEffectType<number | null>} */
const setMark = StateEffect.define();

class ErrorGutter extends GutterMarker {
  elementClass = "mlp-line--error";
}
const lineMark = Decoration.line({ class: "mlp-line--error" });
const gutterMark = new ErrorGutter();

/** The marked line's start, or null. An edit of that line takes the mark away. */
const markedLine = StateField.define({
  create: () => /** @type {number | null} */ (null),
  update(position, transaction) {
    for (const effect of transaction.effects) if (effect.is(setMark)) return effect.value;
    if (position === null || !transaction.docChanged) return position;
    const line = transaction.startState.doc.lineAt(position);
    return transaction.changes.touchesRange(line.from, line.to) ? null : transaction.changes.mapPos(position);
  },
  provide: (field) => [
    EditorView.decorations.from(field, (position) =>
      position === null ? Decoration.none : Decoration.set(lineMark.range(position))),
    gutterLineClass.from(field, (position) =>
      position === null ? RangeSet.empty : RangeSet.of(gutterMark.range(position))),
  ],
});

/**
 * Puts an editor at the end of `parent`.
 * @param {HTMLElement} parent
 * @param {object} options
 * @param {string} options.text
 * @param {{anchor: number, head: number}} options.selection
 * @param {HTMLElement} options.keysNote
 * @param {boolean} options.byPointer
 * @param {() => void} options.changed
 */
export function createView(parent, options) {
  const { text, selection, keysNote, byPointer, changed } = options;
  const inside = (/** @type {number} */ position) => Math.min(position, text.length);
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      selection: EditorSelection.single(inside(selection.anchor), inside(selection.head)),
      extensions: [
        lineNumbers(), history(), indentOnInput(), bracketMatching(), pythonLanguage, markedLine, colours,
        indentUnit.of("    "), EditorState.tabSize.of(4),
        tabRule(keysNote, byPointer),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({
          "aria-label": "Code editor", "aria-describedby": keysNote.id, class: "highlight", tabindex: "0",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed();
        }),
      ],
    }),
  });
}

/**
 * Replaces the whole text in one step that undo can take back.
 * @param {EditorView} view
 * @param {string} text
 */
export function replaceText(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input.replace" });
}

/**
 * Marks a line, from 1; null removes the mark. A line that is no longer there is not marked.
 * @param {EditorView} view
 * @param {number | null} line
 */
export function markLine(view, line) {
  const isThere = line !== null && line >= 1 && line <= view.state.doc.lines;
  view.dispatch({ effects: setMark.of(isThere ? view.state.doc.line(line).from : null) });
}
