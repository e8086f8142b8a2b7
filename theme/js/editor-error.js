/**
 * The line an error speaks of: marked, with the message below it. The message is about the code as it was, so any edit
 * takes it away; the mark stays until its own line is edited.
 */

import {
  Decoration, EditorView, GutterMarker, RangeSet, StateEffect, StateField, WidgetType, gutterLineClass,
} from "../vendor/codemirror.js";
import { make, withCode } from "./dom.js";

/** @typedef {{position: number, message: string}} Mark */

/** @type {import("@codemirror/state").StateEffectType<Mark | null>} */
const setMark = StateEffect.define();

class ErrorGutter extends GutterMarker {
  elementClass = "mlp-line--error";
}

class Message extends WidgetType {
  /** @param {string} text @param {string} id */
  constructor(text, id) {
    super();
    this.text = text;
    this.id = id;
  }

  /** @param {Message} other */
  eq(other) {
    return other.text === this.text;
  }

  toDOM() {
    return make("div", { class: "mlp-editor__error", id: this.id }, ...withCode(this.text));
  }
}

const lineMark = Decoration.line({ class: "mlp-line--error" });
const gutterMark = new ErrorGutter();

/** @param {string} noteId What describes the editor; while there is a message, that describes it too. */
export function errorMark(noteId) {
  const messageId = `${noteId}-error`;
  const field = StateField.define({
    create: () => /** @type {Mark | null} */ (null),
    update(mark, transaction) {
      for (const effect of transaction.effects) if (effect.is(setMark)) return effect.value;
      if (mark === null || !transaction.docChanged) return mark;
      const line = transaction.startState.doc.lineAt(mark.position);
      if (transaction.changes.touchesRange(line.from, line.to)) return null;
      return { position: transaction.changes.mapPos(mark.position), message: "" };
    },
    provide: (mark) => [
      EditorView.decorations.compute([mark], (state) => decorations(state, state.field(mark), messageId)),
      gutterLineClass.compute([mark], (state) => {
        const found = state.field(mark);
        return found ? RangeSet.of(gutterMark.range(found.position)) : RangeSet.empty;
      }),
      EditorView.contentAttributes.compute([mark], (state) =>
        /** @type {Record<string, string>} */ (
          state.field(mark)?.message
            ? { "aria-describedby": `${messageId} ${noteId}`, "aria-invalid": "true" }
            : { "aria-describedby": noteId }
        )),
    ],
  });
  return field;
}

/**
 * @param {import("@codemirror/state").EditorState} state
 * @param {Mark | null} mark
 * @param {string} messageId
 */
function decorations(state, mark, messageId) {
  if (!mark) return Decoration.none;
  const ranges = [lineMark.range(mark.position)];
  if (mark.message) {
    const widget = new Message(mark.message, messageId);
    ranges.push(Decoration.widget({ widget, block: true, side: 1 }).range(state.doc.lineAt(mark.position).to));
  }
  return Decoration.set(ranges);
}

/**
 * Marks a line, from 1; null removes the mark. A line that is no longer there is not marked.
 * @param {EditorView} view
 * @param {number | null} line
 * @param {string} message
 */
export function markLine(view, line, message) {
  const isThere = line !== null && line >= 1 && line <= view.state.doc.lines;
  view.dispatch({ effects: setMark.of(isThere ? { position: view.state.doc.line(line).from, message } : null) });
}
