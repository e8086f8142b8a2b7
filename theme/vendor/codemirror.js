/** The parts of CodeMirror that the lab editor uses; bundled into one file when the site is built. */
export { EditorSelection, EditorState, RangeSet, StateEffect, StateField, Text } from "@codemirror/state";
export { Decoration, EditorView, GutterMarker, gutterLineClass, keymap, lineNumbers } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap, indentMore } from "@codemirror/commands";
export { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
export { pythonLanguage } from "@codemirror/lang-python";
export { Chunk } from "@codemirror/merge";
export { highlightCode, tagHighlighter, tags } from "@lezer/highlight";
