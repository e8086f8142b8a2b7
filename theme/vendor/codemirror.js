/** The parts of CodeMirror that the lab editor uses; bundled into one file when the site is built. */
export {
  Compartment, EditorSelection, EditorState, RangeSet, RangeSetBuilder, StateEffect, StateField, Text,
} from "@codemirror/state";
export {
  Decoration, EditorView, GutterMarker, ViewPlugin, WidgetType, gutterLineClass, keymap, lineNumbers, tooltips,
} from "@codemirror/view";
export {
  acceptCompletion, autocompletion, closeBrackets, insertBracket, startCompletion,
} from "@codemirror/autocomplete";
export {
  defaultKeymap, history, historyKeymap, indentLess, indentMore, isolateHistory, undo,
} from "@codemirror/commands";
export { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
export { pythonLanguage } from "@codemirror/lang-python";
export { Chunk } from "@codemirror/merge";
export { closeSearchPanel, findNext, findPrevious, openSearchPanel, search } from "@codemirror/search";
export { highlightCode, tagHighlighter, tags } from "@lezer/highlight";
