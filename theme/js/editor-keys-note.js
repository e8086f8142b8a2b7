/** What the page says about the Tab key beside the editor. */

const indentKey = /Mac|iP(hone|ad|od)/.test(navigator.platform) ? "⌘ ]" : "Ctrl ]";

export const KEYS_NOTE_LEAVES = `Tab leaves the editor; ${indentKey} indents; Ctrl Space suggests names.`;
export const KEYS_NOTE_INDENTS = "Tab indents; Escape, then Tab, leaves the editor; Ctrl Space suggests names.";
export const KEYS_NOTE_ESCAPED = "Tab now leaves the editor.";
export const KEYS_NOTE_START = KEYS_NOTE_LEAVES;
