/**
 * The editor's colours. Code carries the same class names as the site's static listings (Pygments' short names), so
 * that both take their colours from css/editor.css.
 */

import { EditorView, syntaxHighlighting, tagHighlighter, tags } from "../vendor/codemirror.js";

export const codeClasses = tagHighlighter([
  { tag: tags.keyword, class: "k" },
  { tag: tags.operatorKeyword, class: "ow" },
  { tag: tags.definitionKeyword, class: "k" },
  { tag: [tags.bool, tags.null], class: "kc" },
  { tag: tags.self, class: "bp" },
  { tag: tags.comment, class: "c1" },
  { tag: tags.string, class: "s2" },
  { tag: tags.special(tags.string), class: "s2" },
  { tag: tags.escape, class: "se" },
  { tag: tags.number, class: "mi" },
  { tag: tags.operator, class: "o" },
  { tag: tags.punctuation, class: "p" },
  { tag: tags.definition(tags.className), class: "nc" },
  { tag: tags.function(tags.definition(tags.variableName)), class: "nf" },
  { tag: tags.meta, class: "nd" },
]);

export const colours = [
  syntaxHighlighting(codeClasses),
  EditorView.theme({
    "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--mlp-tint)", outline: "1px solid var(--mlp-line)" },
    "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--mlp-badbg)" },
  }),
];
