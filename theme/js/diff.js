/** The differences between the learner's code and another program, line by line. */

import { Chunk, Text, highlightCode, pythonLanguage } from "../vendor/codemirror.js";
import { make } from "./dom.js";
import { codeClasses } from "./editor-theme.js";

/**
 * A listing of `after` in which lines that only `before` has are marked −, and lines only `after` has are marked +.
 * @param {string} before
 * @param {string} after
 * @param {string} name What the listing is called.
 */
export function diffListing(before, after, name) {
  const oldLines = highlighted(before);
  const newLines = highlighted(after);
  const oldText = Text.of(before.split("\n"));
  const newText = Text.of(after.split("\n"));
  const code = make("code", { class: "highlight" });
  let next = 0;
  for (const chunk of Chunk.build(oldText, newText)) {
    const removed = lineRange(oldText, chunk.fromA, chunk.toA);
    const added = lineRange(newText, chunk.fromB, chunk.toB);
    while (next < added.from) code.append(lineOf(" ", newLines[next++]));
    for (let line = removed.from; line < removed.to; line++) code.append(lineOf("−", oldLines[line]));
    while (next < added.to) code.append(lineOf("+", newLines[next++]));
  }
  while (next < newLines.length) code.append(lineOf(" ", newLines[next++]));
  return make("pre", { class: "mlp-diff", tabindex: "0", "aria-label": name }, code);
}

/**
 * The lines, counted from 0, that a chunk's range covers; an empty range covers none.
 * @param {Text} text
 * @param {number} from
 * @param {number} to
 */
function lineRange(text, from, to) {
  const first = from > text.length ? text.lines : text.lineAt(from).number - 1;
  if (from === to) return { from: first, to: first };
  return { from: first, to: text.lineAt(Math.min(to - 1, text.length)).number };
}

/**
 * @param {"−" | "+" | " "} mark
 * @param {DocumentFragment} content
 */
function lineOf(mark, content) {
  const gutter = make("span", { class: "mlp-diff__mark" }, mark);
  const tag = mark === "−" ? "del" : mark === "+" ? "ins" : "span";
  const kind = mark === "−" ? "mine" : mark === "+" ? "solution" : "same";
  return make(tag, { class: `mlp-diff__line mlp-diff__line--${kind}` }, gutter, content, "\n");
}

/**
 * @param {string} source
 * @returns {DocumentFragment[]} One for each line.
 */
function highlighted(source) {
  const lines = [document.createDocumentFragment()];
  highlightCode(
    source,
    pythonLanguage.parser.parse(source),
    codeClasses,
    (text, classes) => lines[lines.length - 1].append(classes ? make("span", { class: classes }, text) : text),
    () => lines.push(document.createDocumentFragment()),
  );
  return lines;
}
