/**
 * The Tab key: whoever came by keyboard must be able to leave by keyboard, so Tab moves on. Whoever clicked into the
 * code expects Tab to indent; Escape, then Tab, leaves.
 */

import { EditorView, acceptCompletion, indentMore, keymap } from "../vendor/codemirror.js";
import { KEYS_NOTE_ESCAPED, KEYS_NOTE_INDENTS, KEYS_NOTE_LEAVES } from "./editor-keys-note.js";

/**
 * The editor extension that decides what Tab does and keeps the note up to date.
 * @param {HTMLElement} note
 * @param {boolean} byPointer Whether the editor is entered by pointer to begin with.
 */
export function tabRule(note, byPointer) {
  let indents = byPointer;
  let escaped = false;
  let pointerIsDown = byPointer;
  let windowLeft = false;

  /** @param {boolean} nowIndents */
  function set(nowIndents) {
    indents = nowIndents;
    escaped = false;
    say(indents ? KEYS_NOTE_INDENTS : KEYS_NOTE_LEAVES);
  }

  /** @param {string} text */
  function say(text) {
    if (note.textContent !== text) note.textContent = text;
  }

  function escape() {
    if (indents) {
      escaped = true;
      say(KEYS_NOTE_ESCAPED);
    }
    return false;
  }

  return [
    keymap.of([
      // Of suggested names, Tab takes the chosen one; to whoever came by keyboard it only ever means leaving.
      { key: "Tab", run: (view) => indents && !escaped && (acceptCompletion(view) || indentMore(view)) },
      { key: "Escape", run: escape }, // not when Escape has closed a list or the search before
    ]),
    EditorView.domEventHandlers({
      pointerdown() {
        pointerIsDown = true;
        set(true);
      },
      focus() {
        if (pointerIsDown || !windowLeft) set(pointerIsDown);
        pointerIsDown = false;
      },
      blur() {
        pointerIsDown = false;
        windowLeft = !document.hasFocus();
      },
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && escaped) set(indents);
    }),
  ];
}
